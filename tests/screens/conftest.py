"""The app under Pilot, by keys only, on a small profile that really exists.

Argon2 is paid once a module: ``office`` keeps an unlocked profile and gives it to each app.
Wait for a state with ``until``, never for a time.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual import events, screen
from textual._compositor import Compositor
from textual.css import stylesheet
from textual.pilot import Pilot

from mh_tui import language
from mh_tui.services import session as sessions
from mh_tui.services import setup
from mh_tui.services.session import Session
from screens import page
from screens.app import MhApp

PASSPHRASE = "een lange zin om te openen"
USER = "Anna"


class Kept(Session):
    """A session that an app may end without closing the profile under the next test."""

    def close(self) -> None:
        pass


@dataclass
class Office:
    """A profile folder with one user, and how a test opens the app on it."""

    home: Path
    session: Session
    user: str = USER
    passphrase: str = PASSPHRASE
    code: str = ""

    def reopen(self) -> Session:
        """Unlock again after a test that really closed the profile."""
        self.session = sessions.open_session(self.home, user=None, passphrase=self.passphrase)
        self.session.__class__ = Kept
        return self.session

    @asynccontextmanager
    async def open(
        self, *, size: tuple[int, int] = (80, 24), lang: str = "nl"
    ) -> AsyncIterator[Pilot[Any]]:
        """The app, unlocked and at home."""
        app = MhApp(self.home, lang, self.session)
        async with app.run_test(size=size) as pilot:
            pilot.press = partial(press, pilot)  # type: ignore[method-assign]
            await until(pilot, lambda: app.pages() and app.screen is app.pages()[0])
            yield pilot


async def until(pilot: Pilot[Any], holds: Callable[[], Any], seconds: float = 10) -> Any:
    """Wait for a state; the result of ``holds``, or a failure that shows the screen."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    wait = 0.001
    while True:
        await asyncio.sleep(wait)
        wait = min(2 * wait, 0.01)
        found = holds()
        if found:
            return found
        if loop.time() > end:
            pytest.fail(f"never came to it; the screen says:\n{text_of(pilot)}")


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Keys one by one, each after the one before was dealt with.

    Pilot's own way waits until the whole process is idle, which costs 60 ms a key.
    """
    for key in keys:
        pilot.app.simulate_key(key)
        await dealt_with(pilot)


async def dealt_with(pilot: Pilot[Any]) -> None:
    """Wait until app, screen and focused widget have emptied their queues, twice over."""
    app = pilot.app
    for _round in range(2):
        await in_order(pilot)
        for pump in (app, app.screen, app.focused or app.screen):
            if not pump.is_running:
                continue
            done = asyncio.Event()
            pump.call_next(done.set)
            with contextlib.suppress(TimeoutError):  # a widget that went meanwhile never answers
                await asyncio.wait_for(done.wait(), 0.05)


async def refreshed(pilot: Pilot[Any]) -> None:
    """Wait until the screen is painted, and for what was left until then, such as to scroll."""
    done = asyncio.Event()
    if pilot.app.screen.call_after_refresh(done.set):
        with contextlib.suppress(TimeoutError):  # no page that is on top now
            await asyncio.wait_for(done.wait(), 1)


async def in_order(pilot: Pilot[Any]) -> None:
    """Wait until the line of keys of our app is empty."""
    typing = getattr(pilot.app, "typing", None)
    if typing is None:
        return
    done = asyncio.Event()
    pilot.app.post_message(events.Callback(callback=done.set))
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(done.wait(), 0.05)
    if not typing.is_empty:
        await asyncio.wait({typing._task}, timeout=5)


async def write(pilot: Pilot[Any], text: str) -> None:
    """A text typed into what has the focus."""
    for char in text:
        pilot.app.post_message(events.Key({" ": "space", "\n": "enter"}.get(char, char), char))
    await dealt_with(pilot)


async def shows(pilot: Pilot[Any], text: str) -> None:
    """Wait until the screen says this, however it is wrapped."""
    await until(pilot, lambda: text in " ".join(text_of(pilot).split()))


def text_of(pilot: Pilot[Any]) -> str:
    """What the screen shows, line by line, as a person would read it."""
    screen = pilot.app.screen
    strips = screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


def make_office(home: Path, role: str = "desk", organisation: str = "hoorn") -> Office:
    created = setup.create(
        home, role=role, organisation=organisation, name=None, user=USER, passphrase=PASSPHRASE
    )
    created.session.__class__ = Kept
    return Office(home, created.session, code=created.recovery_code)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory):
    """A desk of Hoorn with the user Anna."""
    made = make_office(tmp_path_factory.mktemp("office") / "profile")
    yield made
    Session.close(made.session)


@pytest.fixture(autouse=True)
def dutch():
    """Each test begins in Dutch."""
    language.use("nl")
    yield
    language.use("nl")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What costs time and is no part of what a person sees.

    Textual parses all its CSS anew for each app and page, paints each change for nobody, and waits
    a sixtieth of a second before it does; what is final waits for somebody who reads.
    """
    monkeypatch.setattr(stylesheet, "parse", _parsed)
    monkeypatch.setattr(Compositor, "render_update", _unpainted)
    monkeypatch.setattr(screen, "UPDATE_PERIOD", 1 / 120)
    monkeypatch.setattr(page, "IN_SIGHT", -math.inf)


def _unpainted(compositor: Compositor, **_given: Any) -> None:
    compositor._dirty_regions.clear()


_parse = stylesheet.parse
_rules: dict[tuple[Any, ...], list[Any]] = {}


def _parsed(
    scope: str, css: str, read_from: Any, *, variable_tokens: Any = None, **given: Any
) -> list[Any]:
    """The rules of this text; the same text with the same colours gives the same ones."""
    colours = {name: tuple(one.value for one in tokens) for name, tokens in variable_tokens.items()}
    key = (scope, css, read_from, tuple(sorted(given.items())), tuple(sorted(colours.items())))
    if key not in _rules:
        _rules[key] = list(_parse(scope, css, read_from, variable_tokens=variable_tokens, **given))
    return _rules[key]
