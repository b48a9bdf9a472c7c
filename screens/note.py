"""A note with a signal: it stays in our office."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static, TextArea

from mh_tui.language import N_, _
from mh_tui.services import dossier
from screens.kept import Form
from screens.keys import BACK, Key, bindings
from screens.page import Place
from screens.widgets.writing import Count, Writing

SAVE = Key("note.save", "f6", "save", N_("Keep"), N_("Keep this note with the signal"), "ctrl+s",
           footer=30, priority=True)  # fmt: skip


class Note(Form):
    """``signal``, ``sender``: as the dossier has them."""

    CSS_PATH = "note.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, SAVE)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    HIDDEN_APP_KEYS = frozenset({"app.exchange"})
    ABOUT = N_("Only your own office reads this note. F6 keeps it; Esc keeps what you typed.")

    def __init__(self, signal: str, sender: str = "") -> None:
        super().__init__()
        self.signal_id = signal
        self.sender = sender

    def body(self) -> ComposeResult:
        yield Static(id="hint", markup=False)
        yield Writing(self.filled.get("text", ""), limit=dossier.NOTE_LENGTH, id="text")
        yield Count(id="count")

    def title_text(self) -> str:
        return _("Note with {id}").format(id=self.signal_id)

    def place(self) -> Place:
        return Place("note", {"signal": self.signal_id, "sender": self.sender})

    def about(self) -> dict[str, str]:
        return {"signal": self.signal_id}

    def paint(self) -> None:
        hint = _("For your own office. Write facts; no BSN.")
        self.query_one("#hint", Static).update(Content.styled(hint, "$mh-quiet"))
        self.query_one(Writing).focus()
        self._counted()

    @on(TextArea.Changed)
    def typed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._counted()

    def _counted(self) -> None:
        count = self.query_one(Count)
        count.limit = dossier.NOTE_LENGTH
        count.count = len(self.query_one(Writing).value)

    def action_save(self) -> None:
        text, labels = self.query_one(Writing).value, {"text": _("Note")}
        if self.attempt(lambda: self._recorded(text), labels):
            self.finished()
            self.mh.back()

    def _recorded(self, text: str) -> bool:
        dossier.note(self.session, self.signal_id, text)
        return True
