"""A table of any length, page by page: only what is visible is painted (TERMINAL.md 2.14).

- Rows come in pages by key; near the end of what is there it asks for the next page.
- Columns are data; where the table is narrow, those that need more room are left out.
- A mark and a word say what is the matter with a row; colour comes third.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from mh_tui.language import _

AHEAD = 60
"""Rows that must still lie below the cursor, or the next page is asked for."""


@dataclass(frozen=True, slots=True)
class Column:
    """``label``: msgid. ``width``: cells. ``from_width``: shown in a table at least that wide.

    ``grows``: takes what room is left; one column does.
    """

    id: str
    label: str
    width: int
    from_width: int = 0
    grows: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """``cells``: by column id, already safe. ``tone``: "", late, look or accent."""

    id: str
    mark: str
    cells: Mapping[str, str]
    tone: str = ""


TONES = ("late", "look", "accent", "quiet")


class LineTable(ScrollView, can_focus=True):
    """``show`` the first page, ``extend`` with the next ones."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "table--row", "table--cursor", "table--rest", "table--head",
        *(f"table--{tone}" for tone in TONES),
    }  # fmt: skip
    DEFAULT_CSS = """
    LineTable { height: 1fr; overflow-x: hidden; background: $mh-page; }
    LineTable { scrollbar-size-vertical: 1; }
    LineTable > .table--row { color: $mh-ink; background: $mh-page; }
    LineTable > .table--cursor { color: $mh-cursor-ink; background: $mh-cursor; }
    LineTable > .table--rest {
        color: $mh-dim-ink; background: $mh-dim; text-style: underline;
    }
    LineTable > .table--head { color: $mh-accent; background: $mh-page; text-style: bold; }
    LineTable > .table--late { color: $mh-late; background: $mh-page; }
    LineTable > .table--look { color: $mh-look; background: $mh-page; }
    LineTable > .table--accent { color: $mh-accent; background: $mh-page; }
    LineTable > .table--quiet { color: $mh-quiet; background: $mh-page; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown,space", "page(1)", show=False),
        Binding("home", "edge(0)", show=False),
        Binding("end", "edge(1)", show=False),
        Binding("enter", "choose", show=False),
    ]

    cursor: reactive[int] = reactive(0, repaint=False)
    """The row under the cursor."""

    class Chosen(Message):
        """Enter, or a click on the row under the cursor."""

        def __init__(self, row: TableRow) -> None:
            super().__init__()
            self.row = row

    class NeedMore(Message):
        """The cursor comes near the end: ``after`` is the place of the next page."""

        def __init__(self, after: str) -> None:
            super().__init__()
            self.after = after

    def __init__(self, columns: Sequence[Column], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.columns = tuple(columns)
        self.sorted: tuple[str, str] = ("", "")
        self.rows: list[TableRow] = []
        self.after: str | None = None
        self._asked = ""
        self._beyond = 0
        self._empty = ""

    # -- what it shows ----------------------------------------------------------------

    def show(self, rows: Iterable[TableRow], after: str | None, *, empty: str = "") -> None:
        """The first page; the cursor stays on the row of the same id. ``empty``: said if none."""
        current = self.current
        self.rows = list(rows)
        self.after, self._asked, self._beyond, self._empty = after, "", 0, empty
        ids = [row.id for row in self.rows]
        kept = current is not None and current.id in ids
        self.set_reactive(LineTable.cursor, ids.index(current.id) if kept and current else 0)
        self._measure()
        self._reveal()
        self.refresh()

    def extend(self, rows: Iterable[TableRow], after: str | None) -> None:
        """The next page."""
        self.rows += rows
        self.after, self._asked = after, ""
        self._measure()
        if self._beyond:
            beyond, self._beyond = self._beyond, 0
            self.cursor = min(self.cursor + beyond, len(self.rows) - 1)
        self.refresh()
        self._look_ahead()

    def lay_out(self, columns: Sequence[Column], sorted: tuple[str, str]) -> None:
        """Other columns; ``sorted``: which one the rows are ordered by, and a mark for the way."""
        self.columns, self.sorted = tuple(columns), sorted
        self.refresh()

    @property
    def current(self) -> TableRow | None:
        return self.rows[self.cursor] if 0 <= self.cursor < len(self.rows) else None

    def select(self, id: str) -> None:
        """Put the cursor on this row, if it is there."""
        for place, row in enumerate(self.rows):
            if row.id == id:
                self.cursor = place

    def shown_columns(self) -> list[tuple[Column, int]]:
        """The columns that fit, each with its width."""
        room = self.scrollable_content_region.width
        fitting = [one for one in self.columns if room >= one.from_width]
        left = room - 2 - sum(one.width + 1 for one in fitting)
        return [(one, max(4, one.width + left) if one.grows else one.width) for one in fitting]

    def _measure(self) -> None:
        lines = 1 + len(self.rows) + (1 if self.after else 0)
        self.virtual_size = Size(self.scrollable_content_region.width, lines)

    def on_resize(self) -> None:
        self._measure()
        self._reveal()

    # -- paint ------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        if y == 0:
            return self._line(" ", {one.id: self._head(one) for one in self.columns}, "head", width)
        place = y - 1 + self.scroll_offset.y
        if place < len(self.rows):
            row = self.rows[place]
            return self._line(row.mark or " ", row.cells, self._tone(place, row), width)
        text = ""
        if place == len(self.rows) and self.after:
            text = _("more…")
        elif not self.rows and place == 1:
            text = self._empty
        style = self.get_component_rich_style("table--quiet")
        return Strip([Segment(set_cell_size(f"  {text}", width), style)])

    def _head(self, column: Column) -> str:
        by, mark = self.sorted
        return f"{_(column.label)} {mark}" if column.id == by else _(column.label)

    def _tone(self, place: int, row: TableRow) -> str:
        if place == self.cursor:
            return "cursor" if self.has_focus else "rest"
        return row.tone or "row"

    def _line(self, mark: str, cells: Mapping[str, str], tone: str, width: int) -> Strip:
        parts = [fit(cells.get(one.id, ""), room) for one, room in self.shown_columns()]
        text = set_cell_size(f"{mark} {' '.join(parts)}", width)
        return Strip([Segment(text, self.get_component_rich_style(f"table--{tone}"))], width)

    def watch_has_focus(self, _focused: bool) -> None:
        super().watch_has_focus(_focused)
        self.refresh()

    # -- the cursor -------------------------------------------------------------------

    def watch_cursor(self, old: int, new: int) -> None:
        if old != new:
            self._reveal()
            self.refresh()
            self._look_ahead()

    def _look_ahead(self) -> None:
        if self.after and self._asked != self.after and len(self.rows) - self.cursor < AHEAD:
            self._asked = self.after
            self.post_message(self.NeedMore(self.after))

    def _reveal(self) -> None:
        height = max(1, self.scrollable_content_region.height - 1)
        top = self.scroll_offset.y
        if self.cursor < top:
            top = self.cursor
        elif self.cursor >= top + height:
            top = self.cursor - height + 1
        self.scroll_to(y=top, animate=False, force=True, immediate=True)

    def action_move(self, step: int) -> None:
        self._to(self.cursor + step)

    def action_page(self, step: int) -> None:
        self._to(self.cursor + step * max(1, self.scrollable_content_region.height - 2))

    def _to(self, place: int) -> None:
        """A row, or as near as the rows that are there; what is still to come is made up for."""
        last = len(self.rows) - 1
        if self.rows:
            self._beyond = max(0, place - last) if self.after else 0
            self.cursor = min(max(0, place), last)
            self._look_ahead()

    def action_edge(self, side: int) -> None:
        self._to(len(self.rows) - 1 if side else 0)

    def action_choose(self) -> None:
        if self.current is not None:
            self.post_message(self.Chosen(self.current))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        place = offset.y - 1 + self.scroll_offset.y if offset is not None and offset.y else -1
        if 0 <= place < len(self.rows):
            again = place == self.cursor
            self.cursor = place
            if again:
                self.action_choose()


def fit(text: str, width: int) -> str:
    """``text`` in exactly ``width`` cells, cut with an ellipsis where it is longer."""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(set_cell_size(text, width - 1).rstrip() + "…", width)
