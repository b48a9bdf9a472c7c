"""What goes and comes, counted as people know it: signals, and messages about them.

- A message is what a person said after the signal: a correction, a withdrawal, an answer. What
  goes along by itself (a state, 'read', a card) is not counted.
- What waits is what no bundle carried yet; a signal that waits is counted once, with all that was
  said about it since.
- One short walk per office along what did not leave: it costs nothing where nothing waits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mh_tui.journal import kinds, parsing
from mh_tui.journal.entry import LOCAL, REGION, StreamKey
from mh_tui.journal.streams import Stream
from mh_tui.language import _, ngettext
from mh_tui.projection import fold, traffic

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from mh_tui.services.session import Session

MOST = 2000
"""Entries of one office, newest first, among which messages that wait are looked for."""
_HANDED = tuple(sorted(kinds.BY_NAME[name].number for name in kinds.HANDOVERS.values()))
_SAID = tuple(
    kinds.BY_NAME[name].number for name in ("signal.withdrawn", "feedback.given", "feedback.reply")
)
_COUNTED = ",".join(map(str, (*_HANDED, *_SAID)))


@dataclass(frozen=True, slots=True)
class Counted:
    """How many signals, and how many messages about others."""

    signals: int = 0
    messages: int = 0

    def __add__(self, other: Counted) -> Counted:
        return Counted(self.signals + other.signals, self.messages + other.messages)

    def __bool__(self) -> bool:
        return self.total > 0

    @property
    def total(self) -> int:
        return self.signals + self.messages

    def text(self) -> str:
        """``1 signaal en 2 berichten``; empty where there is nothing."""
        signals = ngettext("{count} signal", "{count} signals", self.signals)
        messages = ngettext("{count} message", "{count} messages", self.messages)
        if self.signals and self.messages:
            both = _("{signals} and {messages}")
            return both.format(
                signals=signals.format(count=self.signals),
                messages=messages.format(count=self.messages),
            )
        if self.signals:
            return signals.format(count=self.signals)
        return messages.format(count=self.messages) if self.messages else ""


@dataclass(frozen=True, slots=True)
class Unsent:
    """What is still on this computer only. Office ids 32 bytes, signal ids 10.

    ``alone``: signals that wait because nobody was admitted to report to. ``offices``: what waits
    for each. ``changed``: signals that left before, and about which something waits.
    """

    alone: int = 0
    offices: Mapping[bytes, Counted] = field(default_factory=dict)
    changed: frozenset[bytes] = frozenset()

    @property
    def counted(self) -> Counted:
        return sum(self.offices.values(), Counted(self.alone))


def unsent(session: Session) -> Unsent:
    """All that this device wrote for other offices and that no bundle carried yet."""
    with session.read() as connection:
        gone = _gone(connection)
        offices: dict[bytes, Counted] = {}
        changed: set[bytes] = set()
        for stream in _outgoing(session, connection):
            first = gone.get(stream.id, 0) + 1
            if first <= stream.head.seq:
                found, subjects = _waiting(connection, stream, first)
                changed |= subjects
                if found:
                    offices[stream.key.audience] = found
        return Unsent(_alone(session, connection), offices, frozenset(changed))


def _outgoing(session: Session, connection: Connection) -> Iterator[Stream]:
    """The streams of this device to other offices."""
    for stream in session.journal.streams(connection):
        if stream.key.device == session.me.device and stream.key.audience not in (
            LOCAL,
            REGION,
            session.me.office,
        ):
            yield stream


def _gone(connection: Connection) -> dict[int, int]:
    """Stream -> the last seq that its addressee has, or that a bundle carried."""
    return {
        mark.stream: max(mark.exported, mark.acked)
        for mark in traffic.marks(connection)
        if mark.peer == mark.key.audience
    }


def _waiting(connection: Connection, stream: Stream, first: int) -> tuple[Counted, set[bytes]]:
    signals = connection.exec_driver_sql(
        "SELECT count(*) FROM handed WHERE stream=? AND seq>=?", (stream.id, first)
    ).scalar_one()
    if signals == stream.head.seq - first + 1:
        return Counted(signals), set()
    # what is said about a signal that waits itself goes with it
    rows = connection.exec_driver_sql(
        f"SELECT u.key FROM entry e JOIN subject u ON u.id = e.subject"
        f" WHERE e.id BETWEEN ? AND ? AND e.kind IN ({_COUNTED}) AND NOT EXISTS(SELECT 1"
        " FROM handed h WHERE h.subject = e.subject AND h.stream = ? AND h.seq >= ?)"
        " ORDER BY e.id DESC LIMIT ?",
        ((stream.id << 40) + first, (stream.id << 40) + stream.head.seq, stream.id, first, MOST),
    )
    said = list(rows.scalars())
    return Counted(signals, len(said)), set(said)


def _alone(session: Session, connection: Connection) -> int:
    if not session.me.reports or "melding" in session.trust(connection).upstream:
        return 0
    found = connection.exec_driver_sql(
        "SELECT count(*) FROM signal WHERE profile='own' AND state=?", (fold.DRAFT,)
    )
    return int(found.scalar_one())


# -- what travelled -------------------------------------------------------------------


def carried(session: Session, office: bytes) -> Counted:
    """What a bundle for this office carries now: all that it did not confirm."""
    with session.read() as connection:
        key = StreamKey(session.me.device, office)
        stream = session.journal.stream(connection, key)
        if stream is None:
            return Counted()
        acked = connection.exec_driver_sql(
            "SELECT coalesce(max(acked), 0) FROM mark WHERE stream=? AND peer=?",
            (stream.id, office),
        ).scalar_one()
        return _between(connection, stream.id, acked + 1, stream.head.seq)


def newest_import(session: Session) -> int:
    """The number of the import that was last; what comes after it is new."""
    with session.read() as connection:
        found = connection.exec_driver_sql("SELECT coalesce(max(number), 0) FROM arrival")
        return int(found.scalar_one())


def brought(session: Session, since: int) -> dict[bytes, Counted]:
    """Bundle id -> what it brought from other offices, of all imports after number ``since``."""
    found: dict[bytes, Counted] = {}
    with session.read() as connection:
        local = session.journal.stream(connection, StreamKey(session.me.device, LOCAL))
        rows = connection.exec_driver_sql(
            "SELECT a.number, a.stream, a.first, a.last, o.key FROM arrival a"
            " JOIN stream s ON s.id = a.stream JOIN office o ON o.id = s.office"
            " WHERE a.number > ? AND s.audience = ?",
            (since, session.me.office),
        ).all()
        for number, stream, first, last, office in rows:
            if local is None or office == session.me.office:
                continue
            bundle = _bundle(connection, (local.id << 40) + number)
            part = _between(connection, stream, first, last)
            found[bundle] = found.get(bundle, Counted()) + part
    return found


def _bundle(connection: Connection, row: int) -> bytes:
    body = connection.exec_driver_sql("SELECT body FROM entry WHERE id=?", (row,)).scalar()
    parsed = parsing.parse(body) if body is not None else None
    return bytes.fromhex(parsed["fields"]["bundle"]) if isinstance(parsed, dict) else b""


def _between(connection: Connection, stream: int, first: int, last: int) -> Counted:
    """What these entries of a stream hold; a signal once, with all that is said about it there."""
    rows = connection.exec_driver_sql(
        "SELECT e.subject, e.kind, EXISTS(SELECT 1 FROM entry b WHERE b.subject = e.subject"
        " AND b.kind = e.kind AND b.id < e.id AND b.id > ?) FROM entry e"
        f" WHERE e.id BETWEEN ? AND ? AND e.kind IN ({_COUNTED})",
        (stream << 40, (stream << 40) + first, (stream << 40) + last),
    ).all()
    fresh = {subject for subject, kind, before in rows if kind in _HANDED and not before}
    return Counted(len(fresh), sum(subject not in fresh for subject, _kind, _before in rows))
