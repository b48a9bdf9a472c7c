"""The table of signals: the focal point's, and the region's with the office each came from.

- Pages by key: the next one is asked for before the cursor comes to it.
- Search as you type waits for a short pause, runs in a thread, and an older answer never
  replaces a newer one.
- Filters are letters; the line above the table says which ones hold.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

from mh_tui.journal import clock
from mh_tui.language import N_, _
from mh_tui.projection.listing import Filter
from mh_tui.services import reading, table_filters, table_view
from mh_tui.services.session import COORDINATOR
from screens.choose import Choose
from screens.kept import Form
from screens.keys import BACK, Key, bindings
from screens.page import Place
from screens.safe import safe
from screens.widgets.edges import Edges
from screens.widgets.field import PlainInput
from screens.widgets.line_table import Column, LineTable, TableRow

PAGE = 100  # rows a page
PAUSE = 0.03  # seconds without a key before a search begins

_WHEN = Column("when", N_("Came in"), 8)
_STAND = Column("stand", N_("How it stands"), 20)
_ADVICE = Column("advice", N_("Advice"), 14)
_CONTEXT = Column("context", N_("Where seen"), 15, grows=True)
_SEEN = Column("seen", N_("Seen"), 8, 108)
_FORMS = Column("forms", N_("Form"), 20, 112)
_DUE = Column("due", N_("Term"), 8, 130)
OWN_COLUMNS = (
    _WHEN, Column("municipality", N_("Municipality"), 12), _CONTEXT, _ADVICE, _STAND, _SEEN,
    _FORMS, _DUE,
)  # fmt: skip
TABLE_COLUMNS = (
    _WHEN, Column("from", N_("From"), 18), Column("municipality", N_("Municipality"), 12, 100),
    _CONTEXT, _ADVICE, _STAND, _SEEN, Column("forms", N_("Form"), 20, 140), _DUE,
)  # fmt: skip


def _filter(id: str, letter: str, label: str, help: str) -> Key:
    return Key(f"table.{id}", letter, f"narrow('{id}')", label, help, palette=True)


SEARCH = Key("table.search", "f3", "search", N_("Search"), N_("Search in all texts"), "ctrl+f",
             footer=10, palette=True, priority=True)  # fmt: skip
SLASH = Key("table.slash", "slash", "search", N_("Search"), N_("Search in all texts"))
STATE = _filter("state", "t", N_("State"), N_("Only signals in one state"))
URGENCY = _filter("urgency", "u", N_("Advice"), N_("Only one level of advice"))
TOWN = _filter("municipality", "g", N_("Municipality"), N_("Only one municipality"))
FORM = _filter("form", "v", N_("Form"), N_("Only one form of exploitation"))
SINCE = _filter("since", "d", N_("Since"), N_("Only what was seen since some time"))
OFFICE = _filter("sender", "k", N_("Office"), N_("Only what came from one office"))
CHOOSE = Key("table.filter", "f", "filter", N_("Filter"), N_("Choose what to show"), footer=11,
             palette=True)  # fmt: skip
OVERDUE = Key("table.late", "l", "late", N_("Late"), N_("Only what is over its term"), footer=17,
              palette=True)  # fmt: skip
ORDER = Key("table.order", "o", "order", N_("Order"), N_("Newest or oldest first"), footer=18,
            palette=True)  # fmt: skip
CLEAR = Key("table.clear", "x", "clear", N_("All"), N_("Take all filters away"), footer=19,
            palette=True)  # fmt: skip
FILTERS = (STATE, URGENCY, TOWN, FORM, SINCE, OFFICE)
"""In the order of ``table_filters.LABELS``."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is shown now; ``number`` tells answers of an older one apart."""

    wanted: Filter
    number: int


class Signals(Form):
    """``state``, ``urgency``, …: filters to begin with, as ``table_filters`` names them."""

    CSS_PATH = "signals.tcss"
    UNTIL_LEFT = True
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, SEARCH, SLASH, CHOOSE, *FILTERS, OVERDUE, ORDER, CLEAR)
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(KEYS),
        Binding("down", "to_table", show=False),
    ]
    HIDDEN_APP_KEYS = frozenset({"app.exchange"})
    AUTO_FOCUS = ""
    ABOUT = N_(
        "One line a signal, the newest first. A letter chooses a filter, x takes all away."
        " F3 searches in all texts. Enter opens the dossier."
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
        self, chosen: dict[str, Any] | None = None, words: str = "", again: bool = False
    ) -> None:
        super().__init__(again=again)
        self.chosen: dict[str, Any] = dict(chosen or {})
        self.words = words
        self.now_showing = Query(Filter(), 0)
        self._names: dict[bytes, str] = {}
        self._pause: Timer | None = None

    def body(self) -> ComposeResult:
        self.words = self.filled.get("words", self.words)
        yield PlainInput(self.words, id="words", compact=True, select_on_focus=False)
        yield Edges(id="filters")
        yield LineTable(TABLE_COLUMNS if self.is_table else OWN_COLUMNS, id="table")

    @property
    def is_table(self) -> bool:
        return self.session.person.role == COORDINATOR

    def title_text(self) -> str:
        return _("Regional table") if self.is_table else _("All signals")

    def status_text(self) -> str:
        return _("Esc: back")

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
            self.query_one("#words" if self.words else LineTable).focus()

    def on_screen_resume(self) -> None:
        if self.is_mounted and self.now_showing.number:
            self.load()

    # -- reads ------------------------------------------------------------------------

    def load(self) -> None:
        """Begin the list anew with the filters and words of now."""
        wanted = table_filters.filter_of(self.chosen, self.words, now=clock.wall_ms())
        self.now_showing = Query(wanted, self.now_showing.number + 1)
        self._say_filters()
        if wanted.words is None:
            found = self.attempt(self._reader(None))
            if found is not None:
                self.found(found)
        else:
            self.run_job(self._reader(None))

    def _reader(self, after: str | None) -> Callable[[], Found]:
        """Reads a page of what is shown now; may run in a thread, also after this page went."""
        session, table, query, names = self.session, self.is_table, self.now_showing, self._names

        def read() -> Signals.Found:
            now = clock.wall_ms()
            lines, further = reading.page(session, query.wanted, limit=PAGE, after=after)
            rows = [_row(table_view.line_view(one, names, now=now, table=table)) for one in lines]
            return self.Found(query, rows, further, first=after is None)

        return read

    @on(Found)
    def found(self, message: Found) -> None:
        message.stop()
        if message.query.number != self.now_showing.number:
            return
        table = self.query_one(LineTable)
        if message.first:
            table.show(message.rows, message.after, empty=self._empty())
        else:
            table.extend(message.rows, message.after)

    @on(LineTable.NeedMore)
    def more(self, event: LineTable.NeedMore) -> None:
        event.stop()
        self.run_job(self._reader(event.after))

    def _empty(self) -> str:
        if self.chosen or self.words.strip():
            return _("Nothing fits. Press x to see all signals.")
        return _("No signals yet. They come in with Send and collect.")

    def _say_filters(self) -> None:
        parts = [safe(one) for one in table_filters.told(self.chosen, self._names)]
        line = self.query_one("#filters", Edges)
        text = " · ".join(parts) if parts else _("all")
        line.left = Content.assemble((_("Shown: "), "$mh-quiet"), (text, "bold"))
        oldest = self.chosen.get("oldest")
        line.right = Content.styled(_("oldest first") if oldest else _("newest first"), "$mh-quiet")

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

    def action_to_table(self) -> None:
        self.query_one(LineTable).focus()

    def action_search(self) -> None:
        self.query_one("#words").focus()

    def action_filter(self) -> None:
        """All filters in one list; their letters are quicker."""
        self.app.push_screen(Choose(N_("Filter"), self._filters, self.action_narrow))

    def _filters(self) -> list[tuple[str, str]]:
        return [
            (name, f"{key.key}  {_(table_filters.LABELS[name])}")
            for name, key in zip(table_filters.LABELS, FILTERS, strict=True)
            if name != "sender" or self.is_table
        ]

    def action_narrow(self, name: str) -> None:
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

    def action_late(self) -> None:
        self.narrow("late", "" if self.chosen.get("late") else "yes")

    def action_order(self) -> None:
        self.narrow("oldest", "" if self.chosen.get("oldest") else "yes")

    def action_clear(self) -> None:
        self.chosen = {}
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

    @on(LineTable.Chosen)
    def opened(self, event: LineTable.Chosen) -> None:
        event.stop()
        signal, _slash, sender = event.row.id.partition("/")
        self.mh.go("dossier", signal=signal, sender=sender)


_TONES = {table_view.LATE: "late", table_view.LOOK: "look", table_view.NEW: "accent"}


def _row(view: table_view.LineView) -> TableRow:
    cells = {name: safe(text) for name, text in view.cells.items()}
    return TableRow(f"{view.id}/{view.sender.hex()}", view.mark, cells, _TONES.get(view.mark, ""))
