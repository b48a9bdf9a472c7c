"""A few choices side by side, one of which may be taken: arrows move, space takes or leaves.

What is taken stands in square brackets, so it needs no colour.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

GAP = 1  # cells between two chips


class Chips(Widget, can_focus=True):
    """``options``: code to label, in the chosen language; ``value``: a code, or ""."""

    DEFAULT_CSS = "Chips { height: auto; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("space,enter", "take", show=False),
    ]

    class Changed(Message):
        """A person took a chip, or left it."""

        def __init__(self, chips: Chips) -> None:
            super().__init__()
            self.chips = chips

        @property
        def control(self) -> Chips:
            return self.chips

    def __init__(
        self, options: Mapping[str, str], *, value: str = "", id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self.options = dict(options)
        self.value = value if value in options else ""
        self.at = max(0, list(self.options).index(self.value) if self.value else 0)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def _lines(self, width: int) -> list[list[str]]:
        """The codes of each line."""
        lines: list[list[str]] = [[]]
        used = 0
        for code, label in self.options.items():
            needed = cell_len(label) + 2
            if lines[-1] and used + GAP + needed > width:
                lines.append([])
                used = 0
            used += needed + (GAP if lines[-1] else 0)
            lines[-1].append(code)
        return lines

    def render(self) -> Content:
        lines = self._lines(self.content_size.width)
        return Content("\n").join(
            Content(" " * GAP).join(self._chip(code) for code in line) for line in lines
        )

    def _chip(self, code: str) -> Content:
        label = self.options[code]
        text = f"[{label}]" if code == self.value else f" {label} "
        if self.has_focus and code == list(self.options)[self.at]:
            return Content.styled(text, "$mh-cursor-ink on $mh-cursor")
        return Content.styled(text, "bold $mh-accent" if code == self.value else "$mh-ink")

    def action_move(self, by: int) -> None:
        self.at = min(max(0, self.at + by), len(self.options) - 1)
        self.refresh()

    def action_take(self) -> None:
        self.take(list(self.options)[self.at])

    def take(self, code: str) -> None:
        """Take this one, or leave it where it was taken; and tell."""
        self.value = "" if code == self.value else code
        self.refresh()
        self.post_message(self.Changed(self))

    def clear(self) -> None:
        self.value = ""
        self.refresh()

    def watch_has_focus(self, _focused: bool) -> None:
        super().watch_has_focus(_focused)
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        lines = self._lines(self.content_size.width)
        left = 0
        for code in lines[offset.y] if offset.y < len(lines) else ():
            width = cell_len(self.options[code]) + 2
            if left <= offset.x < left + width:
                self.at = list(self.options).index(code)
                self.take(code)
                return
            left += width + GAP
