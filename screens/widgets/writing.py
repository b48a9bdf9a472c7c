"""A text of several lines: NFC, a limit that is said, Tab leaves it, a paste is cleaned.

A row of a long paragraph is painted from its own characters: Textual divides the whole paragraph
for each row, which costs 50 ms a key in 20,000 characters.
"""

from __future__ import annotations

import unicodedata

from rich.text import Text
from textual.content import Content
from textual.events import Paste
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import TextArea

from mh_tui.language import _, format_number

TAB = "    "
"""What a tab in a pasted text becomes."""


class Writing(TextArea):
    """``limit``: characters that may be kept; more can be typed, and is said by ``Count``."""

    DEFAULT_CSS = """
    Writing {
        height: 1fr; min-height: 3; padding: 0 1;
        background: $mh-field; color: $mh-field-ink; border: round $mh-field-line;
    }
    Writing:focus { border: round $mh-accent; }
    """

    def __init__(
        self, text: str = "", *, limit: int, id: str | None = None, compact: bool = False
    ) -> None:
        super().__init__(
            text.replace("\t", TAB), id=id, soft_wrap=True, tab_behavior="focus",
            highlight_cursor_line=False, compact=compact,
        )  # fmt: skip
        self.cursor_blink = False
        self.match_cursor_bracket = False
        self.limit = limit

    def on_mount(self) -> None:
        """One goes on where a kept text ended."""
        self.move_cursor(self.document.end)

    def on_resize(self) -> None:
        """Textual paints before it wraps anew, and again only when the number of rows changed."""
        self.refresh()

    @property
    def value(self) -> str:
        """What is typed, in NFC."""
        return unicodedata.normalize("NFC", self.text)

    def put(self, text: str) -> None:
        """Another text; what was typed before cannot be called back."""
        self.text = text.replace("\t", TAB)
        self.move_cursor(self.document.end)

    async def _on_paste(self, event: Paste) -> None:
        event.prevent_default()
        event.stop()
        text = event.text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", TAB)
        text = unicodedata.normalize("NFC", text)
        self.replace(text[: max(0, self.limit - len(self.text))], *self.selection)

    def _render_line(self, y: int) -> Strip:
        rows = self.wrapped_document._offset_to_line_info  # noqa: SLF001 - no public way to it
        row = y + self.scroll_offset.y
        if row >= len(rows) or not self.selection.is_empty:
            return super()._render_line(y)
        line, section = rows[row]
        edges = [0, *self.wrapped_document.get_offsets(line), len(self.document[line]) + 1]
        start, end = edges[section], edges[section + 1]
        text = Text(f"{self.document[line]} "[start:end], end="", no_wrap=True)
        at_line, column = self.selection.end
        if self._draw_cursor and at_line == line and start <= column < end:
            text.stylize(self._theme.cursor_style or "reverse", column - start, column - start + 1)
        strip = Strip(text.render(self.app.console), cell_length=text.cell_len)
        strip = strip.extend_cell_length(self.scrollable_content_region.width, self.rich_style)
        return strip.apply_style(self.rich_style)


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
