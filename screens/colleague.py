"""A colleague comes: name, role, a deputy's dates, and a passphrase that they type themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from mh_tui.errors import InvalidInput, MhError, NotAllowed
from mh_tui.language import N_, _, format_date
from mh_tui.services import people, setup
from mh_tui.services.people import NewUser
from mh_tui.services.session import DEPUTY
from screens.kept import Form
from screens.keys import BACK, Key, bindings
from screens.page import Page, Place
from screens.partners import today
from screens.safe import safe
from screens.widgets.choice import ChoiceField
from screens.widgets.field import TextField
from screens.widgets.new_passphrase import NewPassphrase
from screens.widgets.notice import Notice

SAVE = Key("colleague.save", "f6", "save", N_("Add"), N_("Add this colleague"), "ctrl+s",
           footer=30, palette=True, priority=True)  # fmt: skip
NAME_LENGTH = 100  # characters
DAY_LENGTH = 10


class Colleague(Form):
    """What is filled in is kept, the passphrases never."""

    CSS_PATH = "people.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, SAVE)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    HIDDEN_APP_KEYS = frozenset({"app.exchange"})
    ABOUT = N_(
        "Type the name as your colleague will type it at the lock: capitals and spaces count. Let"
        " your colleague choose and type the passphrase, and look the other way. It has at least"
        " 12 characters; four words or more are strong.\n\n"
        "A deputy works between two dates; before and after that the program stays shut. The"
        " recovery code of this profile also helps your colleague when the passphrase is lost."
    )

    class Added(Message):
        """The colleague can open the program, a deputy from the first day on."""

        def __init__(self, new: NewUser) -> None:
            super().__init__()
            self.new = new

    def __init__(self) -> None:
        super().__init__()
        self.busy = False

    def body(self) -> ComposeResult:
        filled = self.filled
        yield Static(id="intro", markup=False)
        yield TextField(
            "user", N_("Name of your colleague"), value=filled.get("user", ""), limit=NAME_LENGTH,
            id="user",
        )  # fmt: skip
        roles = people.roles_to_choose(self.session)
        yield ChoiceField(
            "role", N_("Role"), {one: people.role_label(one) for one in roles},
            value=filled.get("role", roles[0]), required=True, id="role",
        )  # fmt: skip
        yield Static(id="about-role", markup=False)
        for path, label in (("from", N_("First day")), ("until", N_("Last day"))):
            yield TextField(
                path, label, value=filled.get(path, ""), limit=DAY_LENGTH,
                hint=N_("such as 25-11-2026"), id=path,
            )  # fmt: skip
        yield NewPassphrase(N_("Passphrase of your colleague"))

    def title_text(self) -> str:
        return _("Add a colleague")

    def status_text(self) -> str:
        return _("Esc: back")

    def place(self) -> Place:
        return Place("colleague")

    def gather(self) -> dict[str, Any]:
        return super().gather() | {"role": self._role}

    def untouched(self) -> Mapping[str, Any]:
        return {"role": people.roles_to_choose(self.session)[0]}

    @property
    def _role(self) -> str:
        return self.query_one(ChoiceField).value

    def paint(self) -> None:
        intro = _("Let your colleague type the passphrase; nobody else needs to know it.")
        self.query_one("#intro", Static).update(intro)
        self._show_role()
        if self.focused is None:
            self.query_one("#user", TextField).focus_input()

    def _show_role(self) -> None:
        role = self._role
        text = Content.styled(people.about_role(role), "$mh-quiet")
        self.query_one("#about-role", Static).update(text)
        for path in ("from", "until"):
            self.query_one(f"#{path}").display = role == DEPUTY

    @on(ChoiceField.Changed)
    def turned(self, event: ChoiceField.Changed) -> None:
        event.stop()
        self.query_one(Notice).clear()
        self._show_role()
        self.changed()

    @on(ChoiceField.Typed)
    def typed_on_role(self, event: ChoiceField.Typed) -> None:
        event.stop()
        self.tell(_("Choose the role with ← and →; Tab goes on."), "look")

    @on(Input.Submitted)
    def entered(self, event: Input.Submitted) -> None:
        event.stop()
        last = self.query_one("#again", TextField).input
        if event.input is last:
            self.action_save()
        else:
            self.focus_next()

    # -- add --------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return not (self.busy and action in ("save", "back"))

    def action_save(self) -> None:
        session, given = self.session, self.gather()
        dates = (given["from"], given["until"]) if self._role == DEPUTY else (None, None)
        try:
            new = people.new_user(session, given["user"], given["role"], *dates)
        except (InvalidInput, NotAllowed) as error:
            self._refuse(error)
            return
        typed = self.query_one(NewPassphrase)
        if complaint := typed.complaint():
            self.tell(complaint, "look")
            return
        self._add(new, typed.value)

    def _add(self, new: NewUser, passphrase: str) -> None:
        session, form, values = self.session, self.form, self._now()
        if form is not None:  # a lock in the middle leaves no half form of who was added
            form.close()
        self.busy = True
        self.paint_frame()
        self.tell(_("One moment, {name} is being added…").format(name=safe(new.name)), "busy")

        def add() -> Message:
            try:
                setup.add_user(
                    session, new.name, passphrase, role=new.role, since=new.since, until=new.until
                )
            except MhError:
                if form is not None:
                    form.reopen(values)
                raise
            return self.Added(new)

        self.run_job(add)

    @on(Added)
    def added(self, message: Added) -> None:
        message.stop()
        self.busy = False
        self.query_one(NewPassphrase).clear()
        self.finished()
        self.mh.back()
        page = self.mh.screen
        if isinstance(page, Page):
            page.tell(_welcome(message.new))

    @on(Page.Failed)
    def refused(self, message: Page.Failed) -> None:
        message.stop().prevent_default()  # not also as Page says it, without the labels
        self._refuse(message.error)

    def _refuse(self, error: MhError) -> None:
        """Say what is wrong, with the cursor in the field that it is about."""
        self.busy = False
        self.paint_frame()
        labels = {one.path: _(one.label) for one in self.query(TextField)}
        self.tell_error(error, labels | {"role": _("Role")})
        for field in self.query(TextField):
            if field.path == error.field:
                field.focus_input()


def _welcome(new: NewUser) -> str:
    """From when on the colleague can open the program, and how."""
    name, first = safe(new.name), date.fromisoformat(new.since) if new.since else None
    if first is not None and first > today():
        text = _("{name} can open this program from {day} on, with name and passphrase.")
        return text.format(name=name, day=format_date(first))
    return _("{name} can now open this program: F12, then name and passphrase.").format(name=name)
