"""What one saw or heard, in one's own words; or only that something does not feel right."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static, TextArea

from mh_tui.language import N_, _
from mh_tui.reference.indicators import indicators
from mh_tui.services import form_model
from mh_tui.signals.fields import NARRATIVE, NO_CONTENT
from screens.safe import safe
from screens.stages.stage import Stage
from screens.widgets.choice import FlagField
from screens.widgets.rows import wrapped
from screens.widgets.writing import Writing

TIP_LINES = 3


class SeenStage(Stage):
    """F6 goes on; Enter is a new line."""

    ABOUT = N_(
        "Write what you saw or heard yourself: who did what, where and when. Leave out what you"
        " only think. No BSN. One sentence is enough."
    )

    _tip = ""

    def compose(self) -> ComposeResult:
        signal = self.draft.signal
        yield Static(Content.styled(_("What did you see or hear?"), "bold"), id="question")
        yield Static(Content.styled(_(HINT), "$mh-quiet"), id="hint")
        yield Static(id="tip", markup=False)
        yield Writing(str(signal.get("narrative", "")), limit=NARRATIVE, id="text", compact=True)
        yield Static(id="warning", markup=False)
        yield FlagField(
            "gut_feeling", N_("Something does not feel right (gut feeling)"),
            value=bool(signal.get("gut_feeling")),
        )  # fmt: skip
        yield Static(Content.styled(indicators().meta.observe_only, "$mh-look"), id="observe")

    def on_mount(self) -> None:
        self.query_one("#tip").display = False
        self._warn()

    def remind(self, learned: Sequence[str]) -> None:
        """The newest learning point of an earlier signal of this kind, where it helps."""
        if learned:
            self._tip = " ".join(learned[0].split())
            self.query_one("#tip").display = True
            self.on_resize()

    def on_resize(self) -> None:
        """As much of the tip as has room; the whole of it stands with the messages."""
        text = safe(_("Tip from an earlier answer: {text}").format(text=self._tip))
        lines = wrapped(text, max(20, self.content_size.width - 2))
        if len(lines) > TIP_LINES:
            lines = [*lines[: TIP_LINES - 1], f"{lines[TIP_LINES - 1]} …"]
        self.query_one("#tip", Static).update("\n".join(lines))

    def ready(self) -> None:
        area = self.query_one(Writing)
        area.focus()
        area.move_cursor(area.document.end)

    @on(TextArea.Changed)
    def typed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.entry.typing()

    @on(FlagField.Changed)
    def flagged(self, event: FlagField.Changed) -> None:
        event.stop()
        self.change("gut_feeling", event.field.value)

    def harvest(self) -> None:
        """Take over what stands in the text: at a pause in typing, and before one leaves."""
        text = unicodedata.normalize("NFC", self.query_one(Writing).text)[:NARRATIVE]
        self.change("narrative", text if text.strip() else "")
        self._warn()

    def _warn(self) -> None:
        text = self.query_one(Writing).text
        lines = []
        if not self.draft.not_bsn and form_model.has_number(text):
            lines.append(_("There is something like a BSN in this text. Take it out."))
        if len(text) > NARRATIVE:
            lines.append(_("This text is too long: the end is not kept."))
        warning = self.query_one("#warning", Static)
        warning.update(Content("\n".join(f"! {line}" for line in lines)))
        warning.display = bool(lines)

    async def onward(self) -> bool:
        """Without words, an indicator or the feeling there is nothing to send: that is said."""
        self.harvest()
        if form_model.says_something(self.draft.signal):
            return False
        how = _("Tab goes to 'does not feel right'; space ticks it.")
        self.entry.tell(f"{_(NO_CONTENT)} {how}", "look")
        return True

    def leave(self) -> bool:
        self.harvest()
        return True


HINT = N_("Only what you saw or heard yourself. Names are fine, a BSN is not.")
