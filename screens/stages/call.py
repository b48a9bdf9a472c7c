"""Immediate danger: call first; then when, whom and the reference, with the clock filled in."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from mh_tui.language import N_, _
from mh_tui.services import drafting, form_model, questions
from screens.call_112 import instruction
from screens.stages.stage import Stage
from screens.widgets.choice import ChoiceField
from screens.widgets.field import TextField

AT = "call.at"


class CallStage(Stage):
    """Enter goes on; Esc loses nothing, and an open call never stops anybody."""

    ABOUT = N_("Call first. Writing it down can wait: you can also send the signal without it.")

    def compose(self) -> ComposeResult:
        call = self.draft.signal.get("call") or {}
        at = form_model.moment_text(call.get("at") or drafting.now().isoformat())
        at = self.draft.typed.get(AT, at)
        with VerticalScroll(can_focus=False):
            yield Static(instruction(self.entry.mh.config), id="card", markup=False)
            yield Static(Content.styled(_("When you have called:"), "bold"), id="after")
            yield TextField(AT, N_("Time of the call"), value=at, id="at")
            yield ChoiceField(
                "call.party", N_("Whom did you call?"), questions.PARTIES(),
                value=call.get("party", "112"), id="party",
            )  # fmt: skip
            yield TextField(
                "call.reference", N_("Reference you were given"),
                value=call.get("reference", ""), id="reference",
            )  # fmt: skip
            yield TextField(
                "call.none_because", N_("Not called? Why not"),
                value=call.get("none_because", ""), id="none",
            )  # fmt: skip

    def ready(self) -> None:
        self.query_one("#at", TextField).focus_input()

    @on(Input.Submitted)
    async def entered(self, event: Input.Submitted) -> None:
        event.stop()
        await self.entry.go_on()

    @on(TextField.Changed)
    @on(ChoiceField.Changed)
    def typed(self, event: TextField.Changed | ChoiceField.Changed) -> None:
        event.stop()
        self.entry.typing()

    def leave(self) -> bool:
        """A reason not to call takes the place of the call."""
        self.harvest()
        reason = (self.draft.signal.get("call") or {}).get("none_because")
        if reason:
            self.change("call", {"none_because": reason})
        return True

    def step_back(self) -> bool:
        self.harvest()
        return False

    def harvest(self) -> None:
        """All that stands in the fields, also half a time, and a reason beside a call."""
        at = self.query_one("#at", TextField).value.strip()
        moment = form_model.read_moment(at, drafting.now())
        draft = drafting.put(self.draft, "call", None)
        if moment is None:
            draft = drafting.put_typed(draft, AT, at)
        for path, value in (
            (AT, moment),
            ("call.party", self.query_one(ChoiceField).value if moment else ""),
            ("call.reference", self.query_one("#reference", TextField).value.strip()),
            ("call.none_because", self.query_one("#none", TextField).value.strip()),
        ):
            draft = drafting.put(draft, path, value) if value else draft
        self.entry.changed(draft)
