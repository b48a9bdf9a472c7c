"""Did you call? Then whom, when and the reference, with the clock filled in; or why not.

- Nothing counts as a call before a person says that there was one: without an answer, or with
  'not yet', there is none.
- The fields of another answer keep what was typed in them, and are not shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from mh_tui.language import N_, _, current
from mh_tui.services import drafting, moments, questions
from screens.widgets.answers import Answers
from screens.widgets.choice import ChoiceField
from screens.widgets.field import TextField
from screens.widgets.rows import RowList

EMERGENCY, ELSE = "112", "anders"
"""Whom one called: ids of route.toml, codes.called_party."""
CALLED, OTHER, NOT_YET = "called", "other", "not_yet"
ANSWERS = {
    CALLED: N_("Yes, 112"), OTHER: N_("Yes, someone else"), NOT_YET: N_("Not yet"),
}  # fmt: skip
LETTERS = {"nl": "jan", "en": "ysn"}
FIELDS = {
    CALLED: ("at", "reference"), OTHER: ("party", "at", "reference"), NOT_YET: ("none_because",),
}  # fmt: skip
"""What is asked after each answer, in order."""
FIRST = {CALLED: "at", OTHER: "party", NOT_YET: "none_because"}


class CallFields(Vertical):
    """``given``: as ``typed`` gives it; of nothing, nothing is answered."""

    DEFAULT_CSS = """
    CallFields { height: auto; }
    CallFields > Static { height: auto; }
    CallFields > #called { margin-bottom: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "field(1)", show=False),
        Binding("up", "field(-1)", show=False),
    ]

    class Changed(Message):
        """Another answer, or something else was typed or chosen."""

    class Done(Message):
        """Enter in one of the fields."""

    class Unanswered(Message):
        """Enter on the question, before an answer. ``hint``: which letters there are."""

        def __init__(self, hint: str) -> None:
            super().__init__()
            self.hint = hint

    def __init__(self, given: Mapping[str, str], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.given = dict(given)
        self.answer = self.given.get("answer", "")

    def compose(self) -> ComposeResult:
        given = self.given
        yield Static(Content.styled(_("Did you call?"), "bold"))
        yield Answers(id="called")
        others = {code: label for code, label in questions.PARTIES().items() if code != EMERGENCY}
        yield ChoiceField(
            "call.party", N_("Whom did you call?"), others, value=given.get("party", ELSE),
            id="party",
        )  # fmt: skip
        for name, label in (
            ("at", N_("Time of the call")),
            ("reference", N_("Reference you were given")),
            ("none_because", N_("Why not? (may stay empty)")),
        ):
            yield TextField(
                f"call.{name}", label, value=given.get(name, ""), id=name, anew=name == "at"
            )
        yield Static(id="not-yet", markup=False)

    def on_mount(self) -> None:
        labels = {code: _(text) for code, text in ANSWERS.items()}
        self.query_one(Answers).ask(labels, LETTERS[current()], self.answer)
        text = _("Nobody has called yet. Call 112 as soon as you can. Enter: go on without.")
        self.query_one("#not-yet", Static).update(Content.styled(f"! {text}", "bold $mh-late"))
        self._show()

    def _show(self) -> None:
        asked = FIELDS.get(self.answer, ())
        for name in ("party", "at", "reference", "none_because"):
            self.query_one(f"#{name}").display = name in asked
        self.query_one("#not-yet").display = self.answer == NOT_YET

    def focus_first(self) -> None:
        """The question, or the first field of what was answered."""
        if self.answer:
            self._field(FIRST[self.answer]).focus_input()
        else:
            self.query_one(Answers).focus()

    def _field(self, name: str) -> TextField | ChoiceField:
        found = self.query_one(f"#{name}")
        assert isinstance(found, (TextField, ChoiceField))
        return found

    def _text(self, name: str) -> TextField:
        return self.query_one(f"#{name}", TextField)

    # -- what a person does -----------------------------------------------------------

    @on(RowList.Chosen)
    def answered(self, event: RowList.Chosen) -> None:
        """With a yes the clock is filled in: it is the moment at which one says it."""
        event.stop()
        self.answer = event.row.id
        at = self._text("at")
        if self.answer != NOT_YET and not at.value.strip():
            at.value = moments.moment_text(drafting.now().isoformat())
        self._show()
        self.focus_first()
        self.post_message(self.Changed())

    @on(Answers.Unanswered)
    def unanswered(self, event: Answers.Unanswered) -> None:
        event.stop()
        self.post_message(self.Unanswered(event.answers.hint()))

    @on(TextField.Changed)
    @on(ChoiceField.Changed)
    def typing(self, event: TextField.Changed | ChoiceField.Changed) -> None:
        event.stop()
        self.post_message(self.Changed())

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter" and not self.query_one(Answers).has_focus:
            event.stop()
            if self._called_after_all():
                return
            self.post_message(self.Done())

    def action_field(self, by: int) -> None:
        if by > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    # -- what it holds ----------------------------------------------------------------

    def typed(self) -> dict[str, str]:
        """The answer and all that stands in the fields, as it is."""
        texts = {
            name: self._text(name).value.strip() for name in ("at", "reference", "none_because")
        }
        party = self.query_one(ChoiceField).value
        return {"answer": self.answer, "party": party, **texts}

    def _called_after_all(self) -> bool:
        """The letter of a yes where the reason belongs: who says 'j' there has just called."""
        letter = self._text("none_because").value.strip().lower()
        said = dict(zip(LETTERS[current()], ANSWERS, strict=True)).get(letter)
        if self.answer != NOT_YET or said in (None, NOT_YET):
            return False
        self._text("none_because").value = ""
        self.query_one(Answers).select(str(said))
        self.query_one(Answers).action_choose()
        return True

    def complaint(self) -> bool:
        """Whether the time is none; then the field says so, and has the focus."""
        if self._called_after_all():
            return True
        at = self._text("at")
        wrong = self.answer in (CALLED, OTHER) and self._moment() is None
        if wrong:
            at.complain(_("Give a time, such as 14:05."))
            at.focus_input()
        return wrong

    def _moment(self) -> str | None:
        return moments.read_moment(self._text("at").value, drafting.now())

    def call(self) -> dict[str, Any]:
        """What there is of a call, as a signal has it; of none only the reason."""
        typed = self.typed()
        known: dict[str, str | None] = {}
        if self.answer == NOT_YET:
            known["none_because"] = typed["none_because"]
        elif self.answer:
            party = EMERGENCY if self.answer == CALLED else typed["party"] or ELSE
            known = {"at": self._moment(), "party": party, "reference": typed["reference"]}
        return {name: value for name, value in known.items() if value}
