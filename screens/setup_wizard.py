"""Set-up: from an empty folder to a profile that works, one question a page.

- The recovery code is shown once and confirmed by typing a part of it.
- What comes after the profile was made may be left empty and filled in later.
- Ends with the card and its fingerprint, to be read out over the telephone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from mh_tui.errors import MhError
from mh_tui.language import LANGUAGES, N_, _, current
from screens import wizard_steps as steps
from screens.keys import NEXT, PREVIOUS, Key, bindings
from screens.page import Page
from screens.widgets.rows import RowList
from screens.wizard_step import Answers, Step
from screens.wizard_step import Made as MadeProfile

LANGUAGE = Key(
    "setup.language", "f8", "other_language", N_("Nederlands"),
    N_("Switch between Dutch and English"), footer=40, priority=True,
)  # fmt: skip


class SetupWizard(Page):
    """``answers``: what was chosen until now; the passphrase is forgotten once it was used."""

    CSS_PATH = "setup_wizard.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (NEXT, PREVIOUS, LANGUAGE)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    class Made(Message):
        """The profile stands, opened."""

        def __init__(self, made: MadeProfile) -> None:
            super().__init__()
            self.made = made

    def __init__(self) -> None:
        super().__init__()
        self.answers = Answers()
        self.number = 0
        self.busy = False
        self._loaded = False

    def body(self) -> ComposeResult:
        yield Vertical(id="step")

    def title_text(self) -> str:
        return _("Set up")

    def unsent(self) -> str:
        """Closing the program at the recovery code loses it: it is shown this once."""
        made = self.answers.made is not None
        if made and self._asked()[self.number] is steps.CodeStep:
            return _("The recovery code is shown only here, and only now. Write it down first.")
        return ""

    def status_text(self) -> str:
        if self.number == 0:  # the role decides how many there are
            return _("step {n}").format(n=1)
        return _("step {n} of {count}").format(n=self.number + 1, count=len(self._asked()))

    def about_text(self) -> str:
        found = self.query(Step)
        return _(found.first().ABOUT) if found else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Back to all that can still be changed: not to before the profile was made."""
        if action == "previous":
            first = 0 if self.answers.made is None else self._asked().index(steps.CodeStep) + 1
            return self.number > first and not self.busy
        return not (action == "other_language" and self.busy)

    def paint(self) -> None:
        if not self._loaded:
            self._loaded = True
            self.run_job(_prepare)
        self.call_next(self.show)

    def keep(self) -> None:
        for step in self.query(Step):
            step.hold()

    def put_away(self) -> None:
        """The screen is hidden: all stays but a passphrase."""
        for step in self.query(Step):
            step.forget_secrets()

    def _asked(self) -> list[type[Step]]:
        return [step for step in steps.STEPS if step.asked(self.answers)]

    async def show(self) -> None:
        """Show the step and give it the focus."""
        holder = self.query_one("#step")
        await holder.remove_children()
        step = self._asked()[self.number](self.answers)
        await holder.mount(step)
        step.ready()
        step.refill()
        self.paint_frame()

    @property
    def step(self) -> Step:
        return self.query_one(Step)

    @on(RowList.Chosen)
    @on(Input.Submitted)
    async def entered(self, event: RowList.Chosen | Input.Submitted) -> None:
        event.stop()
        if isinstance(event, Input.Submitted):
            if complaint := self.step.refuses(event.input):
                self.tell(complaint, "look")
                return
            if self.step.next_field(event.input):
                self._forget_notice()
                return
        await self.action_next()

    async def action_next(self) -> None:
        if self.busy:
            return
        step = self.step
        step.hold()
        try:
            complaint = step.take()
        except MhError as error:
            self.tell_error(error, step.labels())
            return
        if complaint:
            self.tell(complaint, "look")
            return
        self._forget_notice()
        if isinstance(step, steps.PassphraseStep) and self.answers.made is None:
            self._make()
        elif self.number + 1 < len(self._asked()):
            self.number += 1
            await self.show()
        else:
            self._finish()

    def _forget_notice(self) -> None:
        from screens.widgets.notice import Notice

        self.query_one(Notice).clear()

    async def action_previous(self) -> None:
        self.keep()
        self.number -= 1
        self._forget_notice()
        await self.show()

    def _make(self) -> None:
        self.busy = True
        self.tell(_("Your profile is being made. This takes a few seconds."), "busy")
        self.paint_frame()
        self.run_job(making(self.mh.home, self.answers))

    @on(Made)
    async def made(self, message: Made) -> None:
        message.stop()
        self.busy = False
        self.answers.passphrase = ""
        self.answers.made = message.made
        self._forget_notice()
        self.number += 1
        await self.show()

    @on(Page.Failed)
    def refused(self, message: Page.Failed) -> None:
        message.stop().prevent_default()  # not also as Page says it, without the labels
        self.busy = False
        self.tell_error(message.error, self.step.labels())

    def _finish(self) -> None:
        made = self.answers.made
        assert made is not None
        self.answers = Answers()
        self.mh.unlocked(made.session)

    def close_profile(self) -> None:
        """The program ends before the last step."""
        if self.answers.made is not None:
            self.answers.made.session.close()

    async def action_other_language(self) -> None:
        at = LANGUAGES.index(current()) + 1
        await self.mh.choose_language(LANGUAGES[at % len(LANGUAGES)])


def _prepare() -> None:
    """Load what making a profile needs, while the person chooses."""
    import mh_tui.services.setup
    import mh_tui.services.starting  # noqa: F401


def making(home: object, answers: Answers) -> Callable[[], Message]:
    """The job that makes the profile from these answers."""
    from pathlib import Path

    folder = Path(str(home))
    role, organisation, name = answers.role, answers.organisation, answers.name
    user, passphrase = answers.user, answers.passphrase

    def make() -> Message:
        from mh_tui.services import setup

        created = setup.create(
            folder, role=role, organisation=organisation, name=name or None, user=user,
            passphrase=passphrase,
        )  # fmt: skip
        return SetupWizard.Made(MadeProfile(created.session, created.recovery_code))

    return make
