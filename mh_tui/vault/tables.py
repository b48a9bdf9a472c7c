"""The tables of the vault layer. Imported only to create them: SQLModel costs 0.12 s.

- ``slot_key``: the public keys of the users' slots, authentic because they stand inside.
- ``secret``: small named values of upper layers and of a rekey under way.
- ``draft``, ``setting``, ``waiting_identity``: in ``drafts.db``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlmodel import Field, SQLModel

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table


class SlotKey(SQLModel, table=True):
    """Two rows for one slot while its passphrase changes."""

    __tablename__ = "slot_key"
    slot: bytes = Field(primary_key=True)
    fingerprint: bytes = Field(primary_key=True)  # SHA-256 of the public key
    public: bytes
    name: str  # empty for the recovery slot
    identity: bool
    created_ms: int


class Secret(SQLModel, table=True):
    __tablename__ = "secret"
    name: str = Field(primary_key=True)
    value: bytes


class DraftRow(SQLModel, table=True):
    """AUTOINCREMENT: an id of a draft that is gone never comes back."""

    __tablename__ = "draft"
    __table_args__ = {"sqlite_autoincrement": True}
    id: int | None = Field(default=None, primary_key=True)
    user: str = Field(index=True)
    kind: str
    body: str
    updated_ms: int


class Setting(SQLModel, table=True):
    __tablename__ = "setting"
    user: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    value: str


class WaitingIdentity(SQLModel, table=True):
    __tablename__ = "waiting_identity"
    subject: bytes = Field(primary_key=True)
    body: bytes


def _tables(*models: Any) -> tuple[Table, ...]:
    return tuple(model.__table__ for model in models)


VAULT_TABLES = _tables(SlotKey, Secret)
DRAFT_TABLES = _tables(DraftRow, Setting, WaitingIdentity)


def make(connection: Connection, tables: Sequence[Table]) -> None:
    """Create these tables and no other of the shared metadata."""
    SQLModel.metadata.create_all(connection, tables=list(tables))
