"""The stable tables: entries, and the registers their rows refer to by integer.

- Only ``entry`` is a stable format; every other table of the vault can be built again.
- An entry's row id is ``stream << 40 | seq``; a purged one keeps its digest, not its body.
"""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class OfficeRow(SQLModel, table=True):
    __tablename__ = "office"
    id: int | None = Field(default=None, primary_key=True)
    key: bytes = Field(unique=True)


class StreamRow(SQLModel, table=True):
    """A stream and, for another device's, the last head its author signed."""

    __tablename__ = "stream"
    __table_args__ = (UniqueConstraint("device", "audience"),)
    id: int | None = Field(default=None, primary_key=True)
    device: bytes
    audience: bytes
    office: int = Field(foreign_key="office.id")
    own: bool
    seq: int
    link: bytes
    signed_at: int | None = None
    signature: bytes | None = None


class SubjectRow(SQLModel, table=True):
    __tablename__ = "subject"
    id: int | None = Field(default=None, primary_key=True)
    key: bytes = Field(unique=True)


class EntryRow(SQLModel, table=True):
    __tablename__ = "entry"
    __table_args__ = (Index("entry_settings", "kind", sqlite_where=text("kind BETWEEN 1 AND 9")),)
    id: int | None = Field(default=None, primary_key=True)
    subject: int | None = Field(default=None, index=True)
    time: int
    kind: int
    link: bytes
    salt: bytes | None = None
    body: bytes | None = None
    digest: bytes | None = None
    total: int
    """Bytes of this stream as it travels, up to and with this entry, before any purge."""
