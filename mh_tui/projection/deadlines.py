"""When a signal must have moved on, from the deadlines of ``route.toml``: reminders only.

- All amounts are proposals of the plan's readers, not norms (route.toml, deadline_note).
- A working day is Monday to Friday without the national holidays of the Netherlands.
- No clock is asked: a date follows from what is filled in, or there is none.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mh_tui.projection.fold import Copy
    from mh_tui.reference.route import Deadline

DAY_MS = 86_400_000
_EVERYWHERE = ("first_feedback",)
"""Deadlines that count in any state once what they start from is filled."""
_ENDED = frozenset({"ingetrokken", "afgesloten", "vernietigd"})


def due(copy: Copy, content: dict[str, Any]) -> int | None:
    """The earliest deadline of this copy that still stands, in ms UTC, or None."""
    if copy.profile == "registratie" or copy.state in _ENDED:
        return None
    times = copy.times | {"created_at": copy.created, "state_entered_at": copy.state_at}
    if copy.state == "ontvangen":
        times.setdefault("received_at", copy.state_at)
    found = [
        _after(start, deadline.amount, deadline.unit)
        for deadline in _deadlines(copy.state)
        if (start := times.get(deadline.from_)) is not None
        and times.keys().isdisjoint(deadline.until)
        and _applies(deadline, copy, content)
    ]
    return min(found, default=None)


@cache
def _deadlines(state: str) -> tuple[Deadline, ...]:
    from mh_tui.reference.route import route

    states = route().states
    own = tuple(states[state].deadlines.values()) if state in states else ()
    known = {deadline.id for deadline in own}
    everywhere = (
        deadline
        for other in states.values()
        for deadline in other.deadlines.values()
        if deadline.id in _EVERYWHERE and deadline.id not in known
    )
    return own + tuple(everywhere)


_FACTS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "acute_answer": lambda content: content.get("acute"),
    "advice": lambda content: content.get("advice"),
    "wants_feedback": lambda content: content.get("reporter", {}).get("wants_feedback"),
}


def _applies(deadline: Deadline, copy: Copy, content: dict[str, Any]) -> bool:
    """Conditions on the acute answer, the advice and the wish for feedback; others do not hold."""
    condition = deadline.only_if
    if condition is None:
        return True
    read = _FACTS.get(condition.field)
    if read is None:
        return False
    value = read(content)
    if condition.not_ is not None:
        return bool(value != condition.not_)
    return bool(value == condition.equals)


def _after(start: int, amount: int, unit: str) -> int:
    """``amount`` units after ``start`` (ms); 0 is the end of that day."""
    days = start // DAY_MS
    if amount == 0:
        return (days + 1) * DAY_MS - 1
    return _day_after(days, amount, unit) * DAY_MS + start % DAY_MS


@cache
def _day_after(days: int, amount: int, unit: str) -> int:
    start = datetime.fromtimestamp(days * 86_400, UTC).date()
    if unit == "workday":
        end = start
        for _ in range(amount):
            end += timedelta(days=1)
            while end.weekday() > 4 or end in holidays(end.year):
                end += timedelta(days=1)
    elif unit == "month":
        end = _months_after(start, amount)
    else:
        end = start + timedelta(days=amount * (7 if unit == "week" else 1))
    return days + (end - start).days


def _months_after(start: date, amount: int) -> date:
    """The same day in a later month, or the last day of that month."""
    months = start.month - 1 + amount
    year, month = start.year + months // 12, months % 12 + 1
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    last = (first_of_next - timedelta(days=1)).day
    return date(year, month, min(start.day, last))


@cache
def holidays(year: int) -> frozenset[date]:
    """The recognised holidays (Algemene termijnenwet, art. 3) of a year."""
    easter = _easter(year)
    kings_day = date(year, 4, 27)
    if kings_day.weekday() == 6:
        kings_day -= timedelta(days=1)
    around = (easter + timedelta(days=offset) for offset in (-2, 1, 39, 50))
    fixed = [date(year, 1, 1), kings_day, date(year, 12, 25), date(year, 12, 26)]
    if year % 5 == 0:
        fixed.append(date(year, 5, 5))
    return frozenset({*fixed, *around})


def _easter(year: int) -> date:
    """Gregorian Easter Sunday (Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
