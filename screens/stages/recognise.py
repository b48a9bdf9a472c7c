"""What one recognises: the checklist of the context, inside the entry."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from mh_tui.language import N_
from mh_tui.reference.indicators import indicators
from screens.stages.stage import Stage
from screens.widgets.picker import Picker


class RecogniseStage(Stage):
    """Space ticks, letters search, Tab shows all; no tick at all is fine."""

    ABOUT = N_(
        "Tick what you recognise with the space bar. Type to search in all indicators; Tab shows"
        " all. You may go on without any. The advice is advice: you decide."
    )

    def compose(self) -> ComposeResult:
        signal = self.draft.signal
        yield Picker(str(signal.get("context", "")), tuple(signal.get("indicators") or ()), signal)

    def ready(self) -> None:
        self.query_one(Picker).focus_list()

    @on(Picker.Ticked)
    async def ticked(self, event: Picker.Ticked) -> None:
        event.stop()
        self.change("indicators", list(event.ticked))
        one = indicators().indicator[event.id]
        if one.acute_prompt and event.id in event.ticked:
            await self.asking.ask_acute_again()

    def step_back(self) -> bool:
        return self.query_one(Picker).clear_search()
