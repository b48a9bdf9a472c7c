"""Time that survives wrong clocks: a hybrid logical clock (DESIGN, Time).

- A value is milliseconds since 1970 UTC, times 65,536, plus a counter.
- A new entry is later than every entry of its subject that its author has seen.
- The wall clock is never taken earlier than the release or the newest own entry,
  and far-future entries of others do not move it.
- A fold asks no clock: times outside 2020..2120 are set aside by fixed limits.
"""

from __future__ import annotations

import time as _time
from datetime import UTC, datetime

from mh_tui import RELEASED_MS

TICKS = 1 << 16
DAY_MS = 86_400_000
EARLIEST = int(datetime(2020, 1, 1, tzinfo=UTC).timestamp() * 1000) * TICKS
_LAST_MS = int(datetime(9999, 12, 31, tzinfo=UTC).timestamp() * 1000)
LATEST = int(datetime(2120, 1, 1, tzinfo=UTC).timestamp() * 1000) * TICKS


def wall_ms() -> int:
    """Now, by this machine's clock, but never before the program's own release.

    Nor so late that our own words would be set aside: a clock in 2500 costs nothing either.
    """
    return min(max(int(_time.time() * 1000), RELEASED_MS), to_ms(LATEST) - 366 * DAY_MS)


def believable(value: int) -> bool:
    return EARLIEST <= value < LATEST


def to_ms(value: int) -> int:
    return value // TICKS


def next_time(now_ms: int, newest_own: int, newest_of_subject: int) -> int:
    """The clock value of a new entry.

    ``newest_own`` and ``newest_of_subject`` are clock values, 0 where there is none. An own
    entry that a far-future subject pulled ahead (by more than a day) does not move the clock
    of other subjects.
    """
    value = max(now_ms, RELEASED_MS) * TICKS
    if newest_own >= value and newest_own < value + DAY_MS * TICKS:
        value = newest_own + 1
    if newest_of_subject >= value:
        value = newest_of_subject + 1
    # Whoever writes at the very last moment must not push our words over the edge.
    return min(value, LATEST - 1)


def show_iso(ms: int) -> str:
    """UTC, to the second, as in every JSON answer; what no calendar holds becomes its edge."""
    ms = min(max(ms, 0), _LAST_MS)
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
