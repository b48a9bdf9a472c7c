"""Practising: the list of invented cases, and which of them this person did.

- A line tells place and situation, never what it is about.
- Nothing is recorded and nothing is sent; which cases were done is a setting of this person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from mh_tui.language import N_, _
from mh_tui.reference.indicators import indicators
from mh_tui.services import practice
from mh_tui.services.practice import Line
from screens.choose import Choose, Options
from screens.keys import BACK, Key, bindings
from screens.page import Page, Place
from screens.rooms import ANSWERERS, COORDINATOR, HANDLERS
from screens.widgets.edges import Edges
from screens.widgets.rows import Row, RowList

WHERE = Key("practice.where", "f7", "where", N_("Place"),
            N_("Only the cases of one place: front desk, home visit, street…"), "ctrl+t",
            footer=11, palette=True, priority=True)  # fmt: skip
BANNER = N_("practice: nothing is recorded")
"""Stands in the header of every page on which one practises."""


class PracticePage(Page):
    """``context``: whose cases are shown, "" for all."""

    CSS_PATH = "practice.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, WHERE)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    HIDDEN_APP_KEYS = frozenset({"app.exchange"})
    ABOUT = N_(
        "A case is a short invented story from a place where you work. You answer as you would in a"
        " signal; then you see what was in the story and what would happen next. It takes a few"
        " minutes. Nothing is recorded or sent, and nobody sees your answers. Only which cases you"
        " did is remembered, for you alone."
    )

    def __init__(self, context: str = "") -> None:
        super().__init__()
        self.context = context
        self.begun: dict[str, Mapping[str, Any]] = {}
        """Cases that were left half-way: what each is opened with again."""
        self.lines: Sequence[Line] = ()

    def body(self) -> ComposeResult:
        yield Static(id="about", markup=False)
        yield Edges(id="head")
        yield RowList(id="cases")
        yield Static(id="training", markup=False)

    def title_text(self) -> str:
        return _("Practise")

    def status_text(self) -> str:
        return _(BANNER)

    def place(self) -> Place:
        return Place("practice", {"context": self.context})

    def on_screen_resume(self) -> None:
        if self.lines and self.mh.session is not None:
            self.paint()

    def paint(self) -> None:
        session, context = self.session, self.context
        self.lines = self.attempt(lambda: practice.lines(session, context)) or ()
        self.query_one("#about", Static).update(Content.styled(self._intro(), "$mh-quiet"))
        head = self.query_one("#head", Edges)
        head.left = Content.assemble((_("Where: "), "$mh-quiet"), (self._where(), "bold"))
        head.right = Content.styled(self._counted(), "$mh-quiet")
        self.query_one("#training", Static).update(Content.styled(self._training(), "$mh-quiet"))
        cases = self.query_one(RowList)
        cases.show(list(self._rows()))
        fresh = [one.id for one in self.lines if not one.done]
        cases.select(next((one for one in fresh if one in self.begun), next(iter(fresh), "")))
        cases.focus()

    def _intro(self) -> str:
        text = _("An invented story, a few minutes. Nobody sees what you answer.")
        role = self.session.person.role
        if role in HANDLERS:
            text += " " + _("After looking back you decide what you do with the signal.")
        elif role in COORDINATOR:
            text += " " + _("In some stories you then decide what the region does with it.")
        return text

    def _where(self) -> str:
        return indicators().contexts[self.context].label if self.context else _("everywhere")

    def _counted(self) -> str:
        finished = sum(one.done for one in self.lines)
        return _("{count} of {all} done").format(count=finished, all=len(self.lines))

    def _rows(self) -> Iterator[Row]:
        for number, (context, lines) in enumerate(groupby(self.lines, lambda one: one.context)):
            gap = "\n" if number else ""
            label = indicators().contexts[context].label
            yield Row(f"head:{context}", gap + label, tone="head")
            for one in lines:
                yield Row(one.id, one.text, self._state(one), "✓" if one.done else " ")

    def _state(self, line: Line) -> str:
        if line.id in self.begun:
            return _("begun")
        return _("done") if line.done else ""

    def _training(self) -> str:
        if self.session.person.role in ANSWERERS:
            return _("Training for teams: RIEC, CoMensha, FairWork, SIM. Tell your colleagues.")
        return _("Training for teams: RIEC, CoMensha, FairWork, SIM. Ask your focal point.")

    # -- what a person does -----------------------------------------------------------

    @on(RowList.Chosen)
    def chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        case = event.row.id
        args = self.begun.pop(case, {"case": case, "context": self.context})
        self.mh.go("practice_case", **args)

    def action_where(self) -> None:
        self.app.push_screen(Choose(N_("Where?"), places, self._choose, self.context or ALL))

    def _choose(self, context: str) -> None:
        self.context = "" if context == ALL else context
        self.paint()


ALL = "all"


def places() -> Options:
    """All places, and each."""
    each = [(one.id, one.label) for one in indicators().contexts.values()]
    return [(ALL, _("Everywhere")), *each]
