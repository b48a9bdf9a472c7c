"""The streams of this vault: append own entries, take in those of others, check the chain.

- Nothing is ever changed or removed but by ``purge``, which keeps digest and link.
- Only this device appends to its own streams; what others wrote arrives through ``take``.
- Every function works inside the caller's transaction.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mh_tui.journal import clock, kinds
from mh_tui.journal.entry import (
    LOCAL,
    REGION,
    SALT,
    Author,
    Head,
    SignedHead,
    StreamKey,
    digest_of,
    encode,
    entry_id,
    first_link,
    next_link,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

BATCH = 2000
"""Rows given to the database at once."""
FRAME = 5 + SALT
"""Bytes of an entry in a bundle beside its body."""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What is to be said: the journal adds time, author, salt, digest and link."""

    kind: str
    audience: bytes
    fields: dict[str, Any]
    subject: bytes | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """An own entry as it now stands. ``subject`` is the register number, ``time`` a clock value.

    ``fresh``: nothing was known of its subject before this call of ``append``.
    """

    row: int
    kind: kinds.Kind
    time: int
    subject: int | None
    digest: bytes
    body: dict[str, Any]
    stream: StreamKey
    fresh: bool


@dataclass(slots=True)
class Stream:
    """A row of the stream register, kept in memory for one transaction."""

    id: int
    key: StreamKey
    office: int
    own: bool
    head: Head
    total: int = 0
    signed: tuple[int, bytes] | None = None

    def signed_head(self) -> SignedHead | None:
        """The last head its author signed, of another device's stream."""
        if self.signed is None:
            return None
        return SignedHead(self.key, self.head, *self.signed)


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One entry as it travels: salt and body, or only the digest of a purged one."""

    seq: int
    salt: bytes | None
    body: bytes | None
    digest: bytes


def create(connection: Connection) -> None:
    """Make the stable tables."""
    from sqlmodel import SQLModel

    from mh_tui.journal import tables

    chosen = [
        SQLModel.metadata.tables[row.__tablename__]
        for row in (tables.OfficeRow, tables.StreamRow, tables.SubjectRow, tables.EntryRow)
    ]
    SQLModel.metadata.create_all(connection, tables=chosen)


class Journal:
    """The streams as seen by one device of one office (ids: 32 bytes)."""

    def __init__(self, device: bytes, office: bytes) -> None:
        self.device = device
        self.office = office

    # -- registers ---------------------------------------------------------------

    def office_number(self, connection: Connection, office: bytes) -> int:
        return _number(connection, "office", office)

    def subject_number(self, connection: Connection, subject: bytes) -> int:
        return _number(connection, "subject", subject)

    def subject_numbers(
        self, connection: Connection, keys: Sequence[bytes]
    ) -> tuple[dict[bytes, int], set[bytes]]:
        """Register numbers of these subjects, and which of them were new to the register."""
        numbers: dict[bytes, int] = {}
        for at in range(0, len(keys), BATCH):
            part = keys[at : at + BATCH]
            found = connection.exec_driver_sql(
                f"SELECT key, id FROM subject WHERE key IN ({','.join('?' * len(part))})",
                tuple(part),
            ).all()
            numbers |= {key: number for key, number in found}  # noqa: C416 - rows are no pairs
        fresh = [key for key in keys if key not in numbers]
        if fresh:
            top = connection.exec_driver_sql("SELECT coalesce(max(id), 0) FROM subject")
            first = top.scalar_one() + 1
            given = [(number, key) for number, key in enumerate(fresh, start=first)]
            connection.exec_driver_sql("INSERT INTO subject(id, key) VALUES(?,?)", given)
            numbers |= {key: number for number, key in given}
        return numbers, set(fresh)

    def streams(self, connection: Connection) -> list[Stream]:
        rows = connection.exec_driver_sql(_STREAMS).all()
        return [_stream(row) for row in rows]

    def stream(self, connection: Connection, key: StreamKey) -> Stream | None:
        row = connection.exec_driver_sql(
            _STREAMS + " WHERE device=? AND audience=?", (key.device, key.audience)
        ).first()
        return None if row is None else _stream(row)

    def open_stream(self, connection: Connection, key: StreamKey, office: bytes) -> Stream:
        """The stream, made empty where it is new. ``office`` is its author's.

        An empty one may have been made before its author was known: it takes this office.
        """
        found = self.stream(connection, key)
        if found is not None and found.head.seq:
            return found
        number = self.office_number(connection, office)
        if found is not None:
            connection.exec_driver_sql("UPDATE stream SET office=? WHERE id=?", (number, found.id))
            found.office = number
            return found
        own = key.device == self.device
        link = first_link(key)
        made = connection.exec_driver_sql(
            "INSERT INTO stream(device, audience, office, own, seq, link) VALUES(?,?,?,?,0,?)"
            " RETURNING id",
            (key.device, key.audience, number, own, link),
        ).scalar_one()
        return Stream(int(made), key, number, own, Head(0, link))

    def reach(self, audience: bytes, author_office: bytes) -> kinds.Reach:
        if audience == LOCAL:
            return kinds.Reach.LOCAL
        if audience == REGION:
            return kinds.Reach.REGION
        return kinds.Reach.OFFICE if audience == author_office else kinds.Reach.ADDRESSEE

    # -- own words ---------------------------------------------------------------

    def append(
        self,
        connection: Connection,
        entries: Sequence[NewEntry],
        *,
        user: str | None,
        now_ms: int | None = None,
    ) -> list[Stored]:
        """Say ``entries`` in this order; ``user`` signs only what stays inside the office."""
        now = clock.wall_ms() if now_ms is None else now_ms
        newest = self._newest_own_time(connection)
        open_streams: dict[bytes, Stream] = {}
        subjects = {new.subject for new in entries if new.subject is not None}
        numbers, fresh = self.subject_numbers(connection, sorted(subjects))
        newest_about: dict[bytes | bool, int] = dict.fromkeys(fresh, 0)
        done: list[Stored] = []
        rows: list[tuple[Any, ...]] = []
        for new in entries:
            stream = open_streams.get(new.audience)
            if stream is None:
                key = StreamKey(self.device, new.audience)
                stream = self.open_stream(connection, key, self.office)
                open_streams[new.audience] = stream
            number = None if new.subject is None else numbers[new.subject]
            about = new.subject or kinds.BY_NAME[new.kind].number <= kinds.LAST_SETTING
            before = newest_about.get(about)
            if before is None:
                before = self._newest_about(connection, new.kind, number)
            time = clock.next_time(now, newest, before)
            newest = max(newest, time) if time < (now + clock.DAY_MS) * clock.TICKS else newest
            newest_about[about] = time
            stored, row = self._seal(new, stream, time, number, user, new.subject in fresh)
            done.append(stored)
            rows.append(row)
        for at in range(0, len(rows), BATCH):
            connection.exec_driver_sql(INSERT_ENTRY, rows[at : at + BATCH])
        for stream in open_streams.values():
            set_head(connection, stream)
        return done

    def _seal(
        self,
        new: NewEntry,
        stream: Stream,
        time: int,
        subject: int | None,
        user: str | None,
        fresh: bool,
    ) -> tuple[Stored, tuple[Any, ...]]:
        kind = kinds.BY_NAME[new.kind]
        inside = new.audience in (LOCAL, self.office)
        author = Author(self.office, user if inside else None)
        body = encode(new.kind, kind.version, time, author, new.subject, new.fields)
        salt = os.urandom(SALT)
        digest = digest_of(salt, body)
        seq = stream.head.seq + 1
        link = next_link(stream.head.link, seq, digest)
        stream.head = Head(seq, link)
        stream.total += FRAME + len(body)
        row = entry_id(stream.id, seq)
        by = {"office": self.office.hex()} | ({"user": user} if inside and user else {})
        said = {"kind": new.kind, "by": by, "fields": new.fields}
        stored = Stored(row, kind, time, subject, digest, said, stream.key, fresh)
        return stored, (row, subject, time, kind.number, link, salt, body, None, stream.total)

    def own_position(self, connection: Connection) -> tuple[int, StreamKey | None, Head | None]:
        """(number of own entries, stream and head of the newest one) for ``head.bin``."""
        total = 0
        newest: tuple[int, Stream] | None = None
        for stream in self.streams(connection):
            if not stream.own or stream.head.seq == 0:
                continue
            total += stream.head.seq
            time = connection.exec_driver_sql(
                "SELECT time FROM entry WHERE id=?", (entry_id(stream.id, stream.head.seq),)
            ).scalar_one()
            if newest is None or time >= newest[0]:
                newest = (time, stream)
        if newest is None:
            return 0, None, None
        return total, newest[1].key, newest[1].head

    def _newest_about(self, connection: Connection, kind: str, subject: int | None) -> int:
        """The newest time of a subject; all settings of this office count as one."""
        if subject is not None:
            return _newest_time(connection, subject)
        if kinds.BY_NAME[kind].number > kinds.LAST_SETTING:
            return 0
        value = connection.exec_driver_sql(
            "SELECT max(e.time) FROM entry e JOIN stream s ON s.id = e.id >> 40"
            " JOIN office o ON o.id = s.office"
            " WHERE e.kind BETWEEN 1 AND 9 AND o.key=? AND e.time < ?",
            (self.office, clock.LATEST),
        ).scalar()
        return int(value or 0)

    def _newest_own_time(self, connection: Connection) -> int:
        value = connection.exec_driver_sql(
            "SELECT max(e.time) FROM stream s JOIN entry e ON e.id = (s.id << 40 | s.seq)"
            " WHERE s.own AND e.time < ?",
            (clock.LATEST,),
        ).scalar()
        return int(value or 0)

    # -- reading -----------------------------------------------------------------

    def link_at(self, connection: Connection, stream: Stream, seq: int) -> bytes | None:
        """The link after entry ``seq``; of 0 the first link; None where it is not held."""
        if seq == 0:
            return first_link(stream.key)
        if seq == stream.head.seq:
            return stream.head.link
        link: bytes | None = connection.exec_driver_sql(
            "SELECT link FROM entry WHERE id=?", (entry_id(stream.id, seq),)
        ).scalar()
        return link

    def size(self, connection: Connection, stream: Stream, first: int, last: int) -> int:
        """At most how many bytes ``first`` to ``last`` take in a bundle."""
        row = "SELECT total FROM entry WHERE id=?"
        upto = connection.exec_driver_sql(row, (entry_id(stream.id, last),)).scalar_one()
        before = connection.exec_driver_sql(row, (entry_id(stream.id, first - 1),)).scalar()
        return int(upto) - int(before or 0)

    def raw(
        self, connection: Connection, stream: Stream, first: int, last: int
    ) -> Iterator[RawEntry]:
        """The entries ``first`` to ``last`` as they travel, read page by page."""
        at = first
        while at <= last:
            upto = min(last, at + BATCH - 1)
            rows = connection.exec_driver_sql(
                "SELECT id, salt, body, digest FROM entry WHERE id BETWEEN ? AND ? ORDER BY id",
                (entry_id(stream.id, at), entry_id(stream.id, upto)),
            ).all()
            base = entry_id(stream.id, 0)
            for row, salt, body, digest in rows:
                yield RawEntry(row - base, salt, body, digest or digest_of(salt, body))
            at = upto + 1

    def subjects_beyond(
        self, connection: Connection, device: bytes, cuts: Mapping[bytes, int]
    ) -> set[int]:
        """Subjects (register numbers) of what a device says after these seqs of its streams."""
        found: set[int] = set()
        for stream in self.streams(connection):
            if stream.key.device == device:
                first = entry_id(stream.id, cuts.get(stream.key.audience, 0) + 1)
                rows = connection.exec_driver_sql(
                    "SELECT DISTINCT subject FROM entry WHERE id BETWEEN ? AND ?"
                    " AND subject IS NOT NULL",
                    (first, entry_id(stream.id, stream.head.seq)),
                )
                found.update(rows.scalars())
        return found

    def broken_at(self, connection: Connection, stream: Stream) -> int | None:
        """The first seq whose link does not follow, or None if the whole chain holds."""
        link, expected = first_link(stream.key), 0
        rows = connection.exec_driver_sql(
            "SELECT id, salt, body, digest, link FROM entry WHERE id BETWEEN ? AND ? ORDER BY id",
            (entry_id(stream.id, 1), entry_id(stream.id, (1 << 40) - 1)),
        )
        for row, salt, body, digest, stored in rows:
            expected += 1
            if row != entry_id(stream.id, expected):
                return expected
            link = next_link(link, expected, digest or digest_of(salt, body))
            if link != stored:
                return expected
        if expected != stream.head.seq or link != stream.head.link:
            return max(1, min(expected, stream.head.seq))
        return None


INSERT_ENTRY = (
    "INSERT INTO entry(id, subject, time, kind, link, salt, body, digest, total)"
    " VALUES(?,?,?,?,?,?,?,?,?)"
)
_STREAMS = (
    "SELECT s.id, device, audience, office, own, seq, s.link, signed_at, signature, e.total"
    " FROM stream s LEFT JOIN entry e ON e.id = (s.id << 40 | s.seq)"
)


def _stream(row: Any) -> Stream:
    number, device, audience, office, own, seq, link, signed_at, signature, total = row
    signed = None if signature is None else (int(signed_at), bytes(signature))
    key = StreamKey(device, audience)
    return Stream(number, key, office, bool(own), Head(seq, link), total or 0, signed)


def set_head(connection: Connection, stream: Stream) -> None:
    """Write where ``stream`` stands, with its author's signature if that is another's."""
    at, signature = stream.signed or (None, None)
    connection.exec_driver_sql(
        "UPDATE stream SET seq=?, link=?, signed_at=?, signature=? WHERE id=?",
        (stream.head.seq, stream.head.link, at, signature, stream.id),
    )


def _number(connection: Connection, table: str, key: bytes) -> int:
    found = connection.exec_driver_sql(f"SELECT id FROM {table} WHERE key=?", (key,)).scalar()
    if found is None:
        found = connection.exec_driver_sql(
            f"INSERT INTO {table}(key) VALUES(?) RETURNING id", (key,)
        ).scalar_one()
    return int(found)


def _newest_time(connection: Connection, subject: int) -> int:
    value = connection.exec_driver_sql(
        "SELECT max(time) FROM entry WHERE subject=? AND time < ?", (subject, clock.LATEST)
    ).scalar()
    return int(value or 0)
