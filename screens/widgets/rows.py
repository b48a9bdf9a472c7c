"""A list of rows with a cursor: keys and mouse, wrapped labels, something at the right edge.

- Lines are made only for what is visible and kept until the rows or the width change.
- A heading is a row that the cursor passes over.
- ``Moved`` when the cursor rests on another row, ``Chosen`` on Enter or a click on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from mh_tui.language import _


@dataclass(frozen=True, slots=True)
class Row:
    """``id``: what it stands for. ``mark``: a fixed start, such as ``[x]`` or ``●``.

    All texts are shown as they are: pass data through ``safe`` first. ``right`` is cut where it
    would leave ``text`` less than two fifths of the width: what a row is about stays readable.
    ``tone``: "", quiet, late, look, good, accent, head (a heading) or head-quiet (a remark).
    """

    id: str
    text: str
    right: str = ""
    mark: str = ""
    tone: str = ""

    @property
    def is_head(self) -> bool:
        return self.tone.startswith("head")


TONES = ("quiet", "late", "look", "good", "accent", "head", "head-quiet")


def nothing_found() -> Row:
    """In the place of the rows, where a search has none."""
    return Row("none", _("Nothing found. Backspace takes a letter away."), tone="head-quiet")


class RowList(ScrollView, can_focus=True):
    """``rows`` with a ``cursor``."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rows--row", "rows--cursor", "rows--rest", *(f"rows--{tone}" for tone in TONES),
    }  # fmt: skip
    DEFAULT_CSS = """
    RowList { height: auto; overflow-x: hidden; }
    RowList > .rows--row { color: $mh-ink; background: $mh-page; }
    RowList > .rows--cursor { color: $mh-cursor-ink; background: $mh-cursor; }
    RowList > .rows--rest {
        color: $mh-dim-ink; background: $mh-dim; text-style: underline;
    }
    RowList > .rows--quiet { color: $mh-quiet; background: $mh-page; }
    RowList > .rows--late { color: $mh-late; background: $mh-page; }
    RowList > .rows--look { color: $mh-look; background: $mh-page; }
    RowList > .rows--good { color: $mh-good; background: $mh-page; }
    RowList > .rows--accent { color: $mh-accent; background: $mh-page; }
    RowList > .rows--head-quiet { color: $mh-quiet; background: $mh-page; }
    RowList > .rows--head { color: $mh-accent; background: $mh-page; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "edge(-1)", show=False),
        Binding("end", "edge(1)", show=False),
        Binding("enter", "choose", show=False),
    ]

    cursor: reactive[int] = reactive(0, repaint=False)
    """The row under the cursor; -1 where there is none."""

    class Moved(Message):
        """The cursor came to another row, or the rows changed."""

        def __init__(self, rows: RowList, row: Row | None) -> None:
            super().__init__()
            self.rows = rows
            self.row = row

        @property
        def control(self) -> RowList:
            return self.rows

    class Chosen(Message):
        """Enter, or a click on the row under the cursor."""

        def __init__(self, rows: RowList, row: Row) -> None:
            super().__init__()
            self.rows = rows
            self.row = row

        @property
        def control(self) -> RowList:
            return self.rows

    def __init__(
        self, rows: Sequence[Row] = (), *, id: str | None = None, one_click: bool = True
    ) -> None:
        super().__init__(id=id)
        self._rows = list(rows)
        self._lines: list[tuple[int, int, str]] = []
        self._starts: list[int] = []
        self._width = 0
        self._one_click = one_click

    # -- what it shows ----------------------------------------------------------------

    @property
    def rows(self) -> Sequence[Row]:
        return self._rows

    def show(self, rows: Sequence[Row], *, keep: bool = True) -> None:
        """Other rows; with ``keep`` the cursor stays on the row of the same id."""
        current = self.current
        self._rows = list(rows)
        self._wrap()
        place = 0
        if keep and current is not None:
            ids = [row.id for row in self._rows]
            place = ids.index(current.id) if current.id in ids else min(self.cursor, len(ids) - 1)
        self.set_reactive(RowList.cursor, self._selectable(max(0, place), 1))
        self._reveal()
        self.refresh(layout=True)
        self.post_message(self.Moved(self, self.current))

    @property
    def current(self) -> Row | None:
        return self._rows[self.cursor] if 0 <= self.cursor < len(self._rows) else None

    def select(self, id: str) -> None:
        """Put the cursor on this row, if it is there."""
        for place, row in enumerate(self._rows):
            if row.id == id:
                self.cursor = place

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        self._wrap(width)
        return len(self._lines)

    def on_mount(self) -> None:
        self.set_reactive(RowList.cursor, self._selectable(0, 1))

    def on_resize(self) -> None:
        self._wrap()
        self._reveal()

    def watch_show_vertical_scrollbar(self) -> None:
        """It takes a cell of each line, and nobody tells of another size then."""
        self._wrap()
        self.refresh()

    def _wrap(self, width: int | None = None) -> None:
        self._width = width or self.scrollable_content_region.width or self._width
        self._lines, self._starts = [], []
        for place, row in enumerate(self._rows):
            self._starts.append(len(self._lines))
            indent = cell_len(row.mark) + 1 if row.mark else 0
            right = cell_len(self._right(row))
            room = max(8, self._width - indent - (right + 2 if right else 0) - 2)
            for number, part in enumerate(wrapped(row.text, room)):
                self._lines.append((place, number, part))
        self._starts.append(len(self._lines))
        self.virtual_size = Size(self._width, len(self._lines))

    def _right(self, row: Row) -> str:
        left = cell_len(row.text) + (cell_len(row.mark) + 1 if row.mark else 0)
        most = max(8, self._width * 3 // 5, self._width - left - 4)
        if cell_len(row.right) <= most:
            return row.right
        return set_cell_size(row.right, most - 1) + "…"

    # -- paint ------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        number = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if number >= len(self._lines):
            return Strip.blank(width, self.get_component_rich_style("rows--row"))
        place, part, text = self._lines[number]
        row = self._rows[place]
        style = self._style(place, row)
        mark = f"{row.mark} " if row.mark else ""
        left = f" {mark if part == 0 else ' ' * cell_len(mark)}{text}"
        right = f"{self._right(row)} " if part == 0 and row.right else ""
        gap = max(0, width - cell_len(left) - cell_len(right))
        quiet = style if place == self.cursor else self._tone("quiet", row)
        return Strip(
            [Segment(left, style), Segment(" " * gap, style), Segment(right, quiet)]
        ).adjust_cell_length(width, style)

    def _style(self, place: int, row: Row) -> Style:
        if place == self.cursor and not row.is_head:
            return self.get_component_rich_style("rows--cursor" if self.has_focus else "rows--rest")
        return self.get_component_rich_style(f"rows--{row.tone}" if row.tone else "rows--row")

    def _tone(self, tone: str, row: Row) -> Style:
        return self.get_component_rich_style(f"rows--{row.tone or tone}")

    def watch_has_focus(self, _focused: bool) -> None:
        super().watch_has_focus(_focused)
        self.refresh()

    # -- the cursor -------------------------------------------------------------------

    def watch_cursor(self, old: int, new: int) -> None:
        if old != new:
            self._reveal()
            self.refresh()
            self.post_message(self.Moved(self, self.current))

    def _selectable(self, place: int, step: int) -> int:
        """The nearest row from ``place`` on that the cursor may rest on."""
        for way in (step, -step):
            at = place
            while 0 <= at < len(self._rows):
                if not self._rows[at].is_head:
                    return at
                at += way
        return -1

    def _reveal(self) -> None:
        if not 0 <= self.cursor < len(self._rows) or not self._starts:
            return
        top, bottom = self._starts[self.cursor], self._starts[self.cursor + 1]
        if self.cursor == self._selectable(0, 1):
            top = 0
        self.scroll_to_region(
            Region(0, top, 1, bottom - top), animate=False, force=True, immediate=True
        )

    def action_move(self, step: int) -> None:
        place = self.cursor + step
        if 0 <= place < len(self._rows):
            self.cursor = self._selectable(place, step)

    def action_page(self, step: int) -> None:
        if self._rows:
            far = self.cursor + step * max(1, self.scrollable_content_region.height - 1)
            self.cursor = self._selectable(min(max(0, far), len(self._rows) - 1), step)

    def action_edge(self, side: int) -> None:
        if self._rows:
            self.cursor = self._selectable(0 if side < 0 else len(self._rows) - 1, -side)

    def action_choose(self) -> None:
        if self.current is not None:
            self.post_message(self.Chosen(self, self.current))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        number = offset.y + self.scroll_offset.y if offset is not None else -1
        if not 0 <= number < len(self._lines):
            return
        place = self._lines[number][0]
        if self._rows[place].is_head:
            return
        again = place == self.cursor
        self.cursor = place
        if again or self._one_click:
            self.action_choose()


def wrapped(text: str, width: int) -> list[str]:
    """``text`` on lines of at most ``width`` cells, broken at spaces where there are any."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            joined = f"{line} {word}" if line else word
            if cell_len(joined) <= width:
                line = joined
                continue
            if line:
                lines.append(line)
            while cell_len(word) > width:
                cut = _fitting(word, width)
                lines.append(word[:cut])
                word = word[cut:]
            line = word
        lines.append(line)
    return lines


def _fitting(word: str, width: int) -> int:
    used = 0
    for place, char in enumerate(word):
        used += cell_len(char)
        if used > width:
            return max(1, place)
    return len(word)
