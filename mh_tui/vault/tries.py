"""Wrong tries at the lock: counted, slowed down, and reported at the next unlock.

- A courtesy, not a defence: a copied folder is guessed offline (DESIGN, Vault).
- Counted in ``keys.json``, durable before the answer.
- The right passphrase ends the waiting; only the upper layer's record ends the count.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

FREE_TRIES = 2
LONGEST_WAIT = 60  # seconds


@dataclass(frozen=True, slots=True)
class Tries:
    """``slot``: 16 bytes, or None for names that no slot has. ``last_at``: ms since 1970.

    ``count``: since the last record; ``running``: since the last right passphrase.
    """

    slot: bytes | None
    count: int
    running: int
    last_at: int


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def add(tries: tuple[Tries, ...], slot: bytes | None) -> tuple[Tries, ...]:
    """One more wrong try at this slot."""
    old = _of(tries, slot)
    new = Tries(slot, old.count + 1, old.running + 1, now_ms())
    return (*(one for one in tries if one.slot != slot), new)


def settle(tries: tuple[Tries, ...], slot: bytes) -> tuple[Tries, ...]:
    """The right passphrase was given: no waiting any more."""
    return tuple(replace(one, running=0) if one.slot == slot else one for one in tries)


def recorded(tries: tuple[Tries, ...]) -> tuple[Tries, ...]:
    """The counts stand in the journal; the waiting of other slots goes on."""
    return tuple(replace(one, count=0) for one in tries if one.running and one.slot is not None)


def delay(running: int) -> int:
    """Seconds to wait after this many wrong tries: 0, 0, 1, 2, 4 … 60."""
    return 0 if running <= FREE_TRIES else min(LONGEST_WAIT, 2 ** min(running - 3, 6))


def wait_left(tries: tuple[Tries, ...], slot: bytes) -> int:
    """Whole seconds before the next try is looked at.

    A last try that lies in the future means that the clock was put back: nobody waits for that.
    """
    old = _of(tries, slot)
    passed = now_ms() - old.last_at
    if passed < 0:
        return 0
    return max(0, -((passed - 1000 * delay(old.running)) // 1000))


def _of(tries: tuple[Tries, ...], slot: bytes | None) -> Tries:
    return next((one for one in tries if one.slot == slot), Tries(slot, 0, 0, 0))
