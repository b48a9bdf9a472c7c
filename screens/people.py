"""People: who can open this program here, as what and until when; who comes, and who goes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from mh_tui.errors import MhError
from mh_tui.language import N_, _, format_date, ngettext
from mh_tui.services import people, settings_view, setup
from mh_tui.services.people import Person
from screens.ask import Answer, Ask
from screens.keys import BACK, Key, bindings
from screens.page import Page, Place
from screens.safe import safe
from screens.widgets.rows import Row, RowList

ADD = Key("people.add", "t", "add", N_("Add"), N_("Add a colleague"), footer=10, palette=True)
REMOVE = Key("people.remove", "x", "remove", N_("Remove"),
             N_("Remove who is under the cursor; it asks first"), footer=11,
             palette=True)  # fmt: skip
PASSPHRASE = Key("people.passphrase", "w", "passphrase", N_("Passphrase"),
                 N_("Choose another passphrase for yourself"), footer=12,
                 palette=True)  # fmt: skip


class People(Page):
    """The list; the panel shows who is under the cursor."""

    CSS_PATH = "people.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, ADD, REMOVE, PASSPHRASE)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    HIDDEN_APP_KEYS = frozenset({"app.exchange"})
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 - as Textual has it
    ABOUT = N_(
        "Do you share this computer? Give everybody a name and a passphrase of their own: then what"
        " was done stands under the right name, and who leaves takes no passphrase of others"
        " along.\n\n"
        "A forgotten passphrase: F3 at the lock asks for the recovery code. Or remove the colleague"
        " and add them again; the drafts then go to you. New dates for a deputy work in the same"
        " way.\n\n"
        "Whoever is removed can no longer open anything here, and the data get a new key. What was"
        " copied before cannot be taken back."
    )

    class Removed(Message):
        """Somebody was removed, and the profile has a new key."""

        def __init__(self, name: str, drafts: int) -> None:
            super().__init__()
            self.name = name
            self.drafts = drafts

    def __init__(self) -> None:
        super().__init__()
        self.people: list[Person] = []
        self.busy = False

    def body(self) -> ComposeResult:
        with Vertical(id="sides"):
            yield RowList(id="people", one_click=False)
            with VerticalScroll(id="panel", can_focus=False):
                yield Static(id="about", markup=False)

    def title_text(self) -> str:
        return _("People")

    def status_text(self) -> str:
        return _("Esc: back")

    def place(self) -> Place:
        return Place("people")

    def on_screen_resume(self) -> None:
        if self.people and self.mh.session is not None and not self.busy:
            self.paint()

    def paint(self) -> None:
        try:
            self.people = people.people(self.session)
        except MhError as error:
            self.tell_error(error)
        rows = [_row(one) for one in self.people]
        if len(rows) == 1 and self._may:
            text = _("Nobody else yet. Press t to add a colleague.")
            rows.append(Row("head", text, tone="head-quiet"))
        found = self.query_one(RowList)
        found.show(rows)
        found.focus()
        self.paint_frame()

    @property
    def _may(self) -> bool:
        return not settings_view.not_yours(self.session)

    @property
    def current(self) -> Person | None:
        row = self.query_one(RowList).current
        return next((one for one in self.people if row is not None and one.name == row.id), None)

    @on(RowList.Moved)
    def moved(self, event: RowList.Moved) -> None:
        event.stop()
        one = self.current
        if one is not None:
            text = about(one, settings_view.not_yours(self.session))
            self.query_one("#about", Static).update(text)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self.busy:
            return action not in ("add", "remove", "passphrase", "back")
        return action not in ("add", "remove") or (self.mh.session is not None and self._may)

    def action_add(self) -> None:
        self.mh.go("colleague")

    def action_passphrase(self) -> None:
        self.mh.go("passphrase")

    # -- remove -----------------------------------------------------------------------

    def action_remove(self) -> None:
        one = self.current
        if one is None:
            return
        if len(self.people) == 1:
            self.tell(_("You are the only one. Add a colleague first, who can remove you."), "look")
        elif one.own:
            self.tell(_("You cannot remove yourself. Ask a colleague to do it."), "look")
        else:
            self.mh.push_screen(self._question(one))

    def _question(self, one: Person) -> Ask:
        name = safe(one.name)
        left = [other for other in self.people if other.name != one.name]
        last_approver = people.two_must_approve(self.session) and not people.can_approve(left)
        return Ask(
            lambda: _("Remove {name}?").format(name=name),
            lambda: consequences(one, last_approver=last_approver),
            [
                Answer("n", N_("No, leave it as it is"), lambda: None),
                Answer("v", N_("Remove for good"), lambda: self._remove(one)),
            ],
        )

    def _remove(self, one: Person) -> None:
        session, name, drafts = self.session, one.name, one.drafts
        self.busy = True
        self.paint_frame()
        self.tell(_("One moment, the data get a new key…"), "busy")

        def remove() -> Message:
            setup.remove_user(session, name)
            return self.Removed(name, drafts)

        self.run_job(remove)

    @on(Removed)
    def removed(self, message: Removed) -> None:
        message.stop()
        self.busy = False
        self.paint()
        text = _("{name} can no longer open this.").format(name=safe(message.name))
        if message.drafts:
            text += " " + _("What was half done stands on your home screen now.")
        self.tell(text)

    @on(Page.Failed)
    def refused(self, message: Page.Failed) -> None:
        message.stop().prevent_default()  # not also as Page says it, without the labels
        self.busy = False
        self.paint()
        self.tell_error(message.error, {"user": _("Name")})


def _row(one: Person) -> Row:
    right = people.role_label(one.role)
    if one.own:
        right = _("{role} (you)").format(role=right)
    if one.over:
        right = _("period over")
    return Row(
        one.name, safe(one.name), right, "▲" if one.over else "●", "late" if one.over else ""
    )


def about(one: Person, not_yours: str) -> Content:
    """Role, since when, between which dates; and who may change it."""
    made = format_date(datetime.fromtimestamp(one.created_ms / 1000, UTC).astimezone().date())
    lines = [
        Content.styled(safe(one.name), "bold"),
        _line(people.role_label(one.role), people.about_role(one.role)),
        _line(_("Added on"), made),
    ]
    if one.since and one.until:
        period = _("from {first} up to and including {last}").format(
            first=_day(one.since), last=_day(one.until)
        )
        lines.append(_line(_("Deputy"), period))
    if one.over:
        text = _("The period is over. For new dates: remove, and add again.")
        lines.append(Content.styled(text, "$mh-late"))
    if not_yours:
        lines.append(Content.styled(not_yours, "$mh-look"))
    return Content("\n").join(lines)


def _line(label: str, text: str) -> Content:
    return Content.assemble((f"{label}: " if text else label, "$mh-quiet"), text)


def _day(iso: str) -> str:
    return format_date(date.fromisoformat(iso))


def consequences(one: Person, *, last_approver: bool) -> Iterator[str]:
    """What removing somebody does, and what it does not.

    ``last_approver``: two must approve what is handed on, and without this person there is one.
    """
    name = safe(one.name)
    yield _("{name} can no longer open this program here, with no passphrase.").format(name=name)
    yield _("The signals that {name} noted stay, under the same name.").format(name=name)
    if one.drafts:
        text = ngettext(
            "{count} thing that is half done goes to you, and stands on your home screen.",
            "{count} things that are half done go to you, and stand on your home screen.",
            one.drafts,
        )
        yield text.format(count=one.drafts)
    else:
        yield _("There is nothing half done that would go to you.")
    yield _("What {name} copied before cannot be taken back.").format(name=name)
    if last_approver:
        yield _("Nobody is left to approve with you, and two must: nothing can be handed on then.")
