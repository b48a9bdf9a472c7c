"""Keys that come faster than screens open go where they were meant to go."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.message import Message
from textual.widgets import Input, TextArea

from screens.app import MhApp
from screens.hidden import Hidden
from screens.in_order import InOrder
from screens.stages.review import ReviewStage
from tests.screens.conftest import until

ALONE = {"\t": "tab", "\n": "enter", " ": "space"}


class Passed(Message):
    pass


class Hands(Container, can_focus=True):
    """Passes on what a widget in it told, as a message of its own, and takes its time."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("right", "turn", show=False)]

    def action_turn(self) -> None:
        self.post_message(Passed())

    async def on_passed(self, event: Passed) -> None:
        if event._sender is not self and isinstance(self.parent, Hands | App):
            event.stop()
            await asyncio.sleep(0.01)
            self.post_message(Passed())


class Chain(App[int]):
    """A choice whose field, group and page tell each other, until the page shows one more field."""

    def __init__(self) -> None:
        super().__init__()
        self.typing = InOrder(self, super().on_event)

    def compose(self) -> ComposeResult:
        with Hands(), Hands(), Hands(), Hands():
            yield Hands(id="choice")
        yield Input(id="hidden")
        yield Input(id="next")

    def on_mount(self) -> None:
        self.query_one("#hidden").display = False
        for hands in list(self.query(Hands))[:-1]:
            hands.can_focus = False
        self.query_one("#choice").focus()

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and not event.is_forwarded:
            self.typing.add(event)
        else:
            await super().on_event(event)

    def on_passed(self) -> None:
        self.query_one("#hidden").display = True


def burst(app: App[int], *keys: str) -> None:
    """All at once, as a remote desktop does: nothing is dealt with in between."""
    for key in keys:
        plain = len(key) == 1
        app.post_message(events.Key(ALONE.get(key, key), key if plain else None))


async def test_a_whole_signal_typed_in_one_burst_is_what_was_typed(office):
    async with office.open() as pilot:
        burst(pilot.app, "n", "n", "enter", " ", "down", " ", "f6", *"Drie paspoorten", "f6")
        await until(pilot, lambda: pilot.app.screen.query(ReviewStage))
        signal = pilot.app.screen.draft.signal
        assert signal["acute"] == "nee"
        assert len(signal["indicators"]) == 2
        assert signal["narrative"] == "Drie paspoorten"


async def test_a_passphrase_typed_after_a_name_never_lands_in_the_name(tmp_path):
    app = MhApp(tmp_path / "new")
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.current_mode == "setup" and app.focused is not None)
        burst(app, "enter", "enter", *"Anna", "enter", "enter")
        burst(app, *"een lange zin", "enter", *"een lange zin")
        await until(pilot, lambda: app.screen.query("#again Input"))
        await until(pilot, lambda: app.screen.query_one("#again").value == "een lange zin")
        assert app.screen.query_one("#first").value == "een lange zin"
        assert app.screen.answers.user == "Anna"


async def test_a_field_that_a_choice_brings_is_there_for_the_next_key():
    app = Chain()
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.focused)
        burst(app, "right", "tab", *"1-12")
        await until(pilot, lambda: app.query_one("#hidden", Input).value == "1-12")


async def test_hiding_does_not_wait_for_the_keys_before_it(office):
    async with office.open() as pilot:
        line = pilot.app.typing
        give, free = line._give, asyncio.Event()

        async def slow(event: events.Event) -> None:
            await free.wait()
            await give(event)

        line._give = slow
        burst(pilot.app, "n", "n", "f9")
        await until(pilot, lambda: isinstance(pilot.app.screen, Hidden))
        free.set()
        await until(pilot, lambda: line.is_empty)
        assert not line._line


async def test_the_screen_is_hidden_before_a_long_burst_of_letters_is_dealt_with(office):
    async with office.open() as pilot:
        app = pilot.app
        burst(app, "n", "n", "enter", "f6")
        area = await until(pilot, lambda: isinstance(app.focused, TextArea) and app.focused)
        burst(app, *"woord " * 500)
        await until(pilot, lambda: area.text)
        burst(app, "f9")
        await until(pilot, lambda: isinstance(app.screen, Hidden))
        assert len(area.text) < 1000
