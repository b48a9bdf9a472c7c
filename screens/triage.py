"""Triage of a received signal: danger asked again, whose task, whose area; then why.

- One question at a time, one letter an answer, and none is given beforehand; with danger one
  calls first, then says whether, whom and when.
- Whoever says 'no' where the reporter said 'yes' says why before anything else.
- What the signal itself says about the question stands with it, and the story below.
- F7 goes back; what was answered is kept, also over a lock.
"""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from mh_tui.language import N_, _
from mh_tui.reference.route import route
from mh_tui.services import dossier, dossier_view, form_model
from mh_tui.signals import record
from screens.call_112 import instruction
from screens.kept import Form
from screens.keys import BACK, NEXT, PREVIOUS, Key, bindings
from screens.page import Place
from screens.safe import safe, shown
from screens.widgets.answers import Answers, yes_no
from screens.widgets.call_fields import CallFields
from screens.widgets.field import TextField
from screens.widgets.rows import RowList

STEPS = ("acute", "calm", "call", "task", "territory", "reason")
"""In order; ``call`` only with danger, ``calm`` only where the reporter saw it otherwise."""
TEXTS = ("calm", "reason")
"""Steps with a text."""
WRITTEN = ("call", *TEXTS)
"""Steps with fields instead of answers."""
QUESTIONS = {
    "acute": N_("Is there immediate danger now?"),
    "calm": N_("The reporter said yes. Why is there no immediate danger now?"),
    "task": N_("Is this a task of the municipality?"),
    "territory": N_("Is it about your own municipality?"),
    "reason": N_("Is there something to add?"),
}
HELP = {
    "calm": N_("In a few words: what you know that the reporter did not. This is needed."),
    "task": N_("Safety, permits, care, registration: yes. Only a criminal case: no."),
    "territory": N_("No: hand it on to the focal point of the municipality it is about."),
    "reason": N_("In a few words. With an answer 'no' say why."),
}
ANSWERS = (("yes", N_("Yes")), ("no", N_("No")), ("unknown", N_("I do not know")))
ACUTE = {"yes": "ja", "no": "nee", "unknown": "weet_niet"}


class Triage(Form):
    """``signal``, ``sender``: as the dossier has them."""

    CSS_PATH = "triage.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, NEXT, PREVIOUS)
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(KEYS),
        Binding("pagedown", "read(1)", show=False, priority=True),
        Binding("pageup", "read(-1)", show=False, priority=True),
    ]
    HIDDEN_APP_KEYS = frozenset({"app.exchange"})
    ABOUT = N_(
        "You answer again whether there is danger: much can change between the desk and you."
        " One letter answers. Page Down reads on in the story. Nothing of this leaves your office."
    )

    def __init__(self, signal: str, sender: str = "") -> None:
        super().__init__()
        self.signal_id = signal
        self.sender = sender
        self.answers: dict[str, str] = {}
        self.step = STEPS[0]
        self.loaded: dossier_view.Loaded | None = None

    def body(self) -> ComposeResult:
        yield Static(id="question", markup=False)
        yield Answers(id="answers")
        yield CallFields(self.filled.get("call", {}), id="call")
        for step in TEXTS:
            yield TextField(step, N_("Reason"), id=step)
        yield Static(id="given", markup=False)
        with VerticalScroll(id="story", can_focus=False):
            yield Static(id="text", markup=False)

    @property
    def steps(self) -> tuple[str, ...]:
        """Those that are asked after the answers of now."""
        acute = self.answers.get("acute")
        left_out = {"call"} if acute != "yes" else set()
        if acute != "no" or not self._was_danger:
            left_out.add("calm")
        return tuple(step for step in STEPS if step not in left_out)

    @property
    def _was_danger(self) -> bool:
        """Whether the reporter said that there is."""
        return self.loaded is not None and self.loaded.shown.get("acute") == "ja"

    def title_text(self) -> str:
        return _("Assess on receipt")

    def status_text(self) -> str:
        place = self.steps.index(self.step) + 1
        if place == 1:  # the answer decides how many there are
            return _("step {n}").format(n=1)
        return _("{n} of {count}").format(n=place, count=len(self.steps))

    def place(self) -> Place:
        return Place("triage", {"signal": self.signal_id, "sender": self.sender})

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "previous":
            return self.step != STEPS[0]
        return action != "next" or self.step in WRITTEN or self.step in self.answers

    def about(self) -> dict[str, str]:
        return {"signal": self.signal_id}

    def gather(self) -> dict[str, Any]:
        self._take()
        if not any(self.answers.values()):
            return {}
        call = self.query_one(CallFields).typed() if "call" in self.steps else {}
        return {**self.answers, "step": self.step, "call": call}

    # -- what it shows ----------------------------------------------------------------

    def paint(self) -> None:
        if self.filled:
            kept, self.filled = self.filled, {}
            self.step = str(kept.pop("step", STEPS[0]))
            kept.pop("call", None)
            self.answers = {key: str(value) for key, value in kept.items()}
            for step in TEXTS:
                self.query_one(f"#{step}", TextField).value = self.answers.get(step, "")
        if self.loaded is None:
            sender = bytes.fromhex(self.sender) if self.sender else None
            load = lambda: dossier_view.load(self.session, self.signal_id, sender)  # noqa: E731
            self.loaded = self.attempt(load)
        if self.step not in self.steps:  # what it was about is no longer here
            self.step = STEPS[0]
        self.query_one("#question", Static).update(self._question())
        self._answers()
        self.query_one("#given", Static).update(self._given())
        story = self.loaded.shown.get("narrative", "") if self.loaded is not None else ""
        self.query_one("#story").display = bool(story) and self.step != "call"
        self.query_one("#text", Static).update(shown(story, lines=True))
        self.paint_frame()

    def _question(self) -> Content:
        if self.step == "call":
            return instruction(self.mh.config)
        lines = [Content.styled(_(QUESTIONS[self.step]), "bold")]
        hint = route().decisions["D1"].help if self.step == "acute" else _(HELP[self.step])
        lines.append(Content.styled(hint, "$mh-quiet"))
        if self.step == "task" and self.answers.get("acute") == "unknown":
            lines = [Content.styled(route().acute.unknown, "$mh-look"), Content(""), *lines]
        told = self._told()
        if told:
            label = _("The signal says: ")
            lines += [Content(""), Content.assemble((label, "$mh-quiet"), (safe(told), "bold"))]
        return Content("\n").join(lines)

    def _told(self) -> str:
        if self.loaded is None:
            return ""
        return dossier_view.told(self.loaded, self.step, self.session.keys.card.organisation)

    def _answers(self) -> None:
        rows, call = self.query_one("#answers", Answers), self.query_one(CallFields)
        rows.display, call.display = self.step not in WRITTEN, self.step == "call"
        for step in TEXTS:
            self.query_one(f"#{step}").display = self.step == step
        if self.step in TEXTS:
            self.query_one(f"#{self.step}", TextField).focus_input()
        elif self.step == "call":
            call.focus_first()
        else:
            labels = {code: _(label) for code, label in ANSWERS}
            rows.ask(labels, yes_no(), self.answers.get(self.step, ""))
            rows.focus()

    def _given(self) -> Content:
        """What was answered until now."""
        labels = dict(ANSWERS)
        lines = [
            Content.assemble(
                (f"{_(QUESTIONS[step])} ", "$mh-quiet"), (_(labels[self.answers[step]]), "bold")
            )
            for step in self.steps[: self.steps.index(self.step)]
            if step in self.answers and step not in WRITTEN
        ]
        if self._not_called and self.step != "call":
            lines.append(Content.styled(f"! {form_model.not_called()}", "bold $mh-late"))
        return Content("\n").join(lines)

    @property
    def _not_called(self) -> bool:
        """There is danger, and neither the reporter nor we called."""
        if (
            "call" not in self.steps
            or self.step == "acute"
            or self.query_one(CallFields).call().get("party")
        ):
            return False
        told = self.loaded.shown if self.loaded is not None else {}
        return record.nobody_called({"acute": "ja", "call": told.get("call")})

    # -- what a person does -----------------------------------------------------------

    @on(RowList.Chosen)
    def chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self._answer(event.row.id)

    @on(Answers.Unanswered)
    def unanswered(self, event: Answers.Unanswered) -> None:
        event.stop()
        self.tell(event.answers.hint(), "look")

    def _answer(self, code: str) -> None:
        self.answers[self.step] = code
        self._go(1)

    def _go(self, by: int) -> None:
        self.step = self.steps[self.steps.index(self.step) + by]
        self.changed()
        self.paint()

    def _take(self) -> None:
        """What stands in the text of this step: of a burst of keys the news may still be coming."""
        if self.step in TEXTS:
            self.answers[self.step] = self.query_one(f"#{self.step}", TextField).value

    @on(TextField.Changed)
    def typed(self, event: TextField.Changed) -> None:
        event.stop()
        self.answers[event.field.path] = event.field.value

    @on(CallFields.Changed)
    def called(self, event: CallFields.Changed) -> None:
        event.stop()
        self.changed()

    @on(CallFields.Unanswered)
    def not_said(self, event: CallFields.Unanswered) -> None:
        event.stop()
        self.tell(event.hint, "look")

    @on(CallFields.Done)
    def call_written(self, event: CallFields.Done) -> None:
        event.stop()
        self.action_next()

    def action_read(self, way: int) -> None:
        """On in the story, or back."""
        story = self.query_one("#story")
        story.scroll_relative(y=way * max(1, story.size.height - 1), animate=False)

    @on(Input.Submitted)
    def entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_next()

    def action_previous(self) -> None:
        if self.step != STEPS[0]:
            self._go(-1)

    def action_next(self) -> None:
        self._take()
        if self.step == "reason":
            self._record()
        elif self.step == "call":
            if not self.query_one(CallFields).complaint():
                self._go(1)
        elif self.step == "calm" and not self._text("calm"):
            self._complain(_("Say in a few words why there is no danger."))
        elif self.step in self.answers:
            self._go(1)

    def _record(self) -> None:
        if "no" in (self.answers["task"], self.answers["territory"]) and not self._text("reason"):
            self._complain(_("Say in a few words why not."))
        elif self.attempt(self._recorded, _labels()):
            self.finished()
            self.mh.back()

    def _complain(self, text: str) -> None:
        """Under the text of this step."""
        self.query_one(f"#{self.step}", TextField).complain(text)

    def _text(self, step: str) -> str:
        return self.answers.get(step, "").strip() if step in self.steps else ""

    def _recorded(self) -> bool:
        dossier.triage(
            self.session,
            self.signal_id,
            acute=ACUTE[self.answers["acute"]],
            task=_flag(self.answers["task"]),
            territory=_flag(self.answers["territory"]),
            reason="; ".join(filter(None, map(self._text, TEXTS))),
            call=(self.query_one(CallFields).call() or None) if "call" in self.steps else None,
        )
        return True


def _flag(code: str) -> bool | None:
    return {"yes": True, "no": False}.get(code)


def _labels() -> dict[str, str]:
    """What the fields are called when one of them is refused."""
    reference, reason = _("Reference you were given"), _("Why not? (may stay empty)")
    return {"reason": _("Reason"), "call.reference": reference, "call.none_because": reason}
