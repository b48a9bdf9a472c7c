"""Immediate danger: call first. Then whether one called, when, whom and the reference.

Nothing is a call before a person says so; without an answer the signal has none, and every page
from here on says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from mh_tui.language import N_
from mh_tui.services import drafting, moments
from screens.call_112 import instruction
from screens.stages.stage import Stage
from screens.widgets.call_fields import CALLED, EMERGENCY, NOT_YET, OTHER, CallFields

AT = "call.at"


class CallStage(Stage):
    """One letter says whether one called; Esc loses nothing, and an open call stops nobody."""

    ABOUT = N_(
        "Call first. Then one letter says whether you called. Writing it down can wait: you can"
        " also go on with F6 and send the signal without it."
    )

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield Static(instruction(self.entry.mh.config), id="card", markup=False)
            yield CallFields(filled_in(self.draft), id="call")

    @property
    def fields(self) -> CallFields:
        return self.query_one(CallFields)

    def ready(self) -> None:
        self.fields.focus_first()

    @on(CallFields.Done)
    async def entered(self, event: CallFields.Done) -> None:
        event.stop()
        await self.entry.go_on()

    @on(CallFields.Unanswered)
    def unanswered(self, event: CallFields.Unanswered) -> None:
        event.stop()
        self.entry.tell(event.hint, "look")

    @on(CallFields.Changed)
    def typed(self, event: CallFields.Changed) -> None:
        event.stop()
        self.entry.typing()

    def leave(self) -> bool:
        self.harvest()
        return not self.fields.complaint()

    def step_back(self) -> bool:
        self.harvest()
        return False

    def harvest(self) -> None:
        """What is answered now; half a time is kept, and is no answer yet."""
        call = self.fields.call()
        draft = drafting.put(self.draft, "call", call)
        if call.get("party") and not call.get("at"):
            draft = drafting.put_typed(draft, AT, self.fields.typed()["at"])
        self.entry.changed(draft)


def filled_in(draft: drafting.SignalDraft) -> Mapping[str, str]:
    """What the fields hold of the call of this draft."""
    call: Mapping[str, Any] = draft.signal.get("call") or {}
    at = draft.typed.get(AT) or (moments.moment_text(call["at"]) if call.get("at") else "")
    texts = {name: str(call[name]) for name in ("reference", "none_because") if call.get(name)}
    party = call.get("party")
    if call.get("none_because"):
        return {"answer": NOT_YET, **texts}
    if not party and not at:
        return texts
    other = {} if party == EMERGENCY else {"party": str(party or "")}
    return {"answer": OTHER if other else CALLED, "at": at, **other, **texts}
