"""One line with something at its left and something at its right: headers, footers, rows."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget


class Edges(Widget):
    """``left`` gives way to ``right``: it is cut with an ellipsis, never wrapped."""

    DEFAULT_CSS = "Edges { height: 1; }"

    left: reactive[Content] = reactive(Content(""))
    """What it begins with."""
    right: reactive[Content] = reactive(Content(""))
    """What it ends with; always whole."""

    def render(self) -> Content:
        return join(self.left, self.right, self.content_size.width)


def join(left: Content, right: Content, width: int) -> Content:
    """``left`` and ``right`` on one line of ``width`` cells."""
    room = max(0, width - right.cell_length - (1 if right else 0))
    if left.cell_length > room:
        left = left.truncate(room, ellipsis=True)
    return Content.assemble(left, " " * (width - left.cell_length - right.cell_length), right)
