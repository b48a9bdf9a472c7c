"""One form of the program: how a test opens it, types into it, and what it then holds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from mh_tui.services import drafting
from mh_tui.services.session import Session
from screens.checklist import Checklist
from screens.kept import Form, filled_in
from screens.page import Page
from screens.signal_entry import SignalEntry
from screens.signals import Signals
from tests.screens.conftest import until

Step = Callable[[Pilot[Any]], Awaitable[Any]]


@dataclass
class Ready:
    """What a form is about: made by the test in the office it belongs to."""

    session: Session
    folder: Path
    about: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """``form``: the page; ``room``: how it is opened, "" where the keys of ``fill`` open it.

    ``holds``: a part of what it holds then; ``sees``: what a person reads. ``listed``: how home
    begins its line. ``again``: keys that show it on the page. ``left``: gone when one leaves the
    page, as a search is. ``stays``: Esc does not leave it, as something wrong stands there.
    """

    name: str
    form: type[Page]
    fill: Step
    holds: Mapping[str, Any]
    sees: str
    room: str = ""
    office: str = "focal"
    prepare: Callable[[Any, Ready], Mapping[str, Any]] = lambda at_work, ready: {}
    listed: str = ""
    again: tuple[str, ...] = ()
    left: bool = False
    stays: bool = False

    async def open(self, pilot: Pilot[Any], ready: Ready) -> None:
        """As it is opened from home, also when something was begun before."""
        if self.form is SignalEntry:
            pilot.app.go("entry", draft=drafting.listed(ready.session)[0].id)
        else:
            pilot.app.go(self.room, **ready.about)
        await self.comes(pilot)
        await pilot.press(*self.again)

    async def begin(self, pilot: Pilot[Any], ready: Ready) -> Page:
        """Open it from home and type."""
        if self.room:
            pilot.app.go(self.room, **ready.about)
            await until(pilot, lambda: getattr(pilot.app.screen, "_ready", True))
            await until(pilot, lambda: pilot.app.screen.focused is not None)
        await self.fill(pilot)
        return await self.comes(pilot)

    async def comes(self, pilot: Pilot[Any]) -> Page:
        """Wait until the page is there and has the focus."""

        def there() -> bool:
            screen = pilot.app.screen
            ready = isinstance(screen, self.form) and screen.focused is not None
            return ready and getattr(screen, "_ready", True)

        await until(pilot, there)
        page: Page = pilot.app.screen
        return page


def held(page: Page) -> dict[str, Any]:
    """What a page holds of what was typed into it."""
    if isinstance(page, SignalEntry):
        page.harvest()
        draft = page.draft
        return {**draft.signal, **{f"typed {key}": text for key, text in draft.typed.items()}}
    if isinstance(page, Checklist):
        return {"ticked": list(page.ticked)}
    if isinstance(page, Signals):
        return filled_in({"words": page.words, **page.chosen})
    assert isinstance(page, Form)
    return filled_in(page.gather())
