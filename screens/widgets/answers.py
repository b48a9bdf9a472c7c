"""The answers to one question, a letter each: nothing is chosen before a person chooses.

- The letter answers at once; so does Enter, once the arrows chose a row.
- Enter before that answers nothing: ``Unanswered`` tells the page to say which letters there are.
- Only the letters that stand there count: ``y`` is no yes where the letter of yes is ``j``.
"""

from __future__ import annotations

from collections.abc import Mapping

from textual import events, on
from textual.message import Message

from mh_tui.language import _, current
from screens.widgets.rows import Row, RowList

YES_NO = {"nl": "jnw", "en": "ynk"}
"""Yes, no, not known."""


class Answers(RowList):
    """``ask`` shows the answers; ``Chosen`` tells which one was given."""

    class Unanswered(Message):
        """Enter, and nothing was chosen yet."""

        def __init__(self, answers: Answers) -> None:
            super().__init__()
            self.answers = answers

        @property
        def control(self) -> Answers:
            return self.answers

    def ask(self, labels: Mapping[str, str], letters: str, chosen: str = "") -> None:
        """``labels``: code to text; ``letters``: one each; ``chosen``: what was answered before."""
        rows = [
            Row(code, label, mark=letter)
            for letter, (code, label) in zip(letters, labels.items(), strict=True)
        ]
        self.show(rows, keep=False)
        self.cursor = list(labels).index(chosen) if chosen in labels else -1

    @on(events.Mount)
    def keep_cursor(self, event: events.Mount) -> None:
        """The cursor stays where ``ask`` put it, on no row."""
        event.prevent_default()

    def action_choose(self) -> None:
        if self.current is None:
            self.post_message(self.Unanswered(self))
        else:
            super().action_choose()

    def on_key(self, event: events.Key) -> None:
        for row in self.rows:
            if event.character and event.character == row.mark:
                event.stop()
                self.select(row.id)
                self.action_choose()
                return

    def hint(self) -> str:
        """Which letters answer."""
        *first, last = (row.mark for row in self.rows)
        return _("Choose {letters} or {last}.").format(letters=", ".join(first), last=last)


def yes_no() -> str:
    """The letters of yes, no and not known in the chosen language."""
    return YES_NO[current()]
