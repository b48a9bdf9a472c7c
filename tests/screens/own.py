"""A profile of a test's own, whose people and passphrases it may change.

Argon2id is replaced by something quick: these tests are about something else.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from mh_tui.services.session import Session
from mh_tui.vault import sealing
from screens.app import MhApp
from screens.unlock import Unlock
from screens.walking import WORK
from screens.widgets.field import TextField
from tests import region
from tests.screens.conftest import Office, make_office, press, until, write

NEW = "een splinternieuwe zin"


def own_office(home: Path, patch: pytest.MonkeyPatch, role: str = "desk") -> Office:
    """Anna's, unlocked; the app that gets it really closes it."""
    patch.setattr(sealing, "stretch", region.quick)
    made = make_office(home, role)
    made.session.__class__ = Session
    return made


@asynccontextmanager
async def at_lock(home: Path) -> AsyncIterator[Pilot[Any]]:
    """The app at its lock, ready to type."""
    app = MhApp(home, "nl")
    async with app.run_test(size=(80, 24)) as pilot:
        pilot.press = partial(press, pilot)  # type: ignore[method-assign]
        await ready(pilot)
        yield pilot
        app.leave()


async def ready(pilot: Pilot[Any]) -> None:
    """The lock has its fields, and knows how many people there are."""

    def there() -> bool:
        page = pilot.app.screen
        return isinstance(page, Unlock) and page.unfolded and bool(page.query("#name Input"))

    await until(pilot, there)
    await pilot.app.workers.wait_for_complete()
    await until(pilot, lambda: pilot.app.focused)


async def unlock(pilot: Pilot[Any], passphrase: str, name: str = "") -> None:
    """Give name and passphrase at the lock; what comes of it is the test's to see."""
    if name:
        field = pilot.app.screen.query_one("#name", TextField)
        await until(pilot, lambda: field.display)
        field.value = ""
        field.focus_input()
        await write(pilot, name)
        await pilot.press("enter")
    await write(pilot, passphrase)
    await pilot.press("enter")


async def opened(pilot: Pilot[Any]) -> Session:
    """Wait until the work is in sight, with every page that was open before."""
    app = pilot.app
    await until(pilot, lambda: app.current_mode == WORK and app.focused)
    await until(pilot, lambda: all(page.is_mounted and page._session for page in app.pages()))
    session = app.session
    assert isinstance(session, Session)
    return session


async def locked(pilot: Pilot[Any]) -> None:
    """F12, and wait for the lock."""
    await pilot.press("f12")
    await ready(pilot)
