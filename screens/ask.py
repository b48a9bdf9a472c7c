"""One question with a few answers, each a letter; Esc goes back and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from mh_tui.language import N_, _
from screens.keys import BACK, Key, bindings
from screens.page import Page
from screens.widgets.rows import Row, RowList


@dataclass(frozen=True, slots=True)
class Answer:
    """``letter`` chooses it; ``then`` runs after this page closed. ``label``: msgid."""

    letter: str
    label: str
    then: Callable[[], None]


class Ask(Page):
    """``title``, ``lines``: called where they are shown, so also after a change of language."""

    CSS_PATH = "ask.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(
        self,
        title: Callable[[], str],
        lines: Callable[[], Iterable[str]],
        answers: Sequence[Answer],
    ) -> None:
        super().__init__()
        self.question = title
        self.lines = lines
        self.answers = tuple(answers)

    def body(self) -> ComposeResult:
        yield Static(id="lines", markup=False)
        yield RowList(id="answers")

    def title_text(self) -> str:
        return self.question()

    def status_text(self) -> str:
        return _("Esc: back")

    def paint(self) -> None:
        self.query_one("#lines", Static).update(Content("\n".join(self.lines())))
        rows = [Row(one.letter, _(one.label), mark=one.letter) for one in self.answers]
        self.query_one(RowList).show(rows)
        self.query_one(RowList).focus()

    @on(RowList.Chosen)
    def chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self._answer(event.row.id)

    def on_key(self, event: events.Key) -> None:
        if event.character and any(one.letter == event.character for one in self.answers):
            event.stop()
            self._answer(event.character)

    def _answer(self, letter: str) -> None:
        if not self.was_seen(letter):
            return
        self.mh.back()
        next(one for one in self.answers if one.letter == letter).then()

    @classmethod
    def quit(cls, reasons: Callable[[], Sequence[str]], *, kept: bool = True) -> Ask:
        """Quit although something has not left this machine, or (not ``kept``) was not saved?"""

        def leave() -> None:
            page.mh.leave()

        def lines() -> list[str]:
            text = _("Nothing is lost: it is here when you open the program again.")
            return [*reasons(), "", text] if kept else [*reasons()]

        page = cls(
            lambda: _("Close the program?"),
            lines,
            [Answer("s", N_("Stay"), lambda: None), Answer("c", N_("Close"), leave)],
        )
        return page
