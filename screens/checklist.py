"""The indicators on their own: to think with, without a signal; a signal can be begun from it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from mh_tui.language import N_, _
from mh_tui.reference.indicators import indicators
from mh_tui.services import drafting
from screens.keys import BACK, Key, bindings
from screens.page import Page, Place
from screens.widgets.picker import Picker

BEGIN = Key("checklist.begin", "f6", "begin", N_("Signal"),
            N_("Start a signal with what you ticked"), "ctrl+s", footer=10, palette=True,
            priority=True)  # fmt: skip
WHERE = Key("checklist.where", "f7", "where", N_("Place"),
            N_("The short list of another place: front desk, home visit, street…"), "ctrl+t",
            footer=11, palette=True, priority=True)  # fmt: skip


class Checklist(Page):
    """``context``: whose short list comes first."""

    CSS_PATH = "checklist.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, BEGIN, WHERE)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    ABOUT = N_(
        "Read what an indicator means and what else it can be. Ticking here records nothing: it"
        " only shows the advice. F6 starts a signal with what you ticked."
    )

    def __init__(self, context: str = "", ticked: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.context = context
        self.ticked = ticked
        self.contexts: list[str] = []

    def body(self) -> ComposeResult:
        yield Vertical(id="holder")

    def title_text(self) -> str:
        label = indicators().contexts[self.context].label if self.context else ""
        return _("Indicators · {context}").format(context=label) if label else _("Indicators")

    def status_text(self) -> str:
        return _("nothing is recorded")

    def place(self) -> Place | None:
        return Place("checklist", {"context": self.context, "ticked": self.ticked})

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        from screens.rooms import ROOMS

        return action != "begin" or self.session.person.role in ROOMS["entry"].roles

    def paint(self) -> None:
        session = self.session
        self.contexts = self.attempt(lambda: drafting.contexts(session)) or []
        if not self.context and self.contexts:
            self.context = self.contexts[0]
        self.call_next(self._fill)

    async def _fill(self) -> None:
        holder = self.query_one("#holder")
        await holder.remove_children()
        picker = Picker(self.context, self.ticked)
        await holder.mount(picker)
        picker.focus_list()
        self.paint_frame()

    @on(Picker.Ticked)
    def picked(self, event: Picker.Ticked) -> None:
        event.stop()
        self.ticked = event.ticked

    async def action_where(self) -> None:
        at = self.contexts.index(self.context) + 1
        self.context = self.contexts[at % len(self.contexts)]
        await self._fill()

    def action_begin(self) -> None:
        self.mh.replace("entry", ticked=self.ticked, context=self.context)

    async def action_back(self) -> None:
        if not self.query_one(Picker).clear_search():
            await super().action_back()
