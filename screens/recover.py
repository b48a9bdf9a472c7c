"""A lost passphrase: choose a new one with the recovery code; opened from the lock.

- Works without a session, and leaves none: one opens the program with the new passphrase after it.
- The code shows in numbered groups while it is typed, so that it can be laid beside the paper; a
  group that cannot be right is marked.
- Nothing that was typed stays: not when the screen is hidden, nor when nobody is there any more.
"""

from __future__ import annotations

import time
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from mh_tui.errors import InvalidInput, Locked, MhError, WrongPassphrase
from mh_tui.language import N_, _
from mh_tui.services import presence, recovering
from screens.keys import BACK, Key, bindings
from screens.page import Page
from screens.unlock import Unlock
from screens.widgets.field import TextField
from screens.widgets.new_passphrase import NewPassphrase

ALONE = 5 * 60  # seconds without a key after which this page goes
LOOK = 5.0  # seconds between two looks at that
CODE_LENGTH = 100  # characters, with whatever stands between the groups
IN_A_ROW = 5  # groups on a line

SAVE = Key("recover.save", "f6", "save", N_("Change"), N_("Take the new passphrase"), "ctrl+s",
           footer=30, priority=True)  # fmt: skip


class Recover(Page):
    """``people``: how many use this profile; one is not asked who it is."""

    CSS_PATH = "recover.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, SAVE)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    ABOUT = N_(
        "The recovery code was written down when this program was set up: eight groups of four"
        " letters and digits, and one sign at the end. Capitals, spaces and dashes do not matter; O"
        " is read as 0, I and L as 1.\n\n"
        "Compare the numbered groups with the paper. A marked group cannot be right. Is all of it"
        " well written and still refused, then it is the code of another profile. After a few wrong"
        " codes you wait a little before the next one is looked at.\n\n"
        "The code stays the same: put the paper back. What you recorded and your drafts are all"
        " still there."
    )

    class Known(Message):
        """How many people use this profile."""

        def __init__(self, people: int) -> None:
            super().__init__()
            self.people = people

    class Done(Message):
        """The new passphrase stands."""

    def __init__(self) -> None:
        super().__init__()
        self.people = 1
        self.busy = False
        self._hidden = False

    def body(self) -> ComposeResult:
        yield Static(id="intro", markup=False)
        yield TextField("user", N_("Your name"), id="name")
        yield TextField("code", N_("Recovery code"), limit=CODE_LENGTH, id="code")
        yield Static(id="groups", markup=False)
        yield NewPassphrase(N_("New passphrase"), N_("The new passphrase again"))

    def title_text(self) -> str:
        return _("Lost your passphrase")

    def status_text(self) -> str:
        return _("Esc: back")

    def paint(self) -> None:
        intro = _("With the recovery code, from the safe, you choose a new passphrase.")
        self.query_one("#intro", Static).update(intro)
        self.query_one("#name").display = self.people > 1
        self._show_groups()
        if self.focused is None:
            self._first_field().focus_input()

    def _first_field(self) -> TextField:
        return self.query_one("#name" if self.people > 1 else "#code", TextField)

    def on_mount(self) -> None:
        home = self.mh.home
        self.run_job(lambda: self.Known(presence.people(home)))
        self.set_interval(LOOK, self._look_at_idle)

    @on(Known)
    def known(self, message: Known) -> None:
        message.stop()
        self.people = message.people
        self.paint()
        if not self.query_one("#code", TextField).value:
            self._first_field().focus_input()

    # -- nobody there -----------------------------------------------------------------

    def _look_at_idle(self) -> None:
        if self.busy or time.monotonic() - self.mh.last_input <= ALONE:
            return
        self._forget()
        if self.is_current:
            self.mh.back()
        else:
            self._hidden = True

    def on_screen_suspend(self) -> None:
        """Help and 112 come above it; when the program hides, all goes."""
        if not self.mh.at_lock:
            self._hidden = True
            self._forget()

    def on_screen_resume(self) -> None:
        if self._hidden and self.is_current:
            self.mh.back()

    def _forget(self) -> None:
        for field in self.query(TextField):
            field.value = ""

    # -- typing -----------------------------------------------------------------------

    @on(TextField.Changed)
    def typed(self, event: TextField.Changed) -> None:
        event.stop()
        if event.field.path == "code":
            self._show_groups()

    def _show_groups(self) -> None:
        self.query_one("#groups", Static).update(groups(self.query_one("#code", TextField).value))

    @on(Input.Submitted)
    def entered(self, event: Input.Submitted) -> None:
        event.stop()
        inputs = [one.input for one in self.query(TextField) if one.display]
        at = inputs.index(event.input)  # type: ignore[arg-type]
        if at + 1 < len(inputs):
            inputs[at + 1].focus()
        else:
            self.action_save()

    # -- a new passphrase -------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the key is made, there is nothing to go back to."""
        return not (self.busy and action in ("save", "back"))

    def action_save(self) -> None:
        name, code = self.query_one("#name", TextField), self.query_one("#code", TextField)
        if self.people > 1 and not name.value.strip():
            name.focus_input()
            self.tell(_("Fill in your name."), "look")
            return
        if self.attempt(lambda: _checked(code.value), self._labels()) is None:
            code.focus_input()
            return
        new = self.query_one(NewPassphrase)
        if complaint := new.complaint():
            self.tell(complaint, "look")
            return
        leaving = self.mh.leaving
        if leaving is not None and leaving.running:
            self.tell(_("Something is still being saved. Try again in a moment."), "look")
            return
        self._recover(name.value.strip() if self.people > 1 else None, code.value, new.value)

    def _recover(self, user: str | None, code: str, passphrase: str) -> None:
        home = self.mh.home
        self.busy = True
        self.paint_frame()
        self.tell(_("One moment, the new passphrase is being set…"), "busy")

        def recover() -> Message:
            from mh_tui.services import setup

            setup.recover(home, user, code, passphrase)
            return self.Done()

        self.run_job(recover)

    def _labels(self) -> dict[str, str]:
        return {one.path: _(one.label) for one in self.query(TextField)}

    @on(Done)
    def done(self, message: Done) -> None:
        message.stop()
        self.busy = False
        name = self.query_one("#name", TextField).value.strip() if self.people > 1 else ""
        self._forget()
        below = self.app.get_screen_stack(self.mh.DEFAULT_MODE)[0]
        if isinstance(below, Unlock):
            below.recovered(name)
        self._close()

    def _close(self) -> None:
        """Back to the lock, also from under a page that was opened over this one."""
        if self.mh.at_lock:
            self.mh.go_home()
        else:
            self._hidden = True

    @on(Page.Failed)
    def refused(self, message: Page.Failed) -> None:
        message.stop().prevent_default()  # not also as Page says it, without the labels
        self.busy = False
        self.paint_frame()
        error: MhError = message.error
        self.tell_error(error, self._labels())
        if isinstance(error, WrongPassphrase):
            self.query_one("#code", TextField).focus_input()
        elif isinstance(error, (Locked, InvalidInput)) and error.field == "user":
            self.people = max(2, self.people)
            self.paint()
            self.query_one("#name", TextField).focus_input()


def _checked(code: str) -> bool:
    recovering.check(code)
    return True


def groups(code: str) -> Content:
    """What was typed of a code, group by group with its number; a wrong one marked."""
    parts = [
        Content.assemble(
            (f"{number}", "$mh-quiet"), " ",
            (group, "bold") if right else (f"{group} !", "bold $mh-late"),
        )
        for number, (group, right) in enumerate(recovering.groups(code), 1)
    ]  # fmt: skip
    rows = [parts[at : at + IN_A_ROW] for at in range(0, len(parts), IN_A_ROW)]
    return Content("\n").join(Content("   ").join(row) for row in rows)
