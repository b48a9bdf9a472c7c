"""What the pages of the set-up have in common, and what they fill in together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from mh_tui.language import _
from screens.widgets.field import Secret, TextField
from screens.widgets.rows import RowList

if TYPE_CHECKING:
    from mh_tui.services.session import Session

NAME_LENGTH = 100  # characters, as for a colleague


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
