"""What waits at a focal point or a coordinator, in the order in which it must happen.

- Danger comes first until it was assessed as over, then what is late, then what is new.
- A signal stands in one group only: where the next act is.
- Bounded reads: of each state the oldest and the newest, and everything acute; the table shows
  the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mh_tui.journal import clock, kinds
from mh_tui.projection import fold, listing
from mh_tui.projection.listing import Filter, Line
from mh_tui.projection.ordering import NEWEST, OLDEST
from mh_tui.services import dossier_view
from mh_tui.services.session import ANSWERERS, Session
from mh_tui.signals import signal_id

if TYPE_CHECKING:
    from sqlalchemy import Connection

ACUTE, LATE, NEW, MINE, OTHERS = "acute", "late", "new", "mine", "others"
GONE = "gone"
ORDER = (ACUTE, LATE, NEW, MINE, OTHERS, GONE)
TOLD_FOR = 14 * 24 * 3_600_000
"""How long a withdrawn signal stays in sight (ms), so that it does not leave without a word."""
AT_ONCE = 60
"""Signals of a state that are looked at from either end."""
MOST = 200
"""Messages that are looked at."""
LOOKED_INTO = 20
"""Signals with danger of which the content is read too."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the lists do not tell. Each holds 10-byte ids of signals.

    ``triaged``: assessed, at the coordinator answered, be it only with a receipt; ``replied``: an
    unread message; ``told``: the office above gave its answer, the reporter does not have it yet.
    """

    triaged: frozenset[bytes] = frozenset()
    replied: Mapping[bytes, int] = field(default_factory=dict)
    told: frozenset[bytes] = frozenset()


@dataclass(frozen=True, slots=True)
class Case:
    """A signal and why it waits. ``why``: unsafe, danger, late, new, assess, reply, told, asked,
    withdrawn.

    ``unsafe``: danger that is not over; ``danger``: to ask about again, at the first look.
    ``message``: the number of the message that waits to be read, or None. ``nobody_called``: there
    was danger, and neither the reporter nor we called.
    """

    line: Line
    why: str
    message: int | None = None
    nobody_called: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """``id``: one of ``ORDER``. ``more``: there are others of this kind in the table."""

    id: str
    cases: tuple[Case, ...]
    more: bool = False


def groups(session: Session, *, now: int | None = None) -> list[Group]:
    """All that waits, group by group, empty groups left out. ``now``: ms UTC."""
    session.require(ANSWERERS)
    with session.read() as connection:
        lines, more = _lines(connection)
        known = _known(session, connection, lines)
        lines += _of_messages(connection, lines, known.replied)
    lines = [line for line in lines if line.sender != session.me.office]
    found = sort_into(lines, known, now or clock.wall_ms(), table=_is_table(session), more=more)
    return [_with_calls(session, group) if group.id == ACUTE else group for group in found]


def in_danger(session: Session) -> int:
    """Signals with danger that wait for an act here."""
    return sum(
        case.line.acute == fold.DANGER
        for group in groups(session)
        for case in group.cases
        if case.why not in ("asked", "withdrawn")
    )


def _with_calls(session: Session, group: Group) -> Group:
    """The same, saying where nobody called: that stands in the content, so only of the first."""
    first = [
        replace(case, nobody_called=_nobody_called(session, case.line))
        for case in group.cases[:LOOKED_INTO]
    ]
    first.sort(key=lambda case: not case.nobody_called)
    return replace(group, cases=(*first, *group.cases[LOOKED_INTO:]))


def _nobody_called(session: Session, line: Line) -> bool:
    if line.acute != "ja":
        return False
    loaded = dossier_view.load(session, signal_id.show(line.subject), line.sender)
    return dossier_view.nobody_called(loaded)


def _is_table(session: Session) -> bool:
    return session.me.role == kinds.COORDINATOR


def sort_into(
    lines: Iterable[Line], known: Known, now: int, *, table: bool = False, more: bool = False
) -> list[Group]:
    """Each signal in its group. ``table``: at the coordinator nobody asks the acute question."""
    found: dict[str, list[Case]] = {group: [] for group in ORDER}
    for line in lines:
        case = _case(line, known, now, table=table)
        if case is not None:
            found[_GROUPS[case.why]].append(case)
    return [
        Group(group, tuple(sorted(cases, key=_first)), more and group not in (ACUTE, GONE))
        for group, cases in found.items()
        if cases
    ]


_GROUPS = {
    "unsafe": ACUTE,
    "danger": ACUTE,
    "late": LATE,
    "new": NEW,
    "told": MINE,
    "reply": MINE,
    "assess": MINE,
    "asked": OTHERS,
    "withdrawn": GONE,
}
_WITHIN = ("told", "reply", "assess")


def _first(case: Case) -> tuple[bool, int, int, int]:
    rank = _WITHIN.index(case.why) if case.why in _WITHIN else 0
    return case.line.acute != fold.DANGER, rank, case.line.due or 1 << 62, case.line.created


def _case(line: Line, known: Known, now: int, *, table: bool) -> Case | None:
    looked_at = line.subject in known.triaged
    if table:
        looked_at = looked_at or fold.RECEIPTS.index(line.receipt) > fold.RECEIVED
    begins = line.state == (fold.SUBMITTED if table else fold.ARRIVED)
    message = known.replied.get(line.subject)
    if line.state == fold.WITHDRAWN and message is None:
        return Case(line, "withdrawn") if now - line.updated < TOLD_FOR else None
    if begins and not looked_at and line.acute != "nee" and not table:
        return Case(line, "danger", message)
    if line.state in fold.OPEN and line.acute == fold.DANGER and not table:
        return Case(line, "unsafe", message)
    if line.state in fold.OPEN and line.due is not None and line.due < now:
        return Case(line, "late", message)
    if begins and not looked_at:
        return Case(line, "new", message)
    if line.subject in known.told:
        return Case(line, "told", message)
    if message is not None:
        return Case(line, "reply", message)
    if begins and not table:
        return Case(line, "assess")
    return Case(line, "asked") if line.state in fold.OPEN else None


# -- reads ----------------------------------------------------------------------------


def _lines(connection: Connection) -> tuple[list[Line], bool]:
    """The signals to look at, each once, and whether there were more."""
    wanted = [Filter(state=state, danger=True, order=OLDEST) for state in fold.OPEN]
    wanted.append(Filter(state=fold.ARRIVED, acute=True, order=OLDEST))
    wanted += [
        Filter(state=state, order=order) for state in fold.OPEN for order in (OLDEST, NEWEST)
    ]
    wanted.append(Filter(state=fold.WITHDRAWN))
    found: dict[int, Line] = {}
    more = False
    for one in wanted:
        most = MOST if one.acute or one.danger else AT_ONCE
        lines, after = listing.page(connection, one, limit=most)
        found |= {line.row: line for line in lines if line.profile != "registratie"}
        more = more or (after is not None and one.state != fold.WITHDRAWN)
    return list(found.values()), more


def _of_messages(
    connection: Connection, lines: Sequence[Line], replied: Mapping[bytes, int]
) -> list[Line]:
    """The signals of unread messages that are not among ``lines`` yet."""
    known = {line.subject for line in lines}
    found: list[Line] = []
    for subject in [one for one in replied if one not in known][:MOST]:
        found += listing.copies(connection, subject, subject)[:1]
    return found


def _known(session: Session, connection: Connection, lines: Sequence[Line]) -> Known:
    numbers = _numbers(connection, {line.subject for line in lines})
    looked = "feedback.given" if _is_table(session) else "signal.triaged"
    triaged = _among(
        connection,
        "SELECT DISTINCT subject FROM entry WHERE kind = ? AND subject IN ({})",
        kinds.BY_NAME[looked].number,
        numbers,
    )
    told = _among(
        connection,
        "SELECT DISTINCT h.subject FROM handed h JOIN signal s ON s.subject = h.subject"
        " WHERE h.answer >= ? AND s.receipt < h.answer AND s.profile = 'melding'"
        " AND h.subject IN ({})",
        fold.FED_BACK,
        numbers,
    )
    messages = listing.inbox(connection, author=None, everything=False)[:MOST]
    return Known(triaged, {one.subject: one.n for one in messages}, told)


def _numbers(connection: Connection, subjects: Iterable[bytes]) -> dict[int, bytes]:
    """Register number -> id."""
    found: dict[int, bytes] = {}
    for part in _parts(list(subjects)):
        rows = connection.exec_driver_sql(
            f"SELECT id, key FROM subject WHERE key IN ({','.join('?' * len(part))})", tuple(part)
        )
        found |= {number: key for number, key in rows}  # noqa: C416 - a typed row is no pair
    return found


def _among(
    connection: Connection, sql: str, first: int, numbers: Mapping[int, bytes]
) -> frozenset[bytes]:
    found: set[bytes] = set()
    for part in _parts(list(numbers)):
        rows = connection.exec_driver_sql(sql.format(",".join("?" * len(part))), (first, *part))
        found.update(numbers[number] for number in rows.scalars())
    return frozenset(found)


def _parts(values: Sequence[object], size: int = 400) -> list[Sequence[object]]:
    return [values[at : at + size] for at in range(0, len(values), size)]
