"""The disposable rows: dropped and built again whenever ``projection.SCHEMA`` changes."""

from __future__ import annotations

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel


class SignalRow(SQLModel, table=True):
    """One copy of a signal: ours, or as one other office handed it on. Times in ms, UTC."""

    __tablename__ = "signal"
    __table_args__ = (
        Index("signal_copy", "subject", "sender", unique=True),
        Index("signal_created", "created", "id"),
        Index("signal_state", "state", "created"),
        Index("signal_own", "author", "created", sqlite_where=text("profile = 'own'")),
        Index("signal_due", "due", "id"),
        Index("signal_town", text("municipality COLLATE NOCASE, created DESC, id DESC")),
        # With the column it leaves out rows by, or SQLite takes signal_state and reads them all.
        Index(
            "signal_acute", "state", "created", "id", "acute", sqlite_where=text("acute <> 'nee'")
        ),
        Index(
            "signal_sent",
            "sent_stream",
            "sent_seq",
            sqlite_where=text("sent_stream IS NOT NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    subject: int
    sender: int
    profile: str
    author: str | None = None
    observed_at: str
    observed: int
    municipality: str
    context: str
    forms: str
    advice: str
    acute: str
    state: str
    receipt: int
    sent_stream: int | None = None
    sent_seq: int | None = None
    created: int
    updated: int
    due: int | None = None
    conflict: bool
    words: str | None = None


class HandedRow(SQLModel, table=True):
    """The first time a signal was handed to an office; ``answer``: a receipt rank or 0."""

    __tablename__ = "handed"
    __table_args__ = (Index("handed_place", "stream", "seq"),)
    subject: int = Field(primary_key=True)
    office: int = Field(primary_key=True)
    stream: int
    seq: int
    at: int
    answer: int


class InboxRow(SQLModel, table=True):
    """A message that came in. ``n`` is its number; the order of arrival gives it."""

    __tablename__ = "inbox"
    __table_args__ = (Index("inbox_waits", "n", sqlite_where=text("NOT read OR open")),)
    row: int = Field(primary_key=True)
    n: int | None = Field(default=None, index=True)
    arrival: int
    time: int
    subject: int = Field(index=True)
    office: int
    digest: bytes
    outcome: str | None = None
    text: str
    at: int
    read: bool
    open: bool = False
    """A question that still waits for its answer."""


class AsideRow(SQLModel, table=True):
    """An entry that is kept but not applied, and why."""

    __tablename__ = "set_aside"
    row: int = Field(primary_key=True)
    reason: str


class MarkRow(SQLModel, table=True):
    """How far a stream has gone with a peer: an office, in our own office a device."""

    __tablename__ = "mark"
    stream: int = Field(primary_key=True)
    peer: bytes = Field(primary_key=True)
    exported: int
    acked: int


class ConfirmedRow(SQLModel, table=True):
    """When the addressee of an own stream confirmed it up to ``seq``."""

    __tablename__ = "confirmed"
    stream: int = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    at: int


class ArrivalRow(SQLModel, table=True):
    """Which import (its seq in the local stream) brought these entries, and when."""

    __tablename__ = "arrival"
    stream: int = Field(primary_key=True)
    last: int = Field(primary_key=True)
    first: int
    number: int
    at: int


class PeerRow(SQLModel, table=True):
    """Traffic with an office: seqs of the local stream, and when it was last heard."""

    __tablename__ = "peer"
    office: int = Field(primary_key=True)
    last_in: int
    last_out: int
    heard: int | None = None


class SeenRow(SQLModel, table=True):
    """A bundle id that was imported before."""

    __tablename__ = "seen_bundle"
    bundle: bytes = Field(primary_key=True)


class MetaRow(SQLModel, table=True):
    __tablename__ = "meta"
    name: str = Field(primary_key=True)
    value: str


ROWS: tuple[type[SQLModel], ...] = (
    SignalRow,
    HandedRow,
    InboxRow,
    AsideRow,
    MarkRow,
    ConfirmedRow,
    ArrivalRow,
    PeerRow,
    SeenRow,
    MetaRow,
)
