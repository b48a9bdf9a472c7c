"""The first question of every signal: is anyone in danger right now?

Yes: the instruction to call, before any form. Not known: whom to ask, then on. No: on.
"""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from mh_tui.language import N_, _, current
from mh_tui.reference.indicators import indicators
from screens.call_112 import focal_point
from screens.stages.stage import Stage
from screens.widgets.rows import Row, RowList

LETTERS = {"nl": "jnw", "en": "ynk"}
"""Yes, no, not known; the letters of both languages always work, one set is shown."""


def code_of(letter: str | None) -> str | None:
    """The answer that this letter gives."""
    for letters in LETTERS.values():
        if letter and letter in letters:
            return indicators().acute.answers[letters.index(letter)]
    return None


class AcuteStage(Stage):
    """``j``, ``n`` or ``w`` answers at once."""

    ABOUT = N_("One key answers. With 'yes' you first see whom to call. Nothing is sent yet.")

    def compose(self) -> ComposeResult:
        yield Static(id="question", markup=False)
        yield RowList(id="answers")
        yield Static(id="whom", markup=False)

    def on_mount(self) -> None:
        question, _mark, examples = indicators().acute.question.partition("? ")
        again = self.asking.asked_again
        lines = [Content.styled(f"{question}?", "bold"), Content.styled(examples, "$mh-quiet")]
        if again:
            why = _("You ticked something that can point to immediate danger. So once more:")
            lines.insert(0, Content.styled(why, "$mh-look"))
        self.query_one("#question", Static).update(Content("\n\n").join(lines))
        answers = indicators().acute.answer
        letters = LETTERS[current()]
        rows = [
            Row(code, one.label, mark=letter)
            for letter, (code, one) in zip(letters, answers.items(), strict=True)
        ]
        self.query_one(RowList).show(rows)
        self.query_one(RowList).select(str(self.draft.signal.get("acute") or "nee"))

    def ready(self) -> None:
        self.query_one(RowList).focus()

    @on(RowList.Chosen)
    async def chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        await self._answer(event.row.id)

    async def on_key(self, event: events.Key) -> None:
        code = code_of(event.character)
        if code is not None:
            event.stop()
            await self._answer(code)

    async def _answer(self, code: str) -> None:
        asked = code == "weet_niet" and self.draft.signal.get("acute") != code
        self.change("acute", code)
        if code != "ja":
            self.change("call", None)
        if asked:
            self.query_one(RowList).select(code)
            self._whom()
            return
        await self.asking.go_on()

    def _whom(self) -> None:
        """Not known: whom to call now; Enter goes on."""
        acute = indicators().acute
        focal = focal_point(self.asking.mh.config)
        lines = [Content.styled(acute.unknown_text, "bold $mh-look")]
        if focal:
            lines.append(Content.assemble((_("Focal point: "), "$mh-quiet"), (focal, "bold")))
        lines.append(Content.styled(_("Enter: go on"), "$mh-quiet"))
        self.query_one("#whom", Static).update(Content("\n\n").join(lines))
