"""A text of several lines: NFC, a limit that is said, Tab leaves it, a paste is cleaned."""

from __future__ import annotations

import unicodedata

from textual.content import Content
from textual.events import Paste
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import TextArea

from mh_tui.language import _, format_number


class Writing(TextArea):
    """``limit``: characters that may be kept; more can be typed, and is said by ``Count``."""

    DEFAULT_CSS = """
    Writing {
        height: 1fr; min-height: 3; padding: 0 1;
        background: $mh-field; color: $mh-field-ink; border: round $mh-field-line;
    }
    Writing:focus { border: round $mh-accent; }
    """

    def __init__(self, text: str = "", *, limit: int, id: str | None = None) -> None:
        super().__init__(text, id=id, soft_wrap=True, tab_behavior="focus")
        self.limit = limit

    @property
    def value(self) -> str:
        """What is typed, in NFC."""
        return unicodedata.normalize("NFC", self.text)

    def put(self, text: str) -> None:
        """Another text; what was typed before cannot be called back."""
        self.text = text
        self.move_cursor(self.document.end)

    async def _on_paste(self, event: Paste) -> None:
        event.prevent_default()
        event.stop()
        text = unicodedata.normalize("NFC", event.text.replace("\r\n", "\n").replace("\r", "\n"))
        self.replace(text[: max(0, self.limit - len(self.text))], *self.selection)


class Count(Widget):
    """``312 of 800 characters``; too many is said in words."""

    DEFAULT_CSS = "Count { height: 1; color: $mh-quiet; }"

    count: reactive[int] = reactive(0)
    """Characters now."""
    limit: reactive[int] = reactive(0)
    """Characters that may be."""

    def render(self) -> Content:
        text = _("{count} of {limit} characters")
        if self.count > self.limit:
            text = _("! {count} of {limit} characters: too long")
        text = text.format(count=format_number(self.count), limit=format_number(self.limit))
        if self.count > self.limit:
            return Content.styled(text, "bold $mh-late")
        return Content.styled(text, "$mh-quiet")
