"""The work of a focal point or a coordinator: what must happen first stands first.

- Groups in order: danger to ask about again, late, new, waiting for me, waiting for others.
- Each line says what is asked, and by when; Enter opens the dossier, or the message that waits.
- Below them the offices that ask for a look; Enter opens the screen about them.
- A group that would be endless ends in a line that opens the table with the rest of it.
"""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from mh_tui.journal import clock
from mh_tui.language import N_, _
from mh_tui.projection import fold, ordering
from mh_tui.projection.listing import Line
from mh_tui.services import casework, labels, office_view, table_filters
from mh_tui.services.casework import Case, Group
from mh_tui.services.office_view import OfficeView
from mh_tui.services.session import COORDINATOR, Session
from mh_tui.signals import signal_id
from screens.keys import BACK, Key, bindings
from screens.page import Page, Place
from screens.safe import safe
from screens.widgets.line_table import fit
from screens.widgets.rows import Row, RowList

TABLE = Key("work.table", "a", "table", N_("All"), N_("All signals, with filters and search"),
            footer=10, palette=True)  # fmt: skip
TITLES = {
    casework.ACUTE: N_("First: is there danger now? Ask again"),
    casework.LATE: N_("Over the term"),
    casework.NEW: N_("New"),
    casework.MINE: N_("Waits for you"),
    casework.OTHERS: N_("Waits for others"),
    casework.GONE: N_("Withdrawn by who reported it"),
}
AT_TABLE = TITLES | {casework.OTHERS: N_("In hand: no last answer yet")}
"""The same at the coordinator."""
MARKS = {"unsafe": "!", "danger": "!", "late": "▲", "new": "●", "told": "●", "reply": "●"}
TONES = {"unsafe": "look", "danger": "look", "late": "late"}
WIDE = 110  # cells of a screen on which nothing has to be cut
MIDDLE = 94  # cells in which the municipality fits too
WHY = {
    "new": N_("assess"),
    "told": N_("pass the answer on"),
    "reply": N_("read the reply"),
    "assess": N_("hand on or answer"),
    "asked": N_("waits"),
}
"""What is asked now."""
BEFORE = {
    "new": N_("assess before {day}"),
    "assess": N_("decide before {day}"),
    "asked": N_("waits until {day}"),
}
"""The same where there is a term."""
AT_TABLE_WHY = WHY | {"new": N_("discuss and answer")}
AT_TABLE_BEFORE = BEFORE | {"new": N_("answer before {day}")}
"""Both at the coordinator, who assesses nothing."""
OFFICE = "office:"
"""Before the id of an office, in the id of its row."""
READ_FIRST = ("told", "reply")
"""Why a signal waits where its message comes before its dossier."""


class Casework(Page):
    """One line a signal; nothing in it names a person or an address."""

    CSS_PATH = "casework.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK, TABLE)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    ABOUT = N_(
        "What must happen first stands first. A term is a proposal of the route: it reminds, it"
        " moves nothing. Enter opens the dossier."
    )

    class Loaded(Message):
        """What waits, read from the vault."""

        def __init__(self, groups: list[Group], offices: list[OfficeView]) -> None:
            super().__init__()
            self.groups = groups
            self.offices = offices
            self.names: dict[bytes, str] = {}

    def __init__(self) -> None:
        super().__init__()
        self.groups: list[Group] | None = None
        self.offices: list[OfficeView] = []
        self.names: dict[bytes, str] = {}

    def body(self) -> ComposeResult:
        yield RowList(id="lines")

    def title_text(self) -> str:
        return _("My work")

    def status_text(self) -> str:
        return _("Esc: back")

    def place(self) -> Place:
        return Place("work")

    def on_screen_resume(self) -> None:
        session = self.mh.session
        if session is not None:
            self.run_job(lambda: self._read(session))

    def _read(self, session: Session) -> Loaded:
        offices = office_view.offices(session, now=clock.wall_ms())
        pressing = [one for one in offices if one.state != office_view.FINE]
        loaded = self.Loaded(casework.groups(session), pressing)
        loaded.names = table_filters.names(session)
        return loaded

    @on(Loaded)
    def loaded(self, message: Loaded) -> None:
        message.stop()
        self.groups, self.names = message.groups, message.names
        self.offices = message.offices
        self.paint()

    def paint(self) -> None:
        lines = self.query_one(RowList)
        if self.groups is not None:
            table = self.session.person.role == COORDINATOR
            found = rows(self.groups, self.names, self.size.width, table=table)
            lines.show([*found, *office_rows(self.offices, self.names)])
        if self.focused is None:
            lines.focus()

    def on_resize(self) -> None:
        if self.groups is not None:
            self.paint()

    @on(RowList.Chosen)
    def chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        if event.row.id.startswith(OFFICE):
            self.mh.go("offices")
            return
        signal, _slash, sender = event.row.id.partition("/")
        message = self._message(event.row.id)
        if not signal:
            self.mh.go("signals", chosen=self._rest(sender))
        elif message is not None:
            self.mh.go("inbox", n=message)
        else:
            self.mh.go("dossier", signal=signal, sender=sender)

    def beside(self, step: int) -> tuple[str, str] | None:
        """The next signal, or the one before, for a dossier that lies above."""
        lines = self.query_one(RowList)
        before = lines.current
        lines.action_move(step)
        row = lines.current
        if row is None or row is before or row.id.startswith((OFFICE, "/")):
            if before is not None:
                lines.select(before.id)
            return None
        signal, _slash, sender = row.id.partition("/")
        return signal, sender

    def _message(self, id: str) -> int | None:
        """The message that is to be read first: only then it waits no longer."""
        cases = (case for group in self.groups or () for case in group.cases)
        found = next((case for case in cases if row_id(case.line) == id), None)
        return found.message if found is not None and found.why in READ_FIRST else None

    def _rest(self, group: str) -> dict[str, str]:
        """The filters of the table that show what stands in a group, the first term first."""
        first = fold.SUBMITTED if self.session.person.role == COORDINATOR else fold.ARRIVED
        chosen = {
            casework.LATE: {"late": "yes"},
            casework.OTHERS: {"unanswered": "yes"},
        }.get(group, {"state": first})
        return chosen | {"order": ordering.TERM}

    def action_table(self) -> None:
        self.mh.go("signals")


def rows(
    groups: list[Group], names: dict[bytes, str], width: int, *, table: bool = False
) -> list[Row]:
    """Each group under its heading; what would make it endless is in the list of all.

    ``table``: in the words of the coordinator.
    """
    titles = AT_TABLE if table else TITLES
    found: list[Row] = []
    for group in groups:
        gap = "\n" if found else ""
        count = f"{len(group.cases)}+" if group.more else str(len(group.cases))
        title = f"{gap}{_(titles[group.id])} ({count})"
        found.append(Row(f"head:{group.id}", title, tone="head"))
        found += [row(case, names, width, table=table) for case in group.cases]
        if group.more:
            found.append(
                Row(f"/{group.id}", _("more: Enter shows them in the table"), tone="quiet")
            )
    if not found:
        text = _("Nothing waits. New signals come in with Send and collect.")
        found.append(Row("head:none", text, tone="head-quiet"))
    return found


def office_rows(offices: list[OfficeView], names: dict[bytes, str]) -> list[Row]:
    """Offices that ask for a look: silent, or with something of ours that does not get there."""
    if not offices:
        return []
    title = _("Offices")
    found = [Row("head:offices", f"\n{title} ({len(offices)})", tone="head")]
    for one in offices:
        mark = "▲" if one.state == office_view.LATE else "!"
        tone = "late" if one.state == office_view.LATE else "look"
        name = safe(names.get(one.id, one.name))
        found.append(Row(OFFICE + one.id.hex(), name, office_view.pressing(one), mark, tone))
    return found


def row_id(line: Line) -> str:
    return f"{signal_id.show(line.subject)}/{line.sender.hex()}"


def row(case: Case, names: dict[bytes, str], width: int, *, table: bool = False) -> Row:
    """From whom, what and where it is; right: what is asked, and by when. Wide: when it came.

    At 80 cells the day on which it must have moved on is worth more than the day it came, and
    than where it was: the office tells that.
    """
    line = case.line
    unsafe = line.acute == fold.DANGER and case.why not in ("late", "withdrawn")
    office = safe(names.get(line.sender, line.sender.hex()[:8]))
    context = safe(labels.short_context(line.context))
    if width >= WIDE:
        came, town = labels.short_day(line.created), safe(line.municipality)
        parts = [came, fit(office, 23), fit(town, 12), fit(context, 19)]
    else:
        where = [fit(safe(line.municipality), 12)] if width >= MIDDLE else []
        parts = [fit(office, 14), *where, fit(context, 16)]
    return Row(
        row_id(line),
        "  ".join((*parts, safe(labels.advice(line.advice)))).rstrip(),
        right(case, width, table=table),
        "!" if unsafe else MARKS.get(case.why, " "),
        "look" if unsafe else TONES.get(case.why, ""),
    )


def right(case: Case, width: int, *, table: bool = False) -> str:
    """What is asked now, in a few words, and by when."""
    due = case.line.due
    if case.nobody_called:
        return _("danger, nobody called")
    if case.why == "unsafe":
        return _("danger: assess again")
    if case.why == "danger":
        answer = case.line.acute
        return _("danger when seen") if answer == "ja" else _("danger not known")
    if case.why == "late":
        return _("term was {day}").format(day=labels.short_day(due or 0))
    if case.why == "withdrawn":
        return _("withdrawn {day}").format(day=_day(case.line.updated, width))
    why, before = (AT_TABLE_WHY, AT_TABLE_BEFORE) if table else (WHY, BEFORE)
    if due is None or case.why not in before:
        return _(why[case.why])
    return _(before[case.why]).format(day=_day(due, width))


def _day(ms: int, width: int) -> str:
    """Without the year where there is little room."""
    day = labels.short_day(ms)
    return day if width >= WIDE else day[:5]
