"""Choose one of a list: arrows and Enter, or type a part of it; Esc changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from mh_tui.language import N_, _
from screens.keys import BACK, Key, bindings
from screens.page import Page
from screens.palette import plain
from screens.safe import safe
from screens.widgets.field import PlainInput
from screens.widgets.rows import Row, RowList, nothing_found

Options = Sequence[tuple[str, str]]
"""(id, label) pairs; labels may be data: they are made safe here."""


class Choose(Page):
    """``title``: msgid. ``options`` is called again when the language changes.

    ``then`` gets the chosen id after this page closed.
    """

    CSS_PATH = "choose.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK,)
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(KEYS),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("pagedown", "leap(1)", show=False, priority=True),
        Binding("pageup", "leap(-1)", show=False, priority=True),
    ]
    ABOUT = N_("Type a part of what you look for, choose with the arrows and press Enter.")

    def __init__(
        self,
        title: str,
        options: Callable[[], Options],
        then: Callable[[str], None],
        chosen: str = "",
    ) -> None:
        super().__init__()
        self.heading = title
        self.options = options
        self.then = then
        self.chosen = chosen

    def body(self) -> ComposeResult:
        yield PlainInput(id="words", compact=True)
        yield RowList(id="found")

    def title_text(self) -> str:
        return _(self.heading)

    def status_text(self) -> str:
        return _("Esc: back")

    def paint(self) -> None:
        words = self.query_one("#words", PlainInput)
        words.placeholder = _("Type to search")
        words.focus()
        self._search(words.value)
        self.query_one(RowList).select(self.chosen)

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        event.stop()
        self._search(event.value)

    def _search(self, words: str) -> None:
        wanted = plain(words).split()
        rows = [
            Row(code, safe(label), mark="●" if code == self.chosen else " ")
            for code, label in self.options()
            if all(word in plain(label) for word in wanted)
        ]
        self.query_one(RowList).show(rows or [nothing_found()], keep=False)

    def action_move(self, step: int) -> None:
        self.query_one(RowList).action_move(step)

    def action_leap(self, step: int) -> None:
        self.query_one(RowList).action_page(step)

    @on(Input.Submitted)
    def entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one(RowList).action_choose()

    @on(RowList.Chosen)
    def took(self, event: RowList.Chosen) -> None:
        event.stop()
        self.mh.back()
        self.then(event.row.id)
