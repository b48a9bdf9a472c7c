"""The table of signals: the focal point's, and the region's with the office each came from.

- Pages by key: the next one is asked for before the cursor comes to it.
- Reads run in a thread, one at a time; of what is asked meanwhile only the last is read, and an
  older answer never replaces a newer one. So no search or filter holds up a key.
- Filters are letters; the line above the table says which ones hold, and the order.
- Coming back from a dossier, one stands where one was.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

from mh_tui.journal import clock
from mh_tui.language import N_, _
from mh_tui.projection import ordering
from mh_tui.services import reading, table_filters, table_view
from mh_tui.services.session import COORDINATOR
from screens import table_columns
from screens.choose import Choose
from screens.kept import Form
from screens.keys import Key, bindings
from screens.page import Page, Place
from screens.safe import safe
from screens.table_keys import FILTERS, KEYS, TOGGLES
from screens.widgets.edges import Edges
from screens.widgets.field import PlainInput
from screens.widgets.line_table import AHEAD, Column, LineTable, TableRow

PAGE = 100  # rows a page
MOST = 900  # rows that are read again at once, on coming back
PAUSE = 0.03  # seconds without a key before a search begins
SLOW = 0.3  # seconds after which a read says that it is busy


@dataclass(frozen=True, slots=True)
class Query:
    """What is shown now; ``number`` tells answers of an older one apart.

    ``limit``: rows of its first page.
    """

    chosen: Mapping[str, Any]
    words: str
    number: int
    limit: int = PAGE


class Signals(Form):
    """``state``, ``urgency``, …: filters to begin with, as ``table_filters`` names them."""

    CSS_PATH = "signals.tcss"
    UNTIL_LEFT = True
    KEYS: ClassVar[tuple[Key, ...]] = KEYS
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(KEYS),
        Binding("down", "to_table", show=False),
    ]
    HIDDEN_APP_KEYS = frozenset({"app.exchange"})
    AUTO_FOCUS = ""
    ABOUT = N_(
        "One line a signal. A letter chooses a filter, x takes all away; o changes the order, F3"
        " searches in all texts. A phone number or plate is found in every spelling. Enter opens"
        " the dossier."
    )

    class Found(Message):
        """A page of rows. ``first``: it begins the list."""

        def __init__(self, query: Query, rows: list[TableRow], after: str | None, *, first: bool):
            super().__init__()
            self.query = query
            self.rows = rows
            self.after = after
            self.first = first

    def __init__(
        self,
        chosen: dict[str, Any] | None = None,
        words: str = "",
        again: bool = False,
        search: bool = False,
    ) -> None:
        super().__init__(again=again)
        self.begins_with_search = search
        self.chosen: dict[str, Any] = dict(chosen or {})
        self.words = words
        self.now_showing = Query({}, "", 0)
        self._names: dict[bytes, str] = {}
        self._pause: Timer | None = None
        self._at_work = 0.0
        """Since when a read is at work; 0 for none."""
        self._next: tuple[str | None] | None = None
        """The read to do after that one: after which row."""

    def body(self) -> ComposeResult:
        self.words = self.filled.get("words", self.words)
        yield PlainInput(self.words, id="words", compact=True, select_on_focus=False)
        yield Edges(id="filters")
        yield LineTable(self._columns(), id="table")

    @property
    def is_table(self) -> bool:
        return self.session.person.role == COORDINATOR

    def title_text(self) -> str:
        return _("Regional table") if self.is_table else _("All signals")

    def status_text(self) -> str:
        if self._searches:
            return _("↓: to the list   Esc: stop searching")
        return _("Esc: back")

    def shown_keys(self) -> Iterable[Key]:
        """While one types in the search, a letter is a letter and no filter."""
        return (key for key in super().shown_keys() if len(key.key) > 1 or not self._searches)

    @property
    def _searches(self) -> bool:
        return bool(self.query("#words:focus"))

    def place(self) -> Place:
        return Place("signals", {"chosen": self.chosen, "again": True})

    def about(self) -> dict[str, Any]:
        return {}

    def gather(self) -> dict[str, Any]:
        return {"words": self.words}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "narrow" and parameters == ("sender",):
            return self.mh.session is not None and self.is_table
        return True

    def paint(self) -> None:
        self._names = table_filters.names(self.session)
        self.query_one("#words", PlainInput).placeholder = _("Search in all texts")
        self.load()
        if self.focused is None:
            searches = self.words or self.begins_with_search
            self.query_one("#words" if searches else LineTable).focus()

    def on_screen_resume(self) -> None:
        """Read again what stands here, down to where one was; far down it stays as it is."""
        if self.is_mounted and self.now_showing.number:
            down = self.query_one(LineTable).cursor + AHEAD
            if down < MOST:
                self.load(max(PAGE, down))

    # -- reads ------------------------------------------------------------------------

    def load(self, limit: int = PAGE) -> None:
        """Begin the list anew with the filters, words and order of now."""
        number = self.now_showing.number + 1
        self.now_showing = Query(dict(self.chosen), self.words, number, limit)
        order = table_filters.order(self.chosen)
        table = self.query_one(LineTable)
        table.lay_out(self._columns(), table_columns.SORTED[order])
        self._say_filters()
        self._read(None)

    def _columns(self) -> tuple[Column, ...]:
        order = table_filters.order(self.chosen)
        return table_columns.columns(order, region=self.is_table)

    def _read(self, after: str | None) -> None:
        if self._at_work:
            self._next = (after,)
            return
        self._at_work = time.monotonic()
        self.set_timer(SLOW, self._say_filters)
        self.run_job(self._reader(after))

    def _was_read(self) -> None:
        self._at_work, following, self._next = 0.0, self._next, None
        if following is not None:
            self._read(following[0])
        self._say_filters()

    def _reader(self, after: str | None) -> Callable[[], Found]:
        """Reads a page of what is shown now; may run in a thread, also after this page went."""
        session, table, query, names = self.session, self.is_table, self.now_showing, self._names

        def read() -> Signals.Found:
            now = clock.wall_ms()
            wanted = table_filters.search(session, query.chosen, query.words, now=now)
            limit = query.limit if after is None else PAGE
            lines, further = reading.page(session, wanted, limit=limit, after=after)
            rows = [_row(table_view.line_view(one, names, now=now, table=table)) for one in lines]
            return self.Found(query, rows, further, first=after is None)

        return read

    @on(Found)
    def found(self, message: Found) -> None:
        message.stop()
        if message.query.number == self.now_showing.number:
            table = self.query_one(LineTable)
            if message.first:
                table.show(message.rows, message.after, empty=self._empty())
            else:
                table.extend(message.rows, message.after)
        self._was_read()

    @on(Page.Failed)
    def not_read(self, message: Page.Failed) -> None:
        """The frame says what is wrong."""
        self._was_read()

    @on(LineTable.NeedMore)
    def more(self, event: LineTable.NeedMore) -> None:
        event.stop()
        if self._next is None:
            self._read(event.after)

    def _empty(self) -> str:
        if self.chosen or self.words.strip():
            return _("Nothing fits. Press x to see all signals.")
        return _("No signals yet. They come in with Send and collect.")

    def _say_filters(self) -> None:
        parts = [safe(one) for one in table_filters.told(self.chosen, self._names)]
        line = self.query_one("#filters", Edges)
        text = " · ".join(parts) if parts else _("all")
        table = self.query_one(LineTable)
        count = f"  {len(table.rows)}{'+' if table.after else ''}" if table.rows else ""
        line.left = Content.assemble(
            (_("Shown: "), "$mh-quiet"), (text, "bold"), (count, "$mh-quiet")
        )
        order = _(table_filters.ORDERS[table_filters.order(self.chosen)])
        slow = self._at_work and time.monotonic() - self._at_work >= SLOW
        busy = _("reading …") + "  " if slow else ""
        line.right = Content.styled(f"{busy}o: {order}", "$mh-quiet")

    # -- what a person does -----------------------------------------------------------

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value == self.words:
            return
        self.words = event.value
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self.load)

    @on(Input.Submitted)
    def entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_to_table()

    @on(events.DescendantFocus)
    def moved(self) -> None:
        self.paint_frame()

    def action_to_table(self) -> None:
        self.query_one(LineTable).focus()

    def action_search(self) -> None:
        self.query_one("#words").focus()

    def action_filter(self) -> None:
        """All filters in one list; their letters are quicker."""
        self.app.push_screen(Choose(N_("Filter"), self._filters, self.action_narrow))

    def _filters(self) -> list[tuple[str, str]]:
        named = zip(table_filters.LABELS.items(), FILTERS, strict=True)
        yes = zip(table_filters.TOGGLES.items(), TOGGLES, strict=True)
        return [
            (name, f"{key.key}  {_(label)}")
            for (name, label), key in (*named, *yes)
            if name != "sender" or self.is_table
        ]

    def action_narrow(self, name: str) -> None:
        if name in table_filters.TOGGLES:
            self.action_only(name)
            return
        self.app.push_screen(
            Choose(
                table_filters.LABELS[name],
                lambda: table_filters.options(self.session, name),
                lambda code: self.narrow(name, code),
                str(self.chosen.get(name, "")),
            )
        )

    def narrow(self, name: str, code: str) -> None:
        """Only what has this code; an empty one takes the filter away."""
        self.chosen.pop(name, None)
        if code:
            self.chosen[name] = code
        self.load()

    def action_only(self, name: str) -> None:
        self.narrow(name, "" if self.chosen.get(name) else "yes")

    def action_order(self, step: int) -> None:
        order = table_filters.next_order(self.chosen, step)
        self.narrow("order", "" if order == ordering.NEWEST else order)

    def action_clear(self) -> None:
        """All signals again; the order stays."""
        self.chosen = {name: code for name, code in self.chosen.items() if name == "order"}
        self.query_one("#words", PlainInput).value = ""
        self.words = ""
        self.load()

    async def action_back(self) -> None:
        words = self.query_one("#words", PlainInput)
        if words.has_focus:
            words.value = ""
            self.action_to_table()
        else:
            await super().action_back()

    def beside(self, step: int) -> tuple[str, str] | None:
        """The next signal, or the one before, for a dossier that lies above."""
        table = self.query_one(LineTable)
        before = table.current
        table.action_move(step)
        if table.current is None or table.current is before:
            return None
        signal, _slash, sender = table.current.id.partition("/")
        return signal, sender

    @on(LineTable.Chosen)
    def opened(self, event: LineTable.Chosen) -> None:
        event.stop()
        signal, _slash, sender = event.row.id.partition("/")
        self.mh.go("dossier", signal=signal, sender=sender)


_TONES = {table_view.LATE: "late", table_view.LOOK: "look", table_view.NEW: "accent"}


def _row(view: table_view.LineView) -> TableRow:
    cells = {name: safe(text) for name, text in view.cells.items()}
    return TableRow(f"{view.id}/{view.sender.hex()}", view.mark, cells, _TONES.get(view.mark, ""))
