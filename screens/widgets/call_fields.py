"""When one called, whom, and the reference; or why not. The clock is filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from mh_tui.language import N_, _
from mh_tui.services import drafting, form_model, questions
from screens.widgets.choice import ChoiceField
from screens.widgets.field import TextField

NAMES = ("at", "reference", "none_because")
"""The text fields of a call."""


class CallFields(Vertical):
    """``call``: by name, as ``typed`` gives it; of nothing, now and 112."""

    DEFAULT_CSS = "CallFields { height: auto; }"

    def __init__(self, call: Mapping[str, str], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.given = dict(call)

    def compose(self) -> ComposeResult:
        now = form_model.moment_text(drafting.now().isoformat())
        given = self.given
        yield Static(Content.styled(_("When you have called:"), "bold"))
        yield TextField("at", N_("Time of the call"), value=given.get("at", now), id="at")
        yield ChoiceField(
            "party", N_("Whom did you call?"), questions.PARTIES(),
            value=given.get("party", "112"), id="party",
        )  # fmt: skip
        yield TextField(
            "reference", N_("Reference you were given"), value=given.get("reference", ""),
            id="reference",
        )  # fmt: skip
        yield TextField(
            "none_because", N_("Not called? Why not"), value=given.get("none_because", ""),
            id="none_because",
        )  # fmt: skip

    def typed(self) -> dict[str, str]:
        """All that stands in the fields, as it is."""
        texts = {name: self.query_one(f"#{name}", TextField).value for name in NAMES}
        return texts | {"party": self.query_one(ChoiceField).value}

    def focus_first(self) -> None:
        self.query_one("#at", TextField).focus_input()

    def call(self) -> dict[str, Any] | None:
        """A call as a signal has it; None where the time is none, which the field then says.

        A reason not to call takes the place of the call.
        """
        typed = {name: text.strip() for name, text in self.typed().items()}
        if typed["none_because"]:
            return {"none_because": typed["none_because"]}
        at = form_model.read_moment(typed["at"], drafting.now())
        if at is None:
            self.query_one("#at", TextField).complain(_("Give a time, such as 14:05."))
            return None
        known = {"at": at, "party": typed["party"], "reference": typed["reference"]}
        return {name: value for name, value in known.items() if value}
