"""All of a signal with the mouse alone, but for the words themselves."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from mh_tui.projection.listing import Filter
from mh_tui.services import reading
from screens.home import Home
from screens.sent import SentPage
from tests.screens.conftest import refreshed, text_of, until, write
from tests.screens.steps import at


async def click(pilot: Pilot[Any], text: str) -> None:
    """Click in the middle of the first place where this text stands."""
    await refreshed(pilot)
    for y, line in enumerate(text_of(pilot).splitlines()):
        if text in line:
            x = line.index(text) + len(text) // 2
            await pilot.click(offset=(x, y))
            return
    raise AssertionError(f"{text!r} is not in sight:\n{text_of(pilot)}")


async def test_a_signal_is_recorded_with_the_mouse(office):
    async with office.open() as pilot:
        await click(pilot, "Nieuw signaal")
        await at(pilot, "acute")
        await click(pilot, "Nee")
        await at(pilot, "context")
        await click(pilot, "Straat")
        entry = await at(pilot, "indicators")
        await click(pilot, "[ ]")
        await until(pilot, lambda: entry.draft.signal["indicators"])
        await click(pilot, "F6 Verder")
        await at(pilot, "seen")
        await write(pilot, "Zag het met eigen ogen")
        await click(pilot, "F6 Verder")
        await at(pilot, "review")
        await click(pilot, "[ Verstuur ]")
        await until(pilot, lambda: isinstance(pilot.app.screen, SentPage))
        await click(pilot, "Enter Begin")
        await until(pilot, lambda: isinstance(pilot.app.screen, Home))
    (line,) = reading.page(office.session, Filter())[0]
    assert line.context == "straat"


async def test_the_footer_hides_the_screen_and_shows_whom_to_call(office):
    async with office.open() as pilot:
        await click(pilot, "F2 112")
        await until(pilot, lambda: "Bel 112" in text_of(pilot) or "BEL 112" in text_of(pilot))
        await click(pilot, "F9 Verberg")
        await until(pilot, lambda: "mh_tui" not in text_of(pilot))
