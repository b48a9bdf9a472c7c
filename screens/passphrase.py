"""Another passphrase for oneself: the one of now, and the new one twice."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input, Static

from mh_tui.errors import WrongPassphrase
from mh_tui.language import N_, _
from mh_tui.services import setup
from screens.keys import BACK, Key, bindings
from screens.page import Page
from screens.widgets.field import Secret, TextField
from screens.widgets.new_passphrase import NewPassphrase

SAVE = Key("passphrase.save", "f6", "save", N_("Change"), N_("Take the new passphrase"), "ctrl+s",
           footer=30, priority=True)  # fmt: skip


class ChangePassphrase(Page):
    """Nothing of it is kept: after a lock one begins anew."""

    CSS_PATH = "people.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, SAVE)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    HIDDEN_APP_KEYS = frozenset({"app.exchange"})
    ABOUT = N_(
        "First the passphrase that you have now: so nobody who passes by can choose one for you."
        " Then the new one, twice. It has at least 12 characters; a sentence of four words or more"
        " is strong and easy to remember.\n\n"
        "The recovery code stays the same. Do you not know your passphrase any more? Lock with F12;"
        " F3 asks for the recovery code there."
    )

    class Done(Message):
        """The new passphrase stands."""

    def __init__(self) -> None:
        super().__init__()
        self.busy = False

    def body(self) -> ComposeResult:
        yield Static(id="intro", markup=False)
        yield Secret("old", N_("Passphrase of now"), id="old")
        yield NewPassphrase(N_("New passphrase"), N_("The new passphrase again"))

    def title_text(self) -> str:
        return _("Your passphrase")

    def status_text(self) -> str:
        return _("Esc: back")

    def paint(self) -> None:
        intro = _("A sentence of four words or more is strong and easy to remember.")
        self.query_one("#intro", Static).update(intro)
        if self.focused is None:
            self.query_one("#old", Secret).focus_input()

    def put_away(self) -> None:
        """One leaves, or the program locks or hides: nothing stays in the fields."""
        for field in self.query(TextField):
            field.value = ""

    @on(Input.Submitted)
    def entered(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input is self.query_one("#again", Secret).input:
            self.action_save()
        else:
            self.focus_next()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return not (self.busy and action in ("save", "back"))

    def action_save(self) -> None:
        old, new = self.query_one("#old", Secret), self.query_one(NewPassphrase)
        if not old.value:
            old.focus_input()
            self.tell(_("Fill in the passphrase that you have now."), "look")
        elif complaint := new.complaint():
            self.tell(complaint, "look")
        else:
            self._change(old.value, new.value)

    def _change(self, old: str, new: str) -> None:
        session = self.session
        self.busy = True
        self.paint_frame()
        self.tell(_("One moment, the new passphrase is being set…"), "busy")

        def change() -> Message:
            setup.change_passphrase(session, new, old=old)
            return self.Done()

        self.run_job(change)

    @on(Done)
    def done(self, message: Done) -> None:
        message.stop()
        self.busy = False
        self.put_away()
        self.mh.back()
        page = self.mh.screen
        if isinstance(page, Page):
            page.tell(_("Your passphrase is changed. The recovery code stays the same."))

    @on(Page.Failed)
    def refused(self, message: Page.Failed) -> None:
        """What was wrong is typed again; the rest stays."""
        message.stop().prevent_default()  # not also as Page says it, without the labels
        self.busy = False
        self.paint_frame()
        labels = {one.path: _(one.label) for one in self.query(TextField)}
        self.tell_error(message.error, labels)
        if isinstance(message.error, WrongPassphrase):
            old = self.query_one("#old", Secret)
            old.value = ""
            old.focus_input()
        else:
            new = self.query_one(NewPassphrase)
            new.clear()
            new.focus_input()
