"""The questions of the set-up about the office, once the profile stands."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from mh_tui.errors import InvalidInput
from mh_tui.language import N_, _
from screens import wizard_about
from screens.safe import safe
from screens.widgets.field import TextField
from screens.widgets.rows import Row, RowList
from screens.wizard_step import NAME_LENGTH, Answers, Step


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
