"""The indicator checklist: tick, search, read; used inside the entry and on its own.

- First the short list of a context, all forms behind it (Tab); typing searches all.
- Space always ticks; letters always search. The panel follows the cursor.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from mh_tui.language import _
from mh_tui.reference.indicators import Indicator, Indicators, indicators
from screens.palette import plain
from screens.safe import safe
from screens.widgets.advice import AdviceLine
from screens.widgets.edges import Edges
from screens.widgets.rows import Row, RowList, nothing_found


class TickList(RowList):
    """A list where letters search."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "choose", show=False),
        Binding("tab", "tab", show=False),
        Binding("backspace", "erase", show=False),
    ]

    class Typed(Message):
        """``char`` to add to the search, or "" for one less."""

        def __init__(self, char: str) -> None:
            super().__init__()
            self.char = char

    class Tabbed(Message):
        """Tab: all, or the short list."""

    def on_key(self, event: events.Key) -> None:
        if event.is_printable and event.character and event.character != " ":
            event.stop()
            self.post_message(self.Typed(event.character))

    def action_erase(self) -> None:
        self.post_message(self.Typed(""))

    def action_tab(self) -> None:
        self.post_message(self.Tabbed())


class Picker(Vertical):
    """``context``: whose short list comes first, "" for none. ``ticked``: ids, as chosen."""

    DEFAULT_CSS = """
    Picker { height: 1fr; }
    Picker > #pick { height: 1fr; }
    Picker #list { height: 1fr; }
    Picker #panel { height: auto; max-height: 9; border: round $mh-line; padding: 0 1; }
    Picker #about { height: auto; }
    """

    class Ticked(Message):
        """``ticked``: all ids; ``id``: the one that changed."""

        def __init__(self, ticked: tuple[str, ...], id: str) -> None:
            super().__init__()
            self.ticked = ticked
            self.id = id

    def __init__(
        self, context: str = "", ticked: Iterable[str] = (), signal: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__()
        self.context = context
        self.ticked = list(ticked)
        self.signal = dict(signal or {})
        self.words = ""
        self.everything = not context

    def compose(self) -> ComposeResult:
        yield Edges(id="search")
        with Vertical(id="pick"):
            yield TickList(id="list")
            with VerticalScroll(id="panel", can_focus=False):
                yield Static(id="about", markup=False)
        yield AdviceLine(id="advice")

    def on_mount(self) -> None:
        self.paint(keep=False)

    def focus_list(self) -> None:
        self.query_one(TickList).focus()

    def paint(self, *, keep: bool = True) -> None:
        """All of it from the state."""
        rows = self._rows()
        count = sum(not row.is_head for row in rows)
        search = self.query_one("#search", Edges)
        search.left = (
            Content.assemble((_("Search: "), "$mh-quiet"), (safe(self.words) + "▏", "bold"))
            if self.words
            else Content.assemble(
                (_("What do you recognise?"), "bold"), "  ", (_("type to search"), "$mh-quiet")
            )
        )
        search.right = Content.styled(self._counted(count), "$mh-quiet")
        self.query_one(TickList).show(rows, keep=keep)
        self._advise()

    def _counted(self, count: int) -> str:
        known = len(indicators().indicator)
        text = _("{count} of {all}").format(count=count, all=known)
        if self.words or not self.context:
            return text
        other = _("short list: Tab") if self.everything else _("all: Tab")
        return f"{text} · {other}"

    def _advise(self) -> None:
        self.query_one(AdviceLine).signal = self.signal | {"indicators": list(self.ticked)}

    # -- the rows ---------------------------------------------------------------------

    def _rows(self) -> list[Row]:
        data = indicators()
        if self.words:
            hits = [self._row(data, one) for one in found(data, self.words, self.context)]
            return hits or [nothing_found()]
        if not self.everything:
            core = [data.indicator[one] for one in data.core.get(self.context, ())]
            others = [data.indicator[one] for one in self.ticked if one in data.indicator]
            shown = [*core, *(one for one in others if one not in core)]
            return [self._row(data, one) for one in shown]
        rows: list[Row] = []
        for form, label in data.forms.items():
            members = [one for one in data.indicator.values() if one.forms[0] == form]
            if members:
                rows.append(Row(f"form:{form}", label.label, tone="head"))
                rows += [self._row(data, one) for one in members]
        return rows

    def _row(self, data: Indicators, one: Indicator) -> Row:
        mark = "[x]" if one.id in self.ticked else "[ ]"
        strength = data.strengths[one.strength].label.lower()
        return Row(one.id, one.label, right=strength, mark=mark)

    # -- what a person does -----------------------------------------------------------

    @on(TickList.Typed)
    def typed(self, event: TickList.Typed) -> None:
        event.stop()
        self.words = self.words + event.char if event.char else self.words[:-1]
        self.paint(keep=False)

    @on(TickList.Tabbed)
    def tabbed(self, event: TickList.Tabbed) -> None:
        event.stop()
        if self.context:
            self.everything = not self.everything
        self.words = ""
        self.paint()

    def clear_search(self) -> bool:
        """Whether there was a search to clear."""
        had = bool(self.words)
        self.words = ""
        if had:
            self.paint()
        return had

    @on(RowList.Chosen)
    def chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        one = event.row.id
        if one in self.ticked:
            self.ticked.remove(one)
        else:
            self.ticked.append(one)
        self.paint()
        self.post_message(self.Ticked(tuple(self.ticked), one))

    @on(RowList.Moved)
    def moved(self, event: RowList.Moved) -> None:
        event.stop()
        self._explain(event.row)

    def on_resize(self) -> None:
        self._explain(self.query_one(TickList).current)

    def _explain(self, row: Row | None) -> None:
        about = self.query_one("#about", Static)
        known = indicators().indicator
        wide = self.screen.has_class("-wide")
        about.update(explained(known[row.id], whole=wide) if row and row.id in known else "")
        title = known[row.id].label if row and row.id in known else ""
        self.query_one("#panel").border_title = Content(title)


def found(data: Indicators, words: str, context: str) -> Sequence[Indicator]:
    """All that say ``words``, spaces left out; those with it in the label first."""
    wanted = plain(words).replace(" ", "")
    core = data.core.get(context, ())
    hits = [
        one
        for one in data.indicator.values()
        if wanted in _packed(one.label) or wanted in _packed(one.explanation)
    ]
    return sorted(hits, key=lambda one: (wanted not in _packed(one.label), one.id not in core))


@lru_cache(1024)
def _packed(text: str) -> str:
    """Without spaces: the space bar ticks, so nobody can type one."""
    return plain(text).replace(" ", "")


def explained(one: Indicator, *, whole: bool = False) -> Content:
    """What one sees or hears, the ordinary explanation, what the strength rests on, the source.

    ``whole``: there is room for every source by its full title.
    """
    data = indicators()
    basis = data.strength_bases[one.strength_basis]
    titles = list(dict.fromkeys(data.sources[source].title for source in one.source))
    sources = ", ".join(titles) if whole else _in_short(titles)
    resting = basis.label[:1].lower() + basis.label[1:]
    parts = [
        Content(one.explanation),
        Content.assemble((_("Can also be ordinary: "), "$mh-accent"), one.alt),
        Content.styled(
            f"{data.strengths[one.strength].label}: {resting}. "
            + _("Source: {sources}").format(sources=sources),
            "$mh-quiet",
        ),
    ]
    return Content("\n").join(parts)


def _in_short(titles: Sequence[str]) -> str:
    more = f" +{len(titles) - SOURCES}" if len(titles) > SOURCES else ""
    return ", ".join(map(short, titles[:SOURCES])) + more


SOURCES = 2
"""Titles that are shown; how many more there are stands behind them."""


def short(title: str, most: int = 34) -> str:
    """A source's title, cut where it is long."""
    return title if len(title) <= most else title[: most - 1].rstrip() + "…"
