"""The keys of the table of signals: search, filters, order."""

from __future__ import annotations

from mh_tui.language import N_
from screens.keys import BACK, Key


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
OVERDUE = Key("table.late", "l", "only('late')", N_("Late"), N_("Only what is over its term"),
              footer=17, palette=True)  # fmt: skip
ACUTE = Key("table.acute", "a", "only('acute')", N_("Danger"),
            N_("Only where danger was not ruled out"), palette=True)  # fmt: skip
OPEN = Key("table.unanswered", "z", "only('unanswered')", N_("Unanswered"),
           N_("Only what has no last answer yet"), palette=True)  # fmt: skip
ORDER = Key("table.order", "o", "order(1)", N_("Order"),
            N_("Another order: newest, by term, state, municipality, oldest"), footer=18,
            palette=True)  # fmt: skip
ORDER_BACK = Key("table.order_back", "O", "order(-1)", N_("Order"), N_("The order before"))
CLEAR = Key("table.clear", "x", "clear", N_("All"), N_("Take all filters away"), footer=19,
            palette=True)  # fmt: skip
FILTERS = (STATE, URGENCY, TOWN, FORM, SINCE, OFFICE)
"""In the order of ``table_filters.LABELS``."""
TOGGLES = (OVERDUE, ACUTE, OPEN)
"""In the order of ``table_filters.TOGGLES``."""
KEYS = (BACK, SEARCH, SLASH, CHOOSE, *FILTERS, *TOGGLES, ORDER, ORDER_BACK, CLEAR)
