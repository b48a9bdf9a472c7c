"""Pages, searches, the inbox and what is under way: reads for screens and commands.

- Pages go by key, never by OFFSET; a page of a million rows costs what a page of a hundred does.
- A reporter sees and searches own signals only; the words of a signal until it was received.
- ``exported`` is laid over the stored receipt while reading, so that an export of many signals
  need not touch their rows.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mh_tui.projection import fold, ordering
from mh_tui.projection.ordering import read_cursor
from mh_tui.projection.searching import any_of, match_expression

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = [
    "Filter", "InboxLine", "Line", "UnderWay", "copies", "count", "inbox", "page", "read_cursor",
    "receipt_word", "under_way",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filter:
    """What to show. ``author``: own signals of this user only; ``since``, ``overdue_at``: ms.

    ``sender``: the office whose words it is; ``acute``: only where danger was not ruled out;
    ``danger``: only where there is; ``unanswered``: of others, without a last answer of ours.
    ``likes``: pieces of text of which one must occur as it is, or None; ``but``: the subject of a
    signal left out, 10 bytes.
    ``order``: one of ``ordering.ORDERS``.
    """

    state: str | None = None
    form: str | None = None
    municipality: str | None = None
    since: int | None = None
    urgency: str | None = None
    overdue_at: int | None = None
    author: str | None = None
    words: str | None = None
    sender: bytes | None = None
    acute: bool = False
    danger: bool = False
    unanswered: bool = False
    likes: tuple[str, ...] | None = None
    but: bytes | None = None
    order: str = ordering.NEWEST

    @property
    def match(self) -> str | None:
        """What the words of a signal must be, as the search index takes it."""
        found = [] if self.words is None else [match_expression(self.words)]
        found += [] if self.likes is None else [any_of(self.likes)]
        return " AND ".join(found) or None


@dataclass(frozen=True, slots=True)
class Line:
    """One copy of a signal in a list. ``sender``: the office whose words it is. Times in ms."""

    row: int
    subject: bytes
    sender: bytes
    profile: str
    author: str | None
    observed_at: str
    municipality: str
    context: str
    forms: tuple[str, ...]
    advice: str
    acute: str
    state: str
    receipt: str
    created: int
    updated: int
    due: int | None
    conflict: bool


_LINE = (
    "SELECT s.id, u.key, o.key, s.profile, s.author, s.observed_at, s.municipality, s.context,"
    " s.forms, s.advice, s.acute, s.state, s.receipt, s.created, s.updated, s.due, s.conflict,"
    " s.sent_seq <= m.exported"
)
_FROM = (
    " FROM signal s JOIN subject u ON u.id = s.subject JOIN office o ON o.id = s.sender"
    " LEFT JOIN stream t ON t.id = s.sent_stream"
    " LEFT JOIN mark m ON m.stream = t.id AND m.peer = t.audience"
)


def _line(row: Any) -> Line:
    (
        number, subject, sender, profile, author, observed_at, municipality, context, forms,
        advice, acute, state, receipt, created, updated, due, conflict, exported,
    ) = row  # fmt: skip
    return Line(
        number, subject, sender, profile, author, observed_at, municipality, context,
        tuple(json.loads(forms)), advice, acute, state, receipt_word(receipt, bool(exported)),
        created, updated, due, bool(conflict),
    )  # fmt: skip


def receipt_word(rank: int, exported: bool) -> str:
    """The word of a receipt rank; a signal that left but is not confirmed is ``exported``."""
    return fold.RECEIPTS[fold.EXPORTED if rank == fold.RECORDED and exported else rank]


def page(
    connection: Connection, wanted: Filter, *, limit: int, after: str | None = None
) -> tuple[list[Line], str | None]:
    """``limit`` signals in the order that is wanted, and the cursor of the next page or None."""
    at = None if after is None else read_cursor(after)
    searched = wanted.match is not None
    found: list[Any] = []
    for part in ordering.parts(connection, wanted.order, at, searched=searched, state=wanted.state):
        found += _rows(connection, wanted, part, limit + 1 - len(found))
        if len(found) > limit:
            break
    lines = [_line(row) for row in found[:limit]]
    more = len(found) > limit and bool(lines)
    return lines, cursor(wanted.order, lines[-1]) if more else None


def _rows(connection: Connection, wanted: Filter, part: ordering.Part, limit: int) -> list[Any]:
    """First which rows, from indexes alone where they suffice; then all of these few."""
    source, where, values = _where(wanted)
    where += part.where
    condition = f" WHERE {' AND '.join(where)}" if where else ""
    chosen = f"SELECT s.id FROM {source}{condition} ORDER BY {part.by} LIMIT ?"
    sql = f"{_LINE}{_FROM} WHERE s.id IN ({chosen}) ORDER BY {part.by.replace('w.rowid', 's.id')}"
    return list(connection.exec_driver_sql(sql, (*values, *part.values, limit)).all())


def count(connection: Connection, wanted: Filter, *, most: int) -> int:
    """How many signals there are, each counted once; no more than ``most`` are looked for."""
    source, where, values = _where(wanted)
    condition = f" WHERE {' AND '.join(where)}" if where else ""
    found = connection.exec_driver_sql(
        f"SELECT count(*) FROM (SELECT DISTINCT s.subject FROM {source}{condition} LIMIT ?)",
        (*values, most),
    )
    return int(found.scalar_one())


_UNANSWERED = (
    f"s.receipt < {fold.FED_BACK} AND s.profile NOT IN ('{fold.OWN}', 'registratie')"
    f" AND s.state <> '{fold.WITHDRAWN}'"
)


def _where(wanted: Filter) -> tuple[str, list[str], list[Any]]:
    """(where the rows come from, what must hold, its values)."""
    plain = (
        ("signal_words MATCH ?", wanted.match),
        ("s.state = ?", wanted.state),
        ("s.municipality = ? COLLATE NOCASE", wanted.municipality),
        ("s.observed >= ?", wanted.since),
        ("s.advice = ?", wanted.urgency),
        ("unlikely(s.due < ?)", wanted.overdue_at),  # or all that is not late would be read
        ("s.author = ? AND s.profile = 'own'", wanted.author),
        ("s.sender = (SELECT id FROM office WHERE key = ?)", wanted.sender),
        ("s.forms LIKE ?", None if wanted.form is None else f'%"{wanted.form}"%'),
        ("s.subject <> coalesce((SELECT id FROM subject WHERE key = ?), 0)", wanted.but),
    )
    chosen = [(sql, value) for sql, value in plain if value is not None]
    where, values = [sql for sql, _ in chosen], [value for _, value in chosen]
    if wanted.acute or wanted.danger:
        # As the index signal_acute has it; unlikely, or the order would decide on the index.
        where.append("unlikely(s.acute <> 'nee')")
    if wanted.danger:
        where.append(f"unlikely(s.acute = '{fold.DANGER}')")
    if wanted.unanswered:
        where.append(_UNANSWERED)
    searched = "signal_words w CROSS JOIN signal s ON s.id = w.rowid"
    return "signal s" if wanted.match is None else searched, where, values


def cursor(order: str, line: Line) -> str:
    """The place of a line in a list of that order."""
    due = "" if line.due is None else str(line.due)
    group = {ordering.TERM: due, ordering.TOWN: line.municipality, ordering.STATE: line.state}
    at = ordering.Cursor(line.created, line.row, group.get(order, ""))
    return ordering.write_cursor(at)


def copies(connection: Connection, low: bytes, high: bytes) -> list[Line]:
    """The copies of all signals with an id from ``low`` to ``high``, newest first."""
    found = connection.exec_driver_sql(
        f"{_LINE}{_FROM} WHERE u.key BETWEEN ? AND ? ORDER BY s.updated DESC, s.id DESC LIMIT 100",
        (low, high),
    ).all()
    return [_line(row) for row in found]


@dataclass(frozen=True, slots=True)
class InboxLine:
    """A message that came in. ``subject``, ``office``, ``digest``: bytes; ``at`` in ms.

    ``open``: a question that still waits for an answer.
    """

    n: int
    subject: bytes
    office: bytes
    digest: bytes
    outcome: str | None
    text: str
    at: int
    read: bool
    open: bool = False


def inbox(
    connection: Connection,
    *,
    author: str | None,
    everything: bool,
    asked: bool = False,
    n: int | None = None,
    limit: int | None = None,
) -> list[InboxLine]:
    """Unread first, newest first, at most ``limit``; ``author``: about own signals of this user.

    ``asked``: also the questions that were read and not answered.
    """
    where, values = ["1"], list[Any]()
    if author is not None:
        where.append(
            "EXISTS(SELECT 1 FROM signal s WHERE s.subject = i.subject AND s.profile = 'own'"
            " AND s.author = ?)"
        )
        values.append(author)
    if n is not None:
        where.append("i.n = ?")
        values.append(n)
    elif not everything:
        where.append("(NOT i.read OR i.open)" if asked else "NOT i.read")
    found = connection.exec_driver_sql(
        "SELECT i.n, u.key, o.key, i.digest, i.outcome, i.text, i.at, i.read, i.open"
        " FROM inbox i"
        " JOIN subject u ON u.id = i.subject JOIN office o ON o.id = i.office"
        f" WHERE {' AND '.join(where)} ORDER BY i.read, i.n DESC LIMIT ?",
        (*values, -1 if limit is None else limit),
    ).all()
    return [_inbox_line(*row) for row in found]


def _inbox_line(
    n: int, subject: bytes, office: bytes, digest: bytes, outcome: str | None, text: str, at: int,
    read: int, open: int,
) -> InboxLine:  # fmt: skip
    return InboxLine(n, subject, office, digest, outcome, text, at, bool(read), bool(open))


@dataclass(frozen=True, slots=True)
class UnderWay:
    """Signals under way to an office, each counted once at its furthest stage."""

    office: bytes
    recorded: int
    exported: int
    received: int


def under_way(connection: Connection) -> list[UnderWay]:
    found = connection.exec_driver_sql(
        "SELECT o.key,"
        " sum(h.answer <= 2 AND h.seq > coalesce(m.exported, 0) AND h.seq > coalesce(m.acked, 0)),"
        " sum(h.answer <= 2 AND h.seq <= m.exported AND h.seq > m.acked),"
        " sum(h.answer <= 2 AND h.seq <= m.acked)"
        " FROM handed h JOIN office o ON o.id = h.office LEFT JOIN mark m"
        " ON m.stream = h.stream AND m.peer = o.key"
        " GROUP BY o.key ORDER BY o.key"
    ).all()
    return [UnderWay(office, a or 0, b or 0, c or 0) for office, a, b, c in found]
