"""What the program has to say about the last thing a person did: an error, or a confirmation.

It stands above the footer and pushes nothing that is being typed; it goes with the next thing.
"""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from mh_tui.errors import MhError, WrongPassphrase
from mh_tui.language import _

MARKS = {"error": "!", "look": "!", "good": "✓", "busy": "·"}


class Notice(Widget):
    """``say`` shows a text, ``clear`` takes it away."""

    DEFAULT_CSS = """
    Notice { dock: bottom; height: auto; max-height: 5; margin-bottom: 2; display: none; }
    """
    text: reactive[str] = reactive("", layout=True)
    """What is shown; empty hides it."""

    def say(self, text: str, kind: str = "error") -> None:
        """``kind``: error, look, good, or busy: it is being done."""
        for name in MARKS:
            self.set_class(name == kind, f"-{name}")
        self.text = f"{MARKS[kind]} {text}"
        self.display = True

    def clear(self) -> None:
        self.text = ""
        self.display = False

    def render(self) -> Content:
        return Content(self.text)


def error_text(error: MhError, labels: Mapping[str, str] | None = None) -> str:
    """The error for a person: field paths become the labels that stand on the screen."""
    field = error.field or ""
    named = (labels or {}).get(field, field)
    holes = {key: _joined(value) for key, value in error.detail.items()} | {"field": named}
    if isinstance(error, WrongPassphrase):  # says how long to wait, in one number or another
        return error.message()
    try:
        return _(error.text).format_map(holes)
    except KeyError:
        return error.message()


def _joined(value: object) -> object:
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else value
