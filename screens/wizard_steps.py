"""The questions of the set-up, one small page each; ``STEPS`` is their order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from mh_tui.errors import InvalidInput
from mh_tui.language import N_, _
from screens import wizard_about
from screens.safe import safe
from screens.widgets.field import Secret, TextField
from screens.widgets.new_passphrase import NewPassphrase
from screens.widgets.rows import Row, RowList

if TYPE_CHECKING:
    from mh_tui.services.session import Session

ROLES: Mapping[str, tuple[str, str]] = {
    "desk": (N_("Desk"), N_("you notice signals at a counter or in an office")),
    "field": (N_("Field team"), N_("you notice signals outside: inspections, home visits")),
    "focal-point": (N_("Focal point"), N_("you receive the signals of your municipality")),
    "coordinator": (N_("Coordinator"), N_("you receive what the municipalities submit")),
}
NAME_LENGTH = 100  # characters, as for a colleague
OTHER = "-"
CONFIRMED = 1
"""The group of the recovery code that is typed to show that it was written down."""


@dataclass(frozen=True, slots=True)
class Made:
    session: Session
    code: str = field(repr=False)


@dataclass(slots=True)
class Answers:
    """What was filled in; ``made``: once the profile stands.

    ``typed``: what stood in the fields of a page that is made anew, by ``Step.name_of``.
    """

    role: str = ""
    organisation: str = ""
    name: str = ""
    user: str = ""
    passphrase: str = field(default="", repr=False)
    folder: str = ""
    made: Made | None = None
    typed: dict[str, str] = field(default_factory=dict, repr=False)


class Step(Vertical):
    """One question. ``take`` reads it into the answers: a complaint stays here."""

    DEFAULT_CSS = "Step { height: 1fr; } Step > Static { height: auto; margin-bottom: 1; }"
    FIRST: ClassVar[str] = ""
    """msgid: what stands before the question."""
    TITLE: ClassVar[str] = ""
    TEXT: ClassVar[str] = ""
    ABOUT: ClassVar[str] = ""
    """msgid: what help says about this step."""

    def __init__(self, answers: Answers) -> None:
        super().__init__()
        self.answers = answers

    @classmethod
    def asked(cls, answers: Answers) -> bool:
        """Skip logic: whether this step is asked with these answers."""
        return True

    def compose(self) -> ComposeResult:
        if self.FIRST:
            yield Static(Content(_(self.FIRST)))
        yield Static(Content.styled(_(self.TITLE), "bold"))
        if self.TEXT:
            yield Static(Content(_(self.TEXT)))
        yield from self.fields()

    def fields(self) -> ComposeResult:
        yield from ()

    def ready(self) -> None:
        for found in self.query("TextField, RowList"):
            if isinstance(found, TextField):
                found.focus_input()
            else:
                found.focus()
            return

    def hold(self) -> None:
        """Remember what stands in the fields, for when this page is made anew: no passphrase."""
        for one in self.query(TextField):
            if not isinstance(one, Secret):
                self.answers.typed[self.name_of(one.path)] = one.value
        for rows in self.query(RowList):
            if rows.current is not None:
                self.answers.typed[self.name_of("row")] = rows.current.id

    def refill(self) -> None:
        """What was remembered, back in its place."""
        for one in self.query(TextField):
            one.value = self.answers.typed.get(self.name_of(one.path), one.value)
        for rows in self.query(RowList):
            rows.select(self.answers.typed.get(self.name_of("row"), ""))

    def name_of(self, path: str) -> str:
        return f"{type(self).__name__}.{path}"

    def forget_secrets(self) -> None:
        """A passphrase that was being typed is not left behind on a hidden screen."""
        for one in self.query(Secret):
            one.value = ""

    def take(self) -> str:
        """Read what was filled in; a text where something is still needed."""
        return ""

    def refuses(self, input: Input) -> str:
        """Enter in a field: what is still needed there, before one goes on to the next."""
        return ""

    def next_field(self, input: Input) -> bool:
        """Enter in a field: go to the next one, if there is one."""
        inputs = [one.input for one in self.query(TextField)]
        at = inputs.index(input) if input in inputs else len(inputs)
        if at + 1 >= len(inputs):
            return False
        inputs[at + 1].focus()
        return True

    def labels(self) -> dict[str, str]:
        """Field paths as they are called here, for errors."""
        return {one.path: _(one.label) for one in self.query(TextField)}

    def value(self, path: str) -> str:
        return next(one.value.strip() for one in self.query(TextField) if one.path == path)


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
        yield RowList([*rows, Row(OTHER, _("Another organisation: fill in its name below"))])
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


class FocalPointStep(Step):
    TITLE = N_("Who is your focal point?")
    TEXT = N_("Shown when there is danger, and when you are in doubt. You may leave it empty.")
    LABEL = N_("Name of the focal point")
    ABOUT = wizard_about.FOCAL_POINT

    @classmethod
    def asked(cls, answers: Answers) -> bool:
        return answers.role in ("desk", "field", "")

    def fields(self) -> ComposeResult:
        yield TextField("name", self.LABEL, limit=NAME_LENGTH)
        yield TextField("phone", N_("Telephone number"), hint=N_("such as 0229 25 22 00"))

    def take(self) -> str:
        from mh_tui.services import starting

        if self.answers.made is not None:
            session = self.answers.made.session
            try:
                starting.focal_point(session, self.value("name"), self.value("phone"))
            except InvalidInput:
                self.query(TextField).last().focus_input()
                raise
        return ""


class OwnNumberStep(FocalPointStep):
    """The focal point itself: its offices have to be able to reach it."""

    TITLE = N_("On which number do they reach you?")
    TEXT = N_(
        "Your desks get it with the first exchange; it stands beside 112. You may leave it empty."
    )
    LABEL = N_("Name to ask for")
    ABOUT = wizard_about.OWN_NUMBER

    @classmethod
    def asked(cls, answers: Answers) -> bool:
        return answers.role == "focal-point"

    def ready(self) -> None:
        super().ready()
        self.query(TextField).first().value = self.answers.user


class SecondPersonStep(Step):
    TITLE = N_("Does a second person approve what goes to the region?")
    TEXT = N_("You can change this later in the settings.")
    ABOUT = wizard_about.SECOND_PERSON

    @classmethod
    def asked(cls, answers: Answers) -> bool:
        return answers.role == "focal-point"

    def fields(self) -> ComposeResult:
        yield RowList([Row("no", _("No, one person is enough")), Row("yes", _("Yes, two persons"))])

    def take(self) -> str:
        from mh_tui.services import starting

        row = self.query_one(RowList).current
        if self.answers.made is not None and row is not None:
            starting.second_person(self.answers.made.session, row.id == "yes")
        return ""


class FolderStep(Step):
    TITLE = N_("Where do you exchange: a stick or a shared folder?")
    TEXT = N_(
        "Give the whole path. Your card is written there as well. You may leave it empty and"
        " choose it later."
    )
    ABOUT = wizard_about.FOLDER

    def fields(self) -> ComposeResult:
        yield TextField("folder", N_("Folder"), hint=N_("E:\\ or /media/stick"))

    def take(self) -> str:
        from mh_tui.services import starting

        typed, made = self.value("folder"), self.answers.made
        if typed and made is not None and typed != self.answers.folder:
            starting.write_card(made.session, starting.folder(made.session, typed))
            self.answers.folder = typed  # going back and on again writes no second card
        return ""


class CardStep(Step):
    TITLE = N_("Ready. Read these digits out over the telephone")
    TEXT = N_(
        "Whoever receives your card compares these thirty digits with what you read out. Only then"
        " do you trust each other. Enter opens the program."
    )
    ABOUT = wizard_about.CARD

    def fields(self) -> ComposeResult:
        from mh_tui.services import exchange, starting

        made = self.answers.made
        if made is None:
            return
        groups = starting.fingerprint(made.session).split()
        lines = [
            Content.assemble((f"   {n}.  ", "$mh-quiet"), (group, "bold $mh-accent"))
            for n, group in enumerate(groups, 1)
        ]
        yield Static(Content("\n").join(lines), id="digits")
        folders = exchange.folders(made.session)
        where = (
            _("Your card lies in {folder}.").format(folder=safe(str(folders[0])))
            if folders
            else _("Your card is not written yet; you can do that later.")
        )
        yield Static(Content.styled(where, "$mh-quiet"))
        yield RowList([Row("open", _("Open the program"), right="Enter")])


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
