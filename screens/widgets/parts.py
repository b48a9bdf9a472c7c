"""Labelled texts under each other: the label in its own column, the text wrapped beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from screens.widgets.rows import wrapped

MARKS = {"late": "▲", "look": "!", "good": "✓"}


@dataclass(frozen=True, slots=True)
class Part:
    """``text`` is shown as it is: pass data through ``safe`` first. Without ``label`` it takes
    the whole width. ``tone``: "", quiet, late, look, good or bold; the first three with a mark.
    """

    label: str
    text: str
    tone: str = ""


class Parts(Widget):
    """``show`` sets what it shows."""

    DEFAULT_CSS = "Parts { height: auto; }"

    def __init__(self, *, label_width: int = 14, id: str | None = None) -> None:
        super().__init__(id=id)
        self.label_width = label_width
        self.parts: tuple[Part, ...] = ()

    def show(self, parts: Iterable[Part]) -> None:
        self.parts = tuple(parts)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render(self) -> Content:
        return Content("\n").join(self._lines(self.content_size.width))

    def _lines(self, width: int) -> list[Content]:
        return [line for part in self.parts for line in self._of(part, width)]

    def _of(self, part: Part, width: int) -> list[Content]:
        mark = MARKS.get(part.tone, "")
        text = f"{mark} {part.text}" if mark else part.text
        style = "bold" if part.tone == "bold" else f"$mh-{part.tone}" if part.tone else "$mh-ink"
        column = self.label_width if part.label else 0
        lines = wrapped(text, max(12, width - column))
        label = part.label + " " * max(1, column - cell_len(part.label)) if part.label else ""
        if cell_len(label) > column:  # a long label has a line of its own
            head = [Content.styled(part.label, "$mh-quiet")]
            return head + [Content.styled(" " * column + line, style) for line in lines]
        first = Content.assemble((label, "$mh-quiet"), (lines[0], style))
        return [first, *(Content.styled(" " * column + line, style) for line in lines[1:])]
