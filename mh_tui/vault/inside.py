"""What the vault keeps about its own keys: the slots' public keys, and named secrets.

- Authentic, because it stands inside the encrypted database; ``keys.json`` is not.
- A rekey seals to the public keys that both hold.
- Plain SQL: opening a profile does not import SQLModel.
Source: DESIGN, Vault, Slots.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from mh_tui.vault.database import Database
    from mh_tui.vault.slots import Slot


@dataclass(frozen=True, slots=True)
class PublicKey:
    """One row of ``slot_key``. ``name`` is "" for the recovery slot."""

    slot: bytes
    fingerprint: bytes
    public: bytes
    name: str
    identity: bool
    created_ms: int


class Secrets:
    """Named values of up to some kilobytes; upper layers choose the names."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str) -> bytes | None:
        with self._database.read() as connection:
            return self.read(connection, name)

    @staticmethod
    def read(connection: Connection, name: str) -> bytes | None:
        """As ``get``, inside a transaction of the caller."""
        row = connection.exec_driver_sql("SELECT value FROM secret WHERE name = ?", (name,))
        value = row.scalar()
        return None if value is None else bytes(value)

    @staticmethod
    def put(connection: Connection, name: str, value: bytes) -> None:
        connection.exec_driver_sql(
            "INSERT INTO secret(name, value) VALUES(?, ?)"
            " ON CONFLICT(name) DO UPDATE SET value = excluded.value",
            (name, value),
        )

    @staticmethod
    def drop(connection: Connection, name: str) -> None:
        connection.exec_driver_sql("DELETE FROM secret WHERE name = ?", (name,))


def is_vault(connection: Connection) -> bool:
    """Whether the tables are there: an emptied file opens with any key."""
    found = connection.exec_driver_sql(
        "SELECT count(*) FROM sqlite_master WHERE name IN ('slot_key', 'secret')"
    ).scalar()
    return found == 2


def public_keys(connection: Connection) -> list[PublicKey]:
    """All rows, oldest slot first; a slot whose passphrase is changing has two."""
    rows = connection.exec_driver_sql(
        "SELECT slot, fingerprint, public, name, identity, created_ms FROM slot_key"
        " ORDER BY created_ms, slot"
    )
    return [PublicKey(a, b, c, name, bool(identity), ms) for a, b, c, name, identity, ms in rows]


def put_public_key(connection: Connection, row: PublicKey) -> None:
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO slot_key(slot, fingerprint, public, name, identity, created_ms)"
        " VALUES(?, ?, ?, ?, ?, ?)",
        (row.slot, row.fingerprint, row.public, row.name, row.identity, row.created_ms),
    )


def keep_only(connection: Connection, slots: Sequence[Slot]) -> None:
    """Drop the public keys that no slot of ``keys.json`` has any more."""
    kept = {(slot.id, slot.fingerprint) for slot in slots}
    for row in public_keys(connection):
        if (row.slot, row.fingerprint) not in kept:
            connection.exec_driver_sql(
                "DELETE FROM slot_key WHERE slot = ? AND fingerprint = ?",
                (row.slot, row.fingerprint),
            )
