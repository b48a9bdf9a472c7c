"""One partner, all of it; and the form in which an office fills in its own contact there."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input

from mh_tui.language import N_, _
from mh_tui.services import contacts, directory, drafting, moments
from mh_tui.services.directory import Known
from screens.kept import Form
from screens.keys import BACK, Key, bindings
from screens.page import Page, Place
from screens.partners import read_known, shown_parts, today
from screens.safe import safe
from screens.widgets.field import TextField
from screens.widgets.parts import Part, Parts

EDIT = Key("partner.edit", "e", "edit", N_("Contact"),
           N_("Fill in the contact of your region: person, number, hours"), footer=10,
           palette=True)  # fmt: skip
SAVE = Key("contact.save", "f6", "save", N_("Save"),
           N_("Save this contact; your offices get it with the next exchange"), "ctrl+s",
           footer=10, palette=True, priority=True)  # fmt: skip


class PartnerCard(Page):
    """``partner``: its id."""

    CSS_PATH = "partner_card.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, EDIT)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    ABOUT = N_(
        "Everything about this partner: the number, when you call, what you have at hand and how"
        " sure it is. The focal point and the coordinator can fill in a contact of their own; it"
        " goes to their offices."
    )

    def __init__(self, partner: str) -> None:
        super().__init__()
        self.partner = partner
        self.known = Known()

    def body(self) -> ComposeResult:
        with VerticalScroll(id="scroll"):
            yield Parts(label_width=17, id="about")

    def title_text(self) -> str:
        return safe(directory.name_of(self.partner))

    def status_text(self) -> str:
        return _("Esc: back")

    def place(self) -> Place | None:
        return Place("partner", {"partner": self.partner})

    def paint(self) -> None:
        self.known = read_known(self, self.known)
        parts = shown_parts(directory.parts(self.partner, self.known, today()))
        self.query_one(Parts).show(_spaced(parts))
        self.query_one("#scroll").focus()
        self.paint_frame()

    def on_screen_resume(self) -> None:
        if self.is_mounted and self.query("#about"):
            self.paint()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "edit" or (self.known.may_edit and not contacts.is_fixed(self.partner))

    def action_edit(self) -> None:
        self.mh.go("contact", partner=self.partner)


def _spaced(parts: list[Part]) -> list[Part]:
    """Long texts and warnings stand apart; short facts stay together."""
    found: list[Part] = []
    for before, one in zip([None, *parts], parts, strict=False):
        if before is not None and (_is_long(before) or _is_long(one)):
            found.append(Part("", ""))
        found.append(one)
    return found


def _is_long(one: Part) -> bool:
    return len(one.text) > 58 or not one.label


CHECKED = "checked_on"
FIELDS = (
    ("person", N_("Name or function"), N_("no private number of a colleague")),
    ("phone", N_("Phone"), ""),
    ("hours", N_("Hours"), N_("for example: working days 9:00 to 17:00")),
    ("note", N_("Note"), ""),
    (CHECKED, N_("Checked on"), N_("the day you called it, such as 25-11-2026")),
)
"""Path, label and hint (msgids) of each field of the form."""


class ContactForm(Form):
    """``partner``: its id. What is half filled in is kept until it is saved."""

    CSS_PATH = "partner_card.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, SAVE)
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(KEYS),
        Binding("down", "field(1)", show=False, priority=True),
        Binding("up", "field(-1)", show=False, priority=True),
    ]
    ABOUT = N_(
        "This contact lies over the list for your office and for the offices that you admitted."
        " Write down a function or a general number, no private number. Fill in the day on which"
        " you called it yourself."
    )

    def __init__(self, partner: str) -> None:
        super().__init__()
        self.partner = partner
        self.before: dict[str, Any] = {}
        self._opened = False

    def body(self) -> ComposeResult:
        yield Parts(id="intro")
        for path, label, hint in FIELDS:
            yield TextField(path, label, hint=hint, limit=contacts.LENGTH, id=path)

    def title_text(self) -> str:
        return _("Contact: {name}").format(name=safe(directory.name_of(self.partner)))

    def status_text(self) -> str:
        return _("Esc: back")

    def place(self) -> Place | None:
        return Place("contact", {"partner": self.partner})

    def paint(self) -> None:
        if not self._opened:
            self._opened = True
            self._open()
        intro = [Part("", _("For your own office, and for those it exchanges with."), "quiet")]
        listed = directory.listed_number(self.partner)
        if listed:
            text = _("The list says {phone}; what you fill in here comes before it.")
            intro.append(Part("", text.format(phone=listed), "quiet"))
        self.query_one("#intro", Parts).show(intro)
        for path, _label, _hint in FIELDS:
            self.query_one(f"#{path}", TextField).value = self.filled.get(path, "")
        if self.focused is None:
            self.query_one("#person", TextField).focus_input()

    def _open(self) -> None:
        """What was half filled in, else what stands there now."""
        contact = read_known(self, Known()).contacts.get(self.partner)
        if contact is not None:
            self.before = {path: getattr(contact, path) for path, _label, _hint in FIELDS}
            self.before[CHECKED] = moments.day_text(contact.checked_on)
        if self.filled:
            self.tell(_("You filled this in before and did not save it yet."), "look")
        else:
            self.filled = dict(self.before)

    def untouched(self) -> dict[str, Any]:
        return self.before

    @on(Input.Submitted)
    def entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.focus_next()

    def action_field(self, by: int) -> None:
        if by > 0:
            self.focus_next()
        else:
            self.focus_previous()

    def action_save(self) -> None:
        session = self.session
        given = {path: text.strip() for path, text in self.gather().items()}
        if given == {path: self.before.get(path, "") for path, _l, _h in FIELDS}:
            self.tell(_("Nothing changed, so nothing was saved."), "look")
            return
        labels = {f"[0].{path}": _(label) for path, label, _hint in FIELDS}
        given[CHECKED] = moments.read_day(given[CHECKED], drafting.now()) or given[CHECKED]
        contact = {"partner": self.partner} | given
        if self.attempt(lambda: contacts.publish(session, [contact]), labels):
            self.finished()
            self.mh.back()
            page = self.mh.screen
            if isinstance(page, Page):
                page.tell(_("Saved. Your offices get it with the next exchange."))
