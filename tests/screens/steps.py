"""What a person does on the screens, as keys; shared by the tests of the entry."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.pilot import Pilot

from mh_tui.reference.indicators import indicators
from screens.home import Home
from screens.sent import SentPage
from screens.signal_entry import SignalEntry
from screens.widgets.answers import YES_NO
from screens.widgets.picker import TickList, found
from tests.screens.conftest import until, write


class Counted:
    """Presses keys and counts them."""

    def __init__(self, pilot: Pilot[Any]) -> None:
        self.pilot = pilot
        self.count = 0

    async def __call__(self, *keys: str) -> None:
        for key in keys:
            self.count += 1
            await self.pilot.press(key)


async def at(pilot: Pilot[Any], page: str) -> SignalEntry:
    """Wait until the entry shows this page with the focus in it."""
    app = pilot.app

    def there() -> SignalEntry | None:
        screen = app.screen
        if not isinstance(screen, SignalEntry) or screen.draft.page != page:
            return None
        stage = screen.stage
        return screen if stage is not None and screen.focused is not None else None

    entry = await until(pilot, there)
    assert isinstance(entry, SignalEntry)
    return entry


async def begin(pilot: Pilot[Any], acute: str = "n") -> Counted:
    """From home to the page after the acute question."""
    keys = Counted(pilot)
    await until(pilot, lambda: isinstance(pilot.app.screen, Home))
    await keys("n")
    await at(pilot, "acute")
    await keys(acute)
    return keys


async def choose_context(pilot: Pilot[Any], context: str) -> None:
    entry = await at(pilot, "context")
    stage: Any = entry.stage
    await pilot.press(str(stage.codes.index(context) + 1))
    await at(pilot, "indicators")


async def tick(pilot: Pilot[Any], wanted: Iterable[str]) -> None:
    """Tick these, found by searching for their label; answers 'no' where danger is asked again."""
    for one in wanted:
        entry = await at(pilot, "indicators")
        await write(pilot, shortest_search(one, str(entry.draft.signal["context"])))
        rows = entry.query_one(TickList)
        await until(pilot, lambda rows=rows, one=one: rows.current and rows.current.id == one)
        await pilot.press("space")
        await until(pilot, lambda entry=entry, one=one: one in entry.draft.signal["indicators"])
        if entry.draft.page == "acute":
            await pilot.press(YES_NO["nl"][1])
            await at(pilot, "indicators")
        else:
            await pilot.press("escape")


def shortest_search(one: str, context: str) -> str:
    """As few letters as bring this indicator to the top of the list."""
    data = indicators()
    label = data.indicator[one].label.replace(" ", "")
    for length in range(3, len(label)):
        hits = found(data, label[:length], context)
        if hits[0].id == one:
            return label[:length]
    return label


async def tell(pilot: Pilot[Any], text: str) -> None:
    await pilot.press("f6")
    await at(pilot, "seen")
    await write(pilot, text)
    await pilot.press("f6")
    await at(pilot, "review")


async def send(pilot: Pilot[Any], key: str = "enter") -> SentPage:
    await at(pilot, "review")
    await pilot.press(key)
    sent = await until(
        pilot, lambda: pilot.app.screen if isinstance(pilot.app.screen, SentPage) else None
    )
    assert isinstance(sent, SentPage)
    return sent
