"""The app opened on one of the busy offices, and what a person sees of it.

- Each opening has a fresh copy of the profile: no look at a screen changes what the next one sees.
- ``settled`` waits until nothing moves any more; ``painted`` is what reaches the terminal, after
  the last filter; ``text_of`` and ``marked`` write it down, without and with its colours.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import chain
from pathlib import Path
from string import ascii_letters
from typing import Any

import pytest
from rich.cells import cell_len
from rich.style import Style
from textual.pilot import Pilot
from textual.strip import Strip

from mh_tui import language
from mh_tui.services import places, sending, trust_view
from mh_tui.services import session as sessions
from mh_tui.services.session import Session
from screens import kept, signals
from screens.app import MhApp
from screens.hidden import Hidden
from screens.unlock import Unlock
from screens.walking import LOCK, SETUP
from screens.wizard_step import Step
from tests import region as regions
from tests.screens import busy
from tests.screens.busy import Busy
from tests.screens.conftest import dealt_with, press, refreshed, until
from tests.screens.still import still

SMALL, WIDE = (80, 24), (120, 40)
WORK = "work"
LOOK = 0.004  # seconds between two looks; Textual paints 120 times a second


@dataclass
class Scene:
    """An app that is open. ``ids``: what the busy offices call their things."""

    pilot: Pilot[Any]
    ids: dict[str, Any]
    folder: Path
    words: busy.Words

    @property
    def app(self) -> Any:
        return self.pilot.app

    async def show(
        self, size: tuple[int, int] = SMALL, lang: str = "nl", palette: str = "dark"
    ) -> None:
        """The same screen at this size, in this language and these colours."""
        app = self.app
        if tuple(app.size) != size:
            await self.pilot.resize_terminal(*size)
        if language.current() != lang:
            await app.choose_language(lang)
            if isinstance(app.screen, Hidden):
                app.screen.on_screen_resume()
        if app.theme != f"mh-{palette}":
            app.use_theme(palette)
        await settled(self.pilot)


Come = Callable[[Scene], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A screen in the gallery: on whose profile, and how one comes there.

    ``start``: work (unlocked, at home), lock, or setup (no profile yet).
    """

    name: str
    office: str
    come: tuple[Come, ...] = ()
    start: str = WORK
    words: busy.Words = field(default=busy.natural)

    @property
    def rooms(self) -> tuple[str, ...]:
        """The rooms it goes through."""
        return tuple(room for step in self.come if (room := getattr(step, "room", "")))


@asynccontextmanager
async def opened(shown: Shown, made: Busy, palette: str = "dark") -> AsyncIterator[Scene]:
    """The screen as somebody comes to it, in Dutch, on a copy of the office's profile."""
    with (
        tempfile.TemporaryDirectory() as temporary,
        still(busy.NOW, shown.name),
        pytest.MonkeyPatch.context() as patch,
    ):
        folder = Path(temporary)
        _elsewhere(patch, made, shown.words)
        home = folder / "profile"
        session = None
        if shown.start != SETUP:
            shutil.copytree(made.home(shown.office), home)
        if shown.start == WORK:
            session = sessions.open_session(
                home, user=shown.words(f"user_{shown.office}"), passphrase=regions.PASSPHRASE
            )
        app = MhApp(home, "nl", session)
        app._first_theme(palette)
        try:
            async with app.run_test(size=SMALL) as pilot:
                pilot.press = partial(press, pilot)  # type: ignore[method-assign]
                ids = made.ids | {"card": str(made.folder / "card.mhcard")}
                scene = Scene(pilot, ids, folder, shown.words)
                await _begun(scene, shown.start)
                for step in shown.come:
                    await step(scene)
                    await settled(pilot)
                try:
                    yield scene
                finally:
                    app.leave()
        finally:
            if session is not None:
                Session.close(session)
            language.use("nl")


def _elsewhere(patch: pytest.MonkeyPatch, made: Busy, words: busy.Words) -> None:
    """A stick and a share that are there; no environment that changes colours."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM"):
        patch.delenv(name, raising=False)
    patch.setattr(kept, "PAUSE", 0.001)
    patch.setattr(signals, "PAUSE", 0.001)
    found = [
        places.Found(Path(busy.STICK), places.STICK),
        places.Found(Path("/media", words("stick")), places.STICK),
        places.Found(Path(busy.SHARE), places.SHARE),
    ]
    patch.setattr(places, "found", lambda: found)
    patch.setattr(sending, "_is_there", lambda path: str(path) != busy.SHARE)
    real = trust_view.cards_in
    patch.setattr(trust_view, "cards_in", lambda session, _places: real(session, [made.folder]))


async def _begun(scene: Scene, start: str) -> None:
    app = scene.app
    if start == WORK:
        await until(scene.pilot, lambda: app.pages() and app.screen is app.pages()[0])
        await until(scene.pilot, lambda: app.screen.view is not None)
    elif start == LOCK:
        await until(scene.pilot, lambda: isinstance(app.screen, Unlock) and app.screen.unfolded)
        await until(scene.pilot, lambda: app.screen.query("#passphrase Input"))
    else:
        await until(scene.pilot, lambda: app.screen.query(Step))
    await settled(scene.pilot)


async def settled(pilot: Pilot[Any], seconds: float = 10) -> None:
    """Wait until no work runs, no message waits and nothing is to be painted, twice over."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    quiet = 0
    while quiet < 2:
        await dealt_with(pilot)
        await refreshed(pilot)
        await asyncio.sleep(LOOK)
        quiet = 0 if _moves(pilot.app) else quiet + 1
        if loop.time() > end:
            pytest.fail("it does not come to rest:\n" + text_of(painted(pilot.app)))


def _moves(app: Any) -> bool:
    screen = app.screen
    return (
        any(not one.is_finished for one in app.workers)
        or bool(screen._dirty_widgets or screen._compositor._dirty_regions)
        or screen._layout_required
        or screen._repaint_required
    )


# -- what is seen ---------------------------------------------------------------------


def painted(app: Any) -> list[Strip]:
    """What would reach the terminal, line by line."""
    strips: list[Strip] = app.screen._compositor.render_strips()
    return strips


def lines_of(strips: Iterable[Strip]) -> list[str]:
    """The lines to the full width."""
    return ["".join(one.text for one in strip).replace(os.sep, "/") for strip in strips]


def text_of(strips: Iterable[Strip]) -> str:
    """The lines without what is empty at their ends."""
    return "\n".join(line.rstrip() for line in lines_of(strips)).rstrip("\n") + "\n"


def marked(strips: Iterable[Strip]) -> str:
    """Under each line a letter a cell for its style, and below what each letter stands for.

    What most of the text looks like has no letter; of a space only its background counts.
    """
    lines = [[(one.text, _in_words(one.style)) for one in strip] for strip in strips]
    counts: Counter[tuple[str, str]] = Counter()
    for text, style in chain.from_iterable(lines):
        counts[style] += len(text) - text.count(" ")
    letters = dict.fromkeys(counts.most_common(1)[0][0], " ")
    rows: list[str] = []
    for line in lines:
        marks = ""
        for text, (letter, space) in line:
            for char in text:
                looks = space if char == " " else letter
                mark = letters.setdefault(looks, ascii_letters[len(letters) - 2])
                marks += mark * cell_len(char)
        rows.append("  " + "".join(text for text, _style in line).replace(os.sep, "/").rstrip())
        rows += ["~ " + marks.rstrip()] if marks.strip() else []
    legend = [f"{letter} {style}" for style, letter in letters.items()]
    return "\n".join(rows).rstrip() + "\n\n" + "\n".join(legend) + "\n"


@lru_cache(4096)
def _in_words(style: Style | None) -> tuple[str, str]:
    """What a letter looks like, and what a space."""
    if style is None:
        return "as the terminal", "blank"
    fore, back = (
        one.triplet.hex if one is not None and one.triplet is not None else "own"
        for one in (style.color, style.bgcolor)
    )
    names = ("bold", "dim", "italic", "underline", "reverse", "blink", "strike")
    extras = [name for name in names if getattr(style, name)]
    whole = " ".join([f"{fore} on {back}", *extras])
    seen = style.underline or style.reverse or style.strike
    return whole, whole if seen else f"on {back}"
