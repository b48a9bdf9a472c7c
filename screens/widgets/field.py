"""A field: its label, where one types, and what is wrong with it.

- The label stands above the input; the error under it, in words.
- What is typed is kept in NFC (TERMINAL.md 1.5); a paste is cleaned here and says so.
"""

from __future__ import annotations

import unicodedata

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Paste
from textual.message import Message
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input

from mh_tui.language import N_, _

TEXT = 500  # characters of a short text (CLI.md)


class Label(Widget):
    """One line of text above or under an input."""

    DEFAULT_CSS = "Label { height: auto; }"

    def __init__(self, text: str = "", *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self.text = text

    def say(self, text: str) -> None:
        self.text = text
        self.refresh(layout=True)

    def render(self) -> Content:
        return Content(self.text)


TAKES_OVER = "→"


class PlainInput(Input):
    """An input without surprises: NFC, one line, and a paste that is never dropped silently."""

    def on_mount(self) -> None:
        self.cursor_blink = False

    @property
    def _value(self) -> Text:
        """An arrow parts what was typed from what is offered: colour alone does not tell, and
        nobody should take a name for written that only the arrow key takes over."""
        text = super()._value
        if self.has_focus and len(self._suggestion) > len(self.value):
            text.append(TAKES_OVER)
        return text

    def _on_paste(self, event: Paste) -> None:
        """Line ends become spaces; what is too long is cut, and both are said."""
        event.prevent_default()
        event.stop()
        text = unicodedata.normalize("NFC", " ".join(event.text.split()))
        room = (self.max_length or TEXT) - len(self.value)
        if len(text) > room:
            self.post_message(self.Cut(self, len(text) - max(0, room)))
        self.replace(text[: max(0, room)], *self.selection)

    class Cut(Message):
        """A paste was too long; ``count`` characters did not fit."""

        def __init__(self, input: PlainInput, count: int) -> None:
            super().__init__()
            self.input = input
            self.count = count


class TextField(Vertical):
    """``path``: what it fills; ``label``, ``hint``: msgids. One line: label left, input right."""

    DEFAULT_CSS = """
    TextField { height: auto; }
    TextField > Horizontal { height: auto; }
    TextField .label { width: 32; color: $mh-quiet; padding-right: 1; }
    TextField > .error { display: none; color: $mh-late; padding-left: 32; }
    """

    class Changed(Message):
        """A person changed the value."""

        def __init__(self, field: TextField) -> None:
            super().__init__()
            self.field = field

        @property
        def control(self) -> TextField:
            return self.field

    def __init__(
        self, path: str, label: str, *, value: str = "", hint: str = "", limit: int = TEXT,
        secret: bool = False, suggester: Suggester | None = None, id: str | None = None,
        anew: bool = False,
    ) -> None:  # fmt: skip
        """``anew``: what is typed takes the place of what stands there, as with a time."""
        super().__init__(id=id)
        self.path = path
        self.label = label
        self.hint = hint
        self.input = PlainInput(
            value, password=secret, max_length=limit, compact=True, suggester=suggester,
            # in a text, one letter would replace all that stands there
            select_on_focus=secret or anew,
        )  # fmt: skip

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Label(_(self.label), classes="label")
            yield self.input
        yield Label(classes="error")

    def on_mount(self) -> None:
        if self.hint:
            self.input.placeholder = _(self.hint)

    @property
    def value(self) -> str:
        return unicodedata.normalize("NFC", self.input.value)

    @value.setter
    def value(self, text: str) -> None:
        self.input.value = text

    def focus_input(self) -> None:
        self.input.focus()

    def complain(self, text: str) -> None:
        """Show what is wrong, or nothing more."""
        error = self.query_one(".error", Label)
        error.say(f"! {text}" if text else "")
        error.display = bool(text)

    @on(Input.Changed)
    def changed(self, event: Input.Changed) -> None:
        event.stop()
        self.complain("")
        self.post_message(self.Changed(self))

    @on(PlainInput.Cut)
    def cut(self, event: PlainInput.Cut) -> None:
        event.stop()
        text = _("This text was too long: the last {count} characters did not fit.")
        self.complain(text.format(count=event.count))


class Secret(TextField):
    """A passphrase: shown as dots, never copied."""

    def __init__(self, path: str, label: str = N_("Passphrase"), *, id: str | None = None) -> None:
        super().__init__(path, label, limit=1000, secret=True, id=id)
