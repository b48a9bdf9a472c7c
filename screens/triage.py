"""Triage of a received signal: danger asked again, whose task, whose area; then why.

- One question at a time, one letter an answer; with danger the instruction to call comes first.
- F7 goes back; what was answered is kept, also over a lock.
"""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input, Static

from mh_tui.language import N_, _, current
from mh_tui.reference.route import route
from mh_tui.services import dossier
from screens.call_112 import instruction
from screens.kept import Form
from screens.keys import BACK, NEXT, PREVIOUS, Key, bindings
from screens.page import Place
from screens.widgets.field import TextField
from screens.widgets.rows import Row, RowList

STEPS = ("acute", "task", "territory", "reason")
LETTERS = {"nl": "jnw", "en": "ynk"}
QUESTIONS = {
    "acute": N_("Is there immediate danger now?"),
    "task": N_("Is this a task of the municipality?"),
    "territory": N_("Is it about your own municipality?"),
    "reason": N_("Is there something to add?"),
}
HELP = {
    "task": N_("Safety, permits, care, registration: yes. Only a criminal case: no."),
    "territory": N_("No: hand it on to the focal point of the municipality it is about."),
    "reason": N_("In a few words. With an answer 'no' say why."),
}
CALLED = N_("Write when you called, whom, and the reference.")
ANSWERS = (("yes", N_("Yes")), ("no", N_("No")), ("unknown", N_("I do not know")))
ACUTE = {"yes": "ja", "no": "nee", "unknown": "weet_niet"}


class Triage(Form):
    """``signal``, ``sender``: as the dossier has them."""

    CSS_PATH = "triage.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, NEXT, PREVIOUS)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    HIDDEN_APP_KEYS = frozenset({"app.exchange"})
    ABOUT = N_(
        "You answer again whether there is danger: much can change between the desk and you."
        " One key answers. Nothing of this leaves your office."
    )

    def __init__(self, signal: str, sender: str = "") -> None:
        super().__init__()
        self.signal_id = signal
        self.sender = sender
        self.answers: dict[str, str] = {}
        self.step = STEPS[0]

    def body(self) -> ComposeResult:
        yield Static(id="question", markup=False)
        yield RowList(id="answers")
        yield TextField("reason", N_("Reason"), id="reason")
        yield Static(id="given", markup=False)

    def title_text(self) -> str:
        return _("Assess on receipt")

    def status_text(self) -> str:
        place = STEPS.index(self.step) + 1
        return _("{n} of {count}").format(n=place, count=len(STEPS))

    def place(self) -> Place:
        return Place("triage", {"signal": self.signal_id, "sender": self.sender})

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "previous":
            return self.step != STEPS[0]
        return action != "next" or self.step == "reason" or self.step in self.answers

    def about(self) -> dict[str, str]:
        return {"signal": self.signal_id}

    def gather(self) -> dict[str, Any]:
        return {**self.answers, "step": self.step} if any(self.answers.values()) else {}

    # -- what it shows ----------------------------------------------------------------

    def paint(self) -> None:
        if self.filled:
            kept, self.filled = self.filled, {}
            self.step = str(kept.pop("step", STEPS[0]))
            self.answers = {key: str(value) for key, value in kept.items()}
            self.query_one("#reason", TextField).value = self.answers.get("reason", "")
        self._question()
        self._answers()
        self.query_one("#given", Static).update(self._given())
        self.paint_frame()

    def _question(self) -> None:
        lines = [Content.styled(_(QUESTIONS[self.step]), "bold")]
        if self.step == "acute":
            lines.append(Content.styled(route().decisions["D1"].help, "$mh-quiet"))
        else:
            lines.append(Content.styled(_(HELP[self.step]), "$mh-quiet"))
        if self.step == "reason" and self.answers.get("acute") == "yes":
            lines.append(Content.styled(_(CALLED), "$mh-look"))
        if self.step == "task" and self.answers.get("acute") == "yes":
            lines = [instruction(self.mh.config), Content(""), *lines]
        elif self.step == "task" and self.answers.get("acute") == "unknown":
            lines = [Content.styled(route().acute.unknown, "$mh-look"), Content(""), *lines]
        self.query_one("#question", Static).update(Content("\n").join(lines))

    def _answers(self) -> None:
        rows, reason = self.query_one(RowList), self.query_one("#reason", TextField)
        rows.display, reason.display = self.step != "reason", self.step == "reason"
        if self.step == "reason":
            reason.focus_input()
            return
        letters = LETTERS[current()]
        shown = [
            Row(code, _(label), mark=letter)
            for letter, (code, label) in zip(letters, ANSWERS, strict=True)
        ]
        rows.show(shown, keep=False)
        rows.select(self.answers.get(self.step, "no" if self.step == "acute" else "yes"))
        rows.focus()

    def _given(self) -> Content:
        """What was answered until now."""
        labels = dict(ANSWERS)
        lines = [
            Content.assemble(
                (f"{_(QUESTIONS[step])} ", "$mh-quiet"), (_(labels[self.answers[step]]), "bold")
            )
            for step in STEPS[: STEPS.index(self.step)]
            if step in self.answers
        ]
        return Content("\n").join(lines)

    # -- what a person does -----------------------------------------------------------

    @on(RowList.Chosen)
    def chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self._answer(event.row.id)

    def on_key(self, event: events.Key) -> None:
        if self.step == "reason" or not event.character:
            return
        for letters in LETTERS.values():
            if event.character in letters:
                event.stop()
                self._answer(ANSWERS[letters.index(event.character)][0])
                return

    def _answer(self, code: str) -> None:
        self.answers[self.step] = code
        self._go(1)

    def _go(self, by: int) -> None:
        self.step = STEPS[STEPS.index(self.step) + by]
        self.changed()
        self.paint()

    @on(TextField.Changed)
    def typed(self, event: TextField.Changed) -> None:
        event.stop()
        self.answers["reason"] = event.field.value

    @on(Input.Submitted)
    def entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_next()

    def action_previous(self) -> None:
        if self.step != STEPS[0]:
            self._go(-1)

    def action_next(self) -> None:
        if self.step != "reason":
            if self.step in self.answers:
                self._go(1)
            return
        if "no" in (self.answers["task"], self.answers["territory"]) and not self._reason():
            self.query_one("#reason", TextField).complain(_("Say in a few words why not."))
            return
        if self.attempt(self._recorded, {"reason": _("Reason")}):
            self.finished()
            self.mh.back()

    def _reason(self) -> str:
        return self.answers.get("reason", "").strip()

    def _recorded(self) -> bool:
        dossier.triage(
            self.session,
            self.signal_id,
            acute=ACUTE[self.answers["acute"]],
            task=_flag(self.answers["task"]),
            territory=_flag(self.answers["territory"]),
            reason=self._reason(),
        )
        return True


def _flag(code: str) -> bool | None:
    return {"yes": True, "no": False}.get(code)
