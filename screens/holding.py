"""An unlocked profile and the work that still uses it.

Locking closes the profile at once, or as soon as the last running job has ended: work that runs
keeps its connection to its end (TERMINAL.md 2.10).
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mh_tui.services.session import Session


class Holding:
    """One session; ``use`` around each job, ``end`` when the person leaves."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.running = 0
        self._ended = False
        self._guard = threading.Lock()

    @contextmanager
    def use(self) -> Iterator[Session]:
        with self._guard:
            self.running += 1
        try:
            yield self.session
        finally:
            with self._guard:
                self.running -= 1
                last = self._ended and self.running == 0
            if last:
                self.session.close()

    def end(self) -> bool:
        """Close now or after the last job; whether it is closed now."""
        with self._guard:
            self._ended = True
            idle = self.running == 0
        if idle:
            self.session.close()
        return idle

    def take_back(self) -> bool:
        """Whether a lock that still waits for a job is undone."""
        with self._guard:
            if self.running == 0:
                return False
            self._ended = False
            return True


class Asked:
    """A job that was asked for. ``held``: what it keeps open from then on, to its end."""

    def __init__(self, held: ExitStack) -> None:
        self.held = held
        self._waits = True
        self._guard = threading.Lock()

    def begin(self) -> bool:
        """Its thread begins; not where it was given up before that."""
        with self._guard:
            waited, self._waits = self._waits, False
        return waited

    def give_up(self) -> None:
        """The program ends: what has not begun never will, and keeps nothing open."""
        if self.begin():
            self.held.close()
