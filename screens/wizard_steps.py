"""The questions of the set-up until the profile stands; ``STEPS`` is the order of all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from mh_tui.language import N_, _
from screens import wizard_about
from screens.safe import safe
from screens.widgets.field import TextField
from screens.widgets.name_list import NameList
from screens.widgets.new_passphrase import NewPassphrase
from screens.widgets.rows import Row, RowList
from screens.wizard_office import (
    CardStep,
    FocalPointStep,
    FolderStep,
    OwnNumberStep,
    SecondPersonStep,
)
from screens.wizard_step import NAME_LENGTH, Step

if TYPE_CHECKING:
    pass

ROLES: Mapping[str, tuple[str, str]] = {
    "desk": (N_("Desk"), N_("you notice signals at a counter or in an office")),
    "field": (N_("Field team"), N_("you notice signals outside: inspections, home visits")),
    "focal-point": (N_("Focal point"), N_("you receive the signals of your municipality")),
    "coordinator": (N_("Coordinator"), N_("you receive what the municipalities submit")),
}
OTHER = "-"
CONFIRMED = 1
"""The group of the recovery code that is typed to show that it was written down."""


class RoleStep(Step):
    FIRST = N_(
        "With this program you pass on signals of human trafficking. Setting it up takes about five"
        " minutes."
    )
    TITLE = N_("What is this computer used for?")
    ABOUT = wizard_about.ROLE

    def fields(self) -> ComposeResult:
        yield RowList([Row(code, _(name), right=_(about)) for code, (name, about) in ROLES.items()])

    def ready(self) -> None:
        super().ready()
        self.query_one(RowList).select(self.answers.role)

    def take(self) -> str:
        row = self.query_one(RowList).current
        self.answers.role = row.id if row is not None else ""
        return ""


class OrganisationStep(Step):
    TITLE = N_("For which organisation?")
    ABOUT = wizard_about.ORGANISATION

    def fields(self) -> ComposeResult:
        from mh_tui.reference.partners import partners

        rows = [Row(one.id, one.name) for one in partners().organisations.values()]
        yield NameList([*rows, Row(OTHER, _("Another organisation: fill in its name below"))])
        yield TextField("organisation", N_("Name of another organisation"), value=self.answers.name)

    def ready(self) -> None:
        super().ready()
        chosen = OTHER if self.answers.name else self.answers.organisation
        self.query_one(RowList).select(chosen)

    def take(self) -> str:
        row = self.query_one(RowList).current
        name = self.value("organisation")
        if row is not None and row.id != OTHER and not name:
            self.answers.organisation, self.answers.name = row.id, ""
            return ""
        if not name:
            self.query_one(TextField).focus_input()
            return _("Fill in the name of the organisation.")
        self.answers.organisation, self.answers.name = slug(name), name
        return ""


def slug(name: str) -> str:
    """An id from a name: lower case letters, digits and dashes."""
    plain = "".join(char if char.isascii() and char.isalnum() else "-" for char in name.lower())
    return "-".join(filter(None, plain.split("-")))[:40] or "organisation"


class NameStep(Step):
    TITLE = N_("Who are you?")
    TEXT = N_(
        "Your colleagues see this name with what you note. Do you share this computer, then you"
        " type it at the lock as well."
    )
    ABOUT = wizard_about.NAME

    def fields(self) -> ComposeResult:
        yield TextField("user", N_("Your name"), value=self.answers.user, limit=NAME_LENGTH)

    def take(self) -> str:
        from mh_tui.vault.slots import checked_name

        if not self.value("user"):
            self.query_one(TextField).focus_input()
            return _("Fill in your name.")
        self.answers.user = checked_name(self.value("user"))
        return ""


class CheckStep(Step):
    """Once more what cannot be changed any more after it; F7 goes back."""

    TITLE = N_("Is this right?")
    TEXT = N_("After this it stays as it is. F7 goes back to change it.")
    ABOUT = wizard_about.CHECK

    def fields(self) -> ComposeResult:
        from mh_tui.services import setup

        chosen = self.answers
        role, _about = ROLES[chosen.role]
        office = setup.organisation_name(chosen.organisation, chosen.name or None)
        lines = [
            Content.assemble((f"  {label:<16}", "$mh-quiet"), (text, "bold"))
            for label, text in (
                (_("Your name"), safe(chosen.user)),
                (_("Organisation"), safe(office)),
                (_("Role"), _(role)),
            )
        ]
        yield Static(Content("\n").join(lines), id="chosen")
        yield RowList([Row("yes", _("Yes, go on"), right="Enter")])


class PassphraseStep(Step):
    TITLE = N_("What is your passphrase?")
    TEXT = N_(
        "A sentence of four words or more is strong and easy to remember. Nobody can look it up"
        " for you."
    )
    ABOUT = wizard_about.PASSPHRASE

    def fields(self) -> ComposeResult:
        yield NewPassphrase()

    def refuses(self, input: Input) -> str:
        """Too short is said before it is typed again."""
        found = self.query_one(NewPassphrase)
        return "" if input is found.inputs[1] else found.too_short()

    def take(self) -> str:
        found = self.query_one(NewPassphrase)
        complaint = found.complaint()
        if not complaint:
            self.answers.passphrase = found.value
        return complaint


class CodeStep(Step):
    TITLE = N_("Your recovery code: write it down now")
    TEXT = N_(
        "It is shown only once. With it you can choose a new passphrase. Keep it in a safe, not"
        " beside this computer. Then type its second group."
    )
    ABOUT = wizard_about.CODE

    def fields(self) -> ComposeResult:
        code = self.answers.made.code if self.answers.made is not None else ""
        yield Static(Content.styled(f"  {code}", "bold $mh-accent"), id="code")
        yield TextField("code", N_("The second group"), limit=10)

    def take(self) -> str:
        code = self.answers.made.code if self.answers.made is not None else ""
        if plain_code(self.value("code")) == code.split("-")[CONFIRMED]:
            return ""
        self.query_one(TextField).focus_input()
        return _("That is not what stands there. Look again at the second group.")


def plain_code(text: str) -> str:
    return "".join(char for char in text.upper() if char.isalnum())


STEPS: tuple[type[Step], ...] = (
    RoleStep,
    OrganisationStep,
    NameStep,
    CheckStep,
    PassphraseStep,
    CodeStep,
    FocalPointStep,
    OwnNumberStep,
    SecondPersonStep,
    FolderStep,
    CardStep,
)
