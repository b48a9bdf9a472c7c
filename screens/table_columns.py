"""The columns of the table of signals: which stand there, by width and by order.

What the table is ordered by is always among them, at 80 cells too.
"""

from __future__ import annotations

from dataclasses import replace

from mh_tui.language import N_
from mh_tui.projection import ordering
from screens.widgets.line_table import Column

WHEN = Column("when", N_("Came in"), 9)
FROM = Column("from", N_("From"), 16)
TOWN = Column("municipality", N_("Municipality"), 12)
CONTEXT = Column("context", N_("Where seen"), 15, grows=True)
ADVICE = Column("advice", N_("Advice"), 14)
STAND = Column("stand", N_("How it stands"), 20)
SEEN = Column("seen", N_("Seen"), 8, 108)
FORMS = Column("forms", N_("Form"), 20, 112)
DUE = Column("due", N_("Term"), 9, 116)

SORTED = {
    ordering.NEWEST: ("when", "▾"),
    ordering.OLDEST: ("when", "▴"),
    ordering.TERM: ("due", "▴"),
    ordering.STATE: ("stand", "▴"),
    ordering.TOWN: ("municipality", "▴"),
}
"""Order -> the column that shows it, and which way it goes."""


def columns(order: str, *, region: bool) -> tuple[Column, ...]:
    """``region``: with the office that each signal came from."""
    if order == ordering.TERM:
        first = (replace(DUE, from_width=0), _from(WHEN, 116))
    else:
        first = (WHEN, DUE)
    if not region:
        return (*first[:1], TOWN, CONTEXT, ADVICE, STAND, SEEN, FORMS, *first[1:])
    stand, context = replace(STAND, width=16), replace(CONTEXT, width=14)
    if order == ordering.TOWN:
        origin = (TOWN, _from(FROM, 100))
    else:  # names of offices are longer than where something was seen
        origin = (replace(FROM, grows=True), _from(TOWN, 100))
        context = replace(context, grows=False)
    return (*first[:1], *origin, context, ADVICE, stand, SEEN, *first[1:], _from(FORMS, 140))


def _from(column: Column, width: int) -> Column:
    return replace(column, from_width=width)
