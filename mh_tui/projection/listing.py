"""Pages, searches, the inbox and what is under way: reads for screens and commands.

- Pages go by key, never by OFFSET; a page of a million rows costs what a page of a hundred does.
- A reporter sees and searches own signals only; the words of a signal until it was received.
- ``exported`` is laid over the stored receipt while reading, so that an export of many signals
  need not touch their rows.
"""

from __future__ import annotations

import base64
import json
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mh_tui.errors import InvalidInput
from mh_tui.language import N_
from mh_tui.projection import fold

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Filter:
    """What to show. ``author``: own signals of this user only; ``since``, ``overdue_at``: ms.

    ``sender``: the office whose words it is; ``acute``: only where danger was not ruled out.
    ``oldest``: the other way round, the oldest first.
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
    oldest: bool = False


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


_TERM = re.compile(r"[^\W_]+")

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
    """The newest signals first, ``limit`` at a time, and the cursor of the next page or None.

    What a search finds comes in order of row id, which follows arrival: so the first page of a
    word that stands in every signal costs no more than that of a rare one.
    """
    way, beyond = ("ASC", ">") if wanted.oldest else ("DESC", "<")
    where, values = _where(wanted)
    source, order = "signal s", f"s.created {way}, s.id {way}"
    if wanted.words is not None:
        source = "signal_words w CROSS JOIN signal s ON s.id = w.rowid"
        where.append("signal_words MATCH ?")
        values.append(match_expression(wanted.words))
        order = f"w.rowid {way}"
    if after is not None:
        created, row = read_cursor(after)
        searched = wanted.words is not None
        where.append(f"w.rowid {beyond} ?" if searched else f"(s.created, s.id) {beyond} (?, ?)")
        values += [row] if searched else [created, row]
    condition = f" WHERE {' AND '.join(where)}" if where else ""
    # First which rows, from indexes alone where they suffice; then all of these few.
    chosen = f"SELECT s.id FROM {source}{condition} ORDER BY {order} LIMIT ?"
    found = connection.exec_driver_sql(
        f"{_LINE}{_FROM} WHERE s.id IN ({chosen}) ORDER BY {order.replace('w.rowid', 's.id')}",
        (*values, limit + 1),
    ).all()
    lines = [_line(row) for row in found[:limit]]
    more = len(found) > limit and bool(lines)
    return lines, cursor(lines[-1]) if more else None


def _where(wanted: Filter) -> tuple[list[str], list[Any]]:
    plain = (
        ("s.state = ?", wanted.state),
        ("s.municipality = ? COLLATE NOCASE", wanted.municipality),
        ("s.observed >= ?", wanted.since),
        ("s.advice = ?", wanted.urgency),
        ("unlikely(s.due < ?)", wanted.overdue_at),  # or all that is not late would be read
        ("s.author = ? AND s.profile = 'own'", wanted.author),
        ("s.sender = (SELECT id FROM office WHERE key = ?)", wanted.sender),
        ("s.forms LIKE ?", None if wanted.form is None else f'%"{wanted.form}"%'),
    )
    chosen = [(sql, value) for sql, value in plain if value is not None]
    where, values = [sql for sql, _ in chosen], [value for _, value in chosen]
    if wanted.acute:
        where.append("s.acute <> 'nee'")  # as the index signal_acute has it
    return where, values


def match_expression(words: str) -> str:
    """Each word as the beginning of a word, all of them wanted.

    Only letters and digits reach the query language, so nothing in it can be written in it.
    """
    terms = _TERM.findall(unicodedata.normalize("NFC", words))
    if not terms:
        raise InvalidInput("empty_text", N_("{field}: type a word to search for."), field="words")
    return " ".join(f'"{term}"*' for term in terms)


def cursor(line: Line) -> str:
    return base64.urlsafe_b64encode(f"{line.created}.{line.row}".encode()).decode().rstrip("=")


def read_cursor(text: str) -> tuple[int, int]:
    """(created, row) of a cursor; InvalidInput where it is none of ours."""
    try:
        padded = text + "=" * (-len(text) % 4)
        created, row = base64.b64decode(padded, altchars=b"-_", validate=True).decode().split(".")
        return int(created), int(row)
    except ValueError as error:
        raise InvalidInput(
            "invalid_cursor", N_("{field}: this is not a place in a list."), field="after"
        ) from error


def copies(connection: Connection, low: bytes, high: bytes) -> list[Line]:
    """The copies of all signals with an id from ``low`` to ``high``, newest first."""
    found = connection.exec_driver_sql(
        f"{_LINE}{_FROM} WHERE u.key BETWEEN ? AND ? ORDER BY s.updated DESC, s.id DESC LIMIT 100",
        (low, high),
    ).all()
    return [_line(row) for row in found]


@dataclass(frozen=True, slots=True)
class InboxLine:
    """A message that came in. ``subject``, ``office``, ``digest``: bytes; ``at`` in ms."""

    n: int
    subject: bytes
    office: bytes
    digest: bytes
    outcome: str | None
    text: str
    at: int
    read: bool


def inbox(
    connection: Connection,
    *,
    author: str | None,
    everything: bool,
    n: int | None = None,
    limit: int | None = None,
) -> list[InboxLine]:
    """Unread first, newest first, at most ``limit``; ``author``: about own signals of this user."""
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
        where.append("NOT i.read")
    found = connection.exec_driver_sql(
        "SELECT i.n, u.key, o.key, i.digest, i.outcome, i.text, i.at, i.read FROM inbox i"
        " JOIN subject u ON u.id = i.subject JOIN office o ON o.id = i.office"
        f" WHERE {' AND '.join(where)} ORDER BY i.read, i.n DESC LIMIT ?",
        (*values, -1 if limit is None else limit),
    ).all()
    return [_inbox_line(*row) for row in found]


def _inbox_line(
    n: int, subject: bytes, office: bytes, digest: bytes, outcome: str | None, text: str, at: int,
    read: int,
) -> InboxLine:  # fmt: skip
    return InboxLine(n, subject, office, digest, outcome, text, at, bool(read))


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
