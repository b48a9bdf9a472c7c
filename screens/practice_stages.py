"""Pages of a practice case that a signal has not: looking back, deciding, and 'do not call now'.

- What one did not see is told with the words it rests on; nothing is counted or marked.
- The two sentences stand on the look back as they do on the checklist.
"""

from __future__ import annotations

from collections.abc import Iterator

from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from mh_tui.language import N_, _
from mh_tui.reference.indicators import indicators
from mh_tui.reference.practice import Case, Choice
from mh_tui.services import practice
from mh_tui.services.practice import Found, Level, LookBack
from screens.call_112 import instruction
from screens.stages.stage import Stage
from screens.widgets.advice import ALWAYS
from screens.widgets.parts import Part, Parts
from screens.widgets.rows import Row, RowList

GAP = Part("", "")
WIDE, NARROW = 16, 4
"""Cells of the label before a text, and of the mark before an indicator."""


def story(case: Case, *, marked: bool = False) -> Content:
    """The story under its place; ``marked`` underlines what the expected indicators rest on."""
    where = _("{context}, {municipality}. An invented story.").format(
        context=indicators().contexts[case.context].label, municipality=case.municipality
    )
    text = Content(case.story)
    for clue in case.clues.values() if marked else ():
        start = case.story.index(clue.quote)
        text = text.stylize("bold underline", start, start + len(clue.quote))
    return Content.assemble((where, "$mh-quiet"), "\n", text)


class NotReallyStage(Stage):
    """Danger was answered with yes: what one would see, and that this is practice."""

    ABOUT = N_("In a signal you would call now. Here you only read what you would see then.")

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="card"):
            yield Static(id="text", markup=False)

    def on_mount(self) -> None:
        parts = [
            Content.styled(_("PRACTICE: do not call now."), "bold $mh-look"),
            Content(_("In reality you would first see this, before anything is written down:")),
            instruction(self.asking.mh.config),
            Content.styled(_("Enter: go on"), "$mh-quiet"),
        ]
        self.query_one("#text", Static).update(Content("\n\n").join(parts))

    def ready(self) -> None:
        self.query_one("#card").focus()

    async def on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            await self.screen.run_action("next")


class LookStage(Stage):
    """``acute``, ``ticked``: what was answered."""

    ABOUT = N_(
        "Read with the arrows what was in the story and what you saw of it. The advice is advice:"
        " someone else may read the same story in another way."
    )

    def __init__(self, case: Case, acute: str, ticked: tuple[str, ...]) -> None:
        super().__init__()
        self.case, self.acute, self.ticked = case, acute, ticked

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="look"):
            yield Parts(id="danger", label_width=WIDE)
            yield Parts(id="found", label_width=NARROW)
            yield Parts(id="rest", label_width=WIDE)

    def on_mount(self) -> None:
        view = practice.look_back(self.case, self.acute, self.ticked)
        self.query_one("#danger", Parts).show(danger(self.case, view))
        self.query_one("#found", Parts).show(found(self.case, view))
        self.query_one("#rest", Parts).show(rest(self.case, view))

    def ready(self) -> None:
        self.query_one("#look").focus()

    async def on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            await self.screen.run_action("next")


def danger(case: Case, view: LookBack) -> Iterator[Part]:
    """The answer to the acute question, beside what we would say."""
    said = _("You said: {answer}. {remark}")
    yield Part("", case.title, "bold")
    yield GAP
    text = said.format(answer=view.said.lower(), remark=view.remark)
    yield Part(_("Immediate danger"), text, "look" if view.missed_danger else "")
    yield Part(" ", case.acute_why)
    yield GAP


def found(case: Case, view: LookBack) -> Iterator[Part]:
    """What one ticked and did not tick, with the words of the story or the ordinary reason."""
    yield from _section(_("You saw this"), "✓", view.seen)
    yield from _section(_("You did not tick this"), "!", view.missed)
    yield from _section(_("This can be read in it too"), "✓", view.also)
    yield from _section(_("We do not read this in the story"), "·", view.beside)
    if view.beside:
        yield Part(" ", _("Do you see it all the same? Then you may tick it."), "quiet")
        yield GAP
    if not case.clues:
        yield Part("", _("There is no indicator that you should have seen."), "bold")
        yield GAP


def _section(title: str, mark: str, indicators: tuple[Found, ...]) -> Iterator[Part]:
    if not indicators:
        return
    yield Part("", title, "bold")
    for one in indicators:
        yield Part(f"{mark:>2}", one.label)
        if one.quote:
            yield Part(" ", f"“{one.quote}”", "quiet")
        else:
            yield Part(" ", _("Can be ordinary: {text}").format(text=one.ordinary), "quiet")
    if mark == "!" and not all(one.short for one in indicators):
        text = _("Not each of these is on the short list: Tab shows all, or type a part of it.")
        yield Part(" ", text, "quiet")
    if mark != "·":
        yield GAP


def rest(case: Case, view: LookBack) -> Iterator[Part]:
    """The advice, what would happen, what to remember, and the two sentences."""
    if view.same_advice:
        yield Part(_("Advice"), _level(view.own))
        yield Part(" ", _("That is what we expect too."))
    else:
        yield Part(_("Your advice"), _level(view.own))
        expected = _("{level}. It then says: “{reasons}”")
        reasons = " ".join(view.advice.reasons)
        yield Part(_("We expect"), expected.format(level=view.advice.label, reasons=reasons))
    yield Part(_("Why"), case.why)
    yield GAP
    yield Part(_("Mind this"), case.distractor)
    yield Part(_("What happens next"), case.next)
    yield Part(_("Who takes part"), ", ".join(practice.involved(case)))
    yield GAP
    yield Part(_("Remember"), case.learn, "bold")
    yield GAP
    yield Part("", _(ALWAYS), "quiet")
    yield Part("", _("The story is invented; what we expect is a proposal."), "quiet")


def _level(level: Level) -> str:
    return f"{level.label}. {' '.join(level.reasons)}"


class DecisionStage(Stage):
    """``chosen``: the option that was chosen before, or ""."""

    ABOUT = N_("Choose what you would do with one digit. Then you read what the route says.")

    class Decided(Message):
        """``answer``: id of the option."""

        def __init__(self, answer: str) -> None:
            super().__init__()
            self.answer = answer

    def __init__(self, choice: Choice, chosen: str) -> None:
        super().__init__()
        self.choice, self.chosen = choice, chosen

    def compose(self) -> ComposeResult:
        yield Static(id="question", markup=False)
        yield RowList(id="answers")
        yield Parts(id="why")

    def on_mount(self) -> None:
        self.query_one("#question", Static).update(Content.styled(self.choice.question, "bold"))
        rows = [
            Row(one.id, one.label + (f": {one.when}" if one.when else ""), mark=str(n))
            for n, one in enumerate(practice.answers(self.choice), 1)
        ]
        self.query_one(RowList).show(rows)
        self._tell()

    def ready(self) -> None:
        self.query_one(RowList).focus()

    @on(RowList.Chosen)
    async def took(self, event: RowList.Chosen) -> None:
        event.stop()
        if self.chosen == event.row.id:
            await self.screen.run_action("next")
        else:
            self._choose(event.row.id)

    def on_key(self, event: events.Key) -> None:
        options = list(self.choice.options)
        if event.character and event.character.isdecimal():
            at = int(event.character) - 1
            if 0 <= at < len(options):
                event.stop()
                self._choose(options[at])

    def _choose(self, answer: str) -> None:
        self.chosen = answer
        self.query_one(RowList).select(answer)
        self.post_message(self.Decided(answer))
        self._tell()

    def _tell(self) -> None:
        """What one chose, what the route says, and why."""
        if not self.chosen:
            return
        labels = {one.id: one.label for one in practice.answers(self.choice)}
        right = labels[self.choice.right]
        if self.chosen == self.choice.right:
            said = Part("", _("We would do that too: {answer}").format(answer=right), "good")
        else:
            said = Part("", _("We would choose: {answer}").format(answer=right), "look")
        note = Part("", _("A person decides: in your office it may be different."), "quiet")
        self.query_one(RowList).select(self.chosen)
        self.query_one("#why", Parts).show([said, Part("", self.choice.why), note])
