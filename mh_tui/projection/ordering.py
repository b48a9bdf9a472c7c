"""In which order the table of signals goes: each order is a walk along an index, page by page.

- An order is a row of parts; within a part one comparison finds where the last page stopped.
- So a page deep in a list of a million costs what the first one does, in every order.
- What has no term, and no municipality, comes last: it asks nothing by then.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mh_tui.errors import InvalidInput
from mh_tui.language import N_
from mh_tui.projection import fold

if TYPE_CHECKING:
    from sqlalchemy import Connection

NEWEST, OLDEST, TERM, TOWN, STATE = "newest", "oldest", "term", "town", "state"
ORDERS = (NEWEST, TERM, STATE, TOWN, OLDEST)
"""As a key goes through them: the first is how a list begins."""
STATES = (
    fold.ARRIVED, fold.SUBMITTED, fold.TRANSFERRED, fold.REPORTED, fold.DRAFT, fold.ANSWERED,
    fold.WITHDRAWN,
)  # fmt: skip
"""What still asks something first; states of a newer program come after these."""

_NEW_FIRST = "s.created DESC, s.id DESC"
_TOWN = "s.municipality COLLATE NOCASE"


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row of a page. ``created``: ms; ``group``: its term, town or state, as text."""

    created: int
    row: int
    group: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a list: rows that hold ``where``, ordered by ``by``. SQL on ``signal s``."""

    by: str
    where: tuple[str, ...] = ()
    values: tuple[Any, ...] = ()


def parts(
    connection: Connection, order: str, after: Cursor | None, *, searched: bool, state: str | None
) -> Iterator[Part]:
    """What is still to come, in order. ``searched``: rows come from the words, ``w``.

    ``state``: the only one that is wanted, if so.
    """
    if order == TERM:
        yield from _by_term(after)
    elif order == TOWN:
        yield from _by_town(after)
    elif order == STATE:
        known = (state,) if state is not None else _states(connection)
        yield from _by_state(known, after)
    else:
        yield _by_age(order, after, searched=searched)


def _by_age(order: str, after: Cursor | None, *, searched: bool) -> Part:
    """What a search finds comes in order of row id, which follows arrival.

    So the first page of a word that stands in every signal costs no more than of a rare one.
    """
    way, beyond = ("ASC", ">") if order == OLDEST else ("DESC", "<")
    by = f"w.rowid {way}" if searched else f"s.created {way}, s.id {way}"
    if after is None:
        return Part(by)
    if searched:
        return Part(by, (f"w.rowid {beyond} ?",), (after.row,))
    return Part(by, (f"(s.created, s.id) {beyond} (?, ?)",), (after.created, after.row))


def _newest(where: tuple[str, ...], values: tuple[Any, ...], after: Cursor | None) -> Part:
    """The newest first among rows of one group, from where the last page stopped."""
    if after is None:
        return Part(_NEW_FIRST, where, values)
    where = (*where, "(s.created, s.id) < (?, ?)")
    return Part(_NEW_FIRST, where, (*values, after.created, after.row))


def _by_term(after: Cursor | None) -> Iterator[Part]:
    """Of one day, and without a term, in order of arrival alone: so the index stays small."""
    has, none = ("s.due IS NOT NULL",), ("s.due IS NULL",)
    if after is None:
        yield Part("s.due, s.id", has)
    elif after.group:
        going_on = (*has, "(s.due, s.id) > (?, ?)")
        yield Part("s.due, s.id", going_on, (int(after.group), after.row))
    if after is None or after.group:
        yield Part("s.id DESC", none)
    else:
        yield Part("s.id DESC", (*none, "s.id < ?"), (after.row,))


def _by_town(after: Cursor | None) -> Iterator[Part]:
    if after is None or after.group:
        town = "" if after is None else after.group
        if after is not None:
            yield _newest((f"{_TOWN} = ?",), (town,), after)
        yield Part(f"{_TOWN}, {_NEW_FIRST}", (f"{_TOWN} > ?",), (town,))
    stopped_here = after is not None and not after.group
    yield _newest((f"{_TOWN} = ''",), (), after if stopped_here else None)


def _by_state(states: Iterable[str], after: Cursor | None) -> Iterator[Part]:
    if after is not None:
        yield _newest(("s.state = ?",), (after.group,), after)
    for state in sorted(states, key=_rank):
        if after is None or _rank(state) > _rank(after.group):
            yield _newest(("s.state = ?",), (state,), None)


def _rank(state: str) -> tuple[int, str]:
    return (STATES.index(state) if state in STATES else len(STATES), state)


def _states(connection: Connection) -> list[str]:
    """The states that occur, found by leaps through their index."""
    found = connection.exec_driver_sql(
        "WITH RECURSIVE one(state) AS (SELECT min(state) FROM signal UNION ALL"
        " SELECT (SELECT min(state) FROM signal WHERE state > one.state) FROM one"
        " WHERE one.state IS NOT NULL) SELECT state FROM one WHERE state IS NOT NULL"
    )
    return list(found.scalars())


# -- cursors --------------------------------------------------------------------------


def write_cursor(at: Cursor) -> str:
    text = f"{at.created}.{at.row}" + (f".{at.group}" if at.group else "")
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(text: str) -> Cursor:
    """InvalidInput where it is none of ours."""
    try:
        padded = text + "=" * (-len(text) % 4)
        plain = base64.b64decode(padded, altchars=b"-_", validate=True).decode()
        created, _dot, rest = plain.partition(".")
        row, _dot, group = rest.partition(".")
        return Cursor(int(created), int(row), group)
    except ValueError as error:
        raise InvalidInput(
            "invalid_cursor", N_("{field}: this is not a place in a list."), field="after"
        ) from error
