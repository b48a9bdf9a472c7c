"""Search all commands: keys, rooms, theme and language; none but our own (TERMINAL.md 2.6)."""

from __future__ import annotations

import unicodedata
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from mh_tui.language import N_, _
from screens import themes
from screens.keys import BACK, Key, bindings
from screens.page import Page
from screens.rooms import ROOMS
from screens.widgets.field import PlainInput
from screens.widgets.rows import Row, RowList, nothing_found

LANGUAGE_NAMES = {"nl": "Nederlands", "en": "English"}


@dataclass(frozen=True, slots=True)
class Command:
    """``text`` is translated; ``run`` is called after the palette closed."""

    text: str
    key: str
    run: Callable[[], Awaitable[None] | None]


class Palette(Page):
    """Over the page ``about``."""

    CSS_PATH = "palette.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK,)
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(KEYS),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
    ]
    ABOUT = N_("Type a part of a command, choose with the arrows and press Enter.")

    def __init__(self, about: Page) -> None:
        super().__init__()
        self.about = about
        self.found: list[Command] = []

    def body(self) -> ComposeResult:
        yield PlainInput(id="words", compact=True)
        yield RowList(id="found")

    def title_text(self) -> str:
        return _("Commands")

    def status_text(self) -> str:
        return _("Esc: back")

    def paint(self) -> None:
        words = self.query_one("#words", PlainInput)
        words.placeholder = _("Type to search")
        words.focus()
        self._search(words.value)

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        event.stop()
        self._search(event.value)

    def _search(self, words: str) -> None:
        wanted = plain(words).split()
        self.found = [
            one for one in self.commands() if all(word in plain(one.text) for word in wanted)
        ]
        rows = [Row(str(n), one.text, right=one.key) for n, one in enumerate(self.found)]
        self.query_one(RowList).show(rows or [nothing_found()], keep=False)

    def action_move(self, step: int) -> None:
        self.query_one(RowList).action_move(step)

    @on(Input.Submitted)
    def entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one(RowList).action_choose()

    @on(RowList.Chosen)
    async def chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        command = self.found[int(event.row.id)]
        self.mh.back()
        result = command.run()
        if result is not None:
            await result

    def commands(self) -> Iterator[Command]:
        yield from self._of_page()
        yield from self._rooms()
        yield from self._looks()

    def _of_page(self) -> Iterator[Command]:
        page = self.about
        for key in (*page.shown_keys(),):
            if key.palette:
                yield Command(_(key.help), _(key.shown), lambda key=key: self._press(key))  # type: ignore[misc]

    def _press(self, key: Key) -> Awaitable[None] | None:
        return self.app.run_action(key.action, self.about)  # type: ignore[return-value]

    def _rooms(self) -> Iterator[Command]:
        session = self.mh.session
        for name, room in ROOMS.items():
            if room.letter and session is not None and session.person.role in room.roles:
                yield Command(_(room.label), room.letter, lambda name=name: self.mh.go(name))  # type: ignore[misc]

    def _looks(self) -> Iterator[Command]:
        for name, label in themes.LABELS.items():
            text = _("Colours: {name}").format(name=_(label))
            yield Command(text, "", lambda name=name: self.mh.choose_theme(name))  # type: ignore[misc]
        for lang, label in LANGUAGE_NAMES.items():
            text = _("Language: {name}").format(name=label)
            yield Command(text, "", lambda lang=lang: self.mh.choose_language(lang))  # type: ignore[misc]


def plain(text: str) -> str:
    """For searching: without case and accents."""
    return "".join(
        char
        for char in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(char)
    )
