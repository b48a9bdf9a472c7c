"""The first question of every signal: is anyone in danger right now?

Yes: the instruction to call, before any form. Not known: whom to ask, then on. No: on.
"""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from mh_tui.language import N_, _
from mh_tui.reference.indicators import indicators
from screens.call_112 import focal_point
from screens.stages.stage import Stage
from screens.widgets.answers import Answers, yes_no
from screens.widgets.rows import RowList


class AcuteStage(Stage):
    """``j``, ``n`` or ``w`` answers at once."""

    ABOUT = N_("One key answers. With 'yes' you first see whom to call. Nothing is sent yet.")
    answered = False
    """Whether this question was answered, also where it is asked once more."""

    def compose(self) -> ComposeResult:
        yield Static(id="question", markup=False)
        yield Answers(id="answers")
        yield Static(id="whom", markup=False)

    def on_mount(self) -> None:
        question, _mark, examples = indicators().acute.question.partition("? ")
        again = self.asking.asked_again
        lines = [Content.styled(f"{question}?", "bold"), Content.styled(examples, "$mh-quiet")]
        if again:
            why = _("You ticked something that can point to immediate danger. So once more:")
            lines.insert(0, Content.styled(why, "$mh-look"))
        self.query_one("#question", Static).update(Content("\n\n").join(lines))
        labels = {code: one.label for code, one in indicators().acute.answer.items()}
        before = "" if again else str(self.draft.signal.get("acute", ""))
        self.answered = bool(before)
        self.query_one(Answers).ask(labels, yes_no(), before)

    def ready(self) -> None:
        self.query_one(Answers).focus()

    @on(RowList.Chosen)
    async def chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        await self._answer(event.row.id)

    @on(Answers.Unanswered)
    def unanswered(self, event: Answers.Unanswered) -> None:
        event.stop()
        self.asking.tell(event.answers.hint(), "look")

    async def _answer(self, code: str) -> None:
        asked = code == "weet_niet" and self.draft.signal.get("acute") != code
        self.answered = True
        self.change("acute", code)
        if code != "ja":
            self.change("call", None)
        if asked:
            self.query_one(Answers).select(code)
            self._whom()
            return
        await self.asking.go_on()

    def _whom(self) -> None:
        """Not known: whom to call now; Enter goes on."""
        acute = indicators().acute
        focal = focal_point(self.asking.mh.config)
        lines = [Content.styled(acute.unknown_text, "bold $mh-look")]
        if focal is not None:
            lines.append(focal)
        lines.append(Content.styled(_("Enter: go on"), "$mh-quiet"))
        self.query_one("#whom", Static).update(Content("\n\n").join(lines))
