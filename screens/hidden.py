"""The panic page: an empty page of a calendar with the date; any key asks the passphrase."""

from __future__ import annotations

import calendar
from datetime import date

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from mh_tui.language import current


class Hidden(Screen[None]):
    """Shows nothing of the program, not even its name; ``then``: the mode to go to."""

    CSS_PATH = "hidden.tcss"

    def compose(self) -> ComposeResult:
        yield Static(id="month", markup=False)

    def on_screen_resume(self) -> None:
        self.query_one("#month", Static).update(month(date.today()))  # noqa: DTZ011 - a wall calendar

    def __init__(self, then: str) -> None:
        super().__init__()
        self.then = then

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        self.app.switch_mode(self.then)

    def on_click(self) -> None:
        self.app.switch_mode(self.then)


_DAYS = {"nl": "ma di wo do vr za zo", "en": "Mo Tu We Th Fr Sa Su"}
_MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}


def month(today: date) -> Content:
    """This month with today marked."""
    lang = current()
    name = _MONTHS[lang].split()[today.month - 1]
    lines = [Content.styled(f"{name} {today.year}", "bold"), Content(_DAYS[lang])]
    for week in calendar.Calendar().monthdayscalendar(today.year, today.month):
        days = [
            Content.styled(f"{day:2}", "reverse" if day == today.day else "")
            if day
            else Content("  ")
            for day in week
        ]
        lines.append(Content(" ").join(days))
    return Content("\n").join(lines)
