"""A world that stands still: the clock, the time zone, random numbers and keys of every run alike.

- ``still(moment)`` holds for the code of ``mh_tui`` and ``screens`` only; nothing of Python or of
  pytest is touched but ``os.urandom``, and that only inside the ``with``.
- The zone is one hour from Greenwich, whatever the machine has: no snapshot depends on summer.
- Sticks and shares of this machine are not looked at.
"""

from __future__ import annotations

import hashlib
import os
import pkgutil
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519

import mh_tui
import screens
from mh_tui.journal import clock
from mh_tui.services import places
from mh_tui.vault import sealing
from screens import inbox
from tests import region as regions

ZONE = timezone(timedelta(hours=1))
NOT_LOADED = ("mh_tui.cli", "mh_tui.__main__", "mh_tui.reference")
"""Asks no clock, or (reference) reads its own types by name."""


class Clock:
    """In place of the module ``time``: it goes on only when somebody sets it."""

    def __init__(self, moment: str) -> None:
        self.set(moment)

    def set(self, moment: str) -> None:
        """``2026-11-24 16:40``, in ``ZONE``."""
        self.moment = datetime.fromisoformat(moment).replace(tzinfo=ZONE)

    def later(self, minutes: int) -> None:
        self.moment += timedelta(minutes=minutes)

    def time(self) -> float:
        return self.moment.timestamp()

    def time_ns(self) -> int:
        return int(self.moment.timestamp()) * 1_000_000_000

    def strftime(self, form: str) -> str:
        return self.moment.strftime(form)

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)


class Stopped(Clock):
    """For the screens also what counts seconds stands still."""

    def monotonic(self) -> float:
        return 1000.0


class _Alike(type):
    def __instancecheck__(cls, one: object) -> bool:
        return isinstance(one, cls.__mro__[1])


def moments(now: Clock) -> tuple[type[datetime], type[date]]:
    """``datetime`` and ``date`` as they are, but for what is now and where is here."""

    class Moment(datetime, metaclass=_Alike):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            here = cls.fromtimestamp(now.time(), tz or ZONE)
            return here if tz is not None else here.replace(tzinfo=None)

        @classmethod
        def fromtimestamp(cls, timestamp: float, tz: Any = None) -> Any:
            found = super().fromtimestamp(timestamp, tz or ZONE)
            return found if tz is not None else found.replace(tzinfo=None)

        def astimezone(self, tz: Any = None) -> Any:
            known = self if self.tzinfo is not None else self.replace(tzinfo=ZONE)
            return datetime.astimezone(known, tz or ZONE)

    class Day(date, metaclass=_Alike):
        @classmethod
        def today(cls) -> Any:
            return now.moment.date()

    return Moment, Day


class Seeded:
    """In place of ``os.urandom``: the same bytes in the same order."""

    def __init__(self, seed: str) -> None:
        self.seed = seed.encode()
        self.count = 0
        self.lock = threading.Lock()

    def __call__(self, size: int) -> bytes:
        with self.lock:
            self.count += 1
            start = self.seed + self.count.to_bytes(8, "big")
        return hashlib.shake_256(start).digest(size)


class _Ed25519PrivateKey(ed25519.Ed25519PrivateKey):
    @classmethod
    def generate(cls) -> ed25519.Ed25519PrivateKey:
        return ed25519.Ed25519PrivateKey.from_private_bytes(os.urandom(32))


def _new_pair() -> tuple[bytes, bytes]:
    private = os.urandom(sealing.PRIVATE_BYTES)
    return private, sealing.public_of(private)


def _modules() -> Iterator[ModuleType]:
    """Every module of the program: what is imported later would see the real clock."""
    for package in (mh_tui, screens):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.startswith(NOT_LOADED):
                yield import_module(found.name)
    yield sys.modules["screens"]


@contextmanager
def still(moment: str, seed: str = "") -> Iterator[Clock]:
    """Inside, now is ``moment``; the clock that is given moves it."""
    now, stopped = Clock(moment), Stopped(moment)
    stopped.__dict__ = now.__dict__
    moment_type, day_type = moments(now)
    with pytest.MonkeyPatch.context() as patch:
        for module in _modules():
            of_screen = module.__name__.startswith("screens.")
            for name, value in list(vars(module).items()):
                if value is time:
                    patch.setattr(module, name, stopped if of_screen else now)
                elif value is datetime:
                    patch.setattr(module, name, moment_type)
                elif value is date:
                    patch.setattr(module, name, day_type)
        patch.setattr(clock, "RELEASED_MS", 0)
        patch.setattr(os, "urandom", Seeded(seed))
        patch.setattr(sealing, "stretch", regions.quick)
        patch.setattr(sealing, "new_pair", _new_pair)
        patch.setattr(ed25519, "Ed25519PrivateKey", _Ed25519PrivateKey)
        patch.setattr(places, "found", list)
        patch.setattr(inbox, "READ_AFTER", 3600.0)
        yield now
