"""Moments and days of a form: as they are kept (ISO), as a person reads them and types them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from mh_tui.language import format_date, format_datetime

_TO_COME = timedelta(hours=1)
_WRITTEN = ("%d-%m-%Y %H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M")
_WHOLE = re.compile(r"\d:\d\d$")
"""How a time ends that is typed to its end: ``10:3`` is half of one."""
_MONTH = re.compile(r"(\d{1,2}) ([a-z]{3})[a-z]* (?=\d{4} )", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""As ``moment_text`` writes them in English; ``%b`` would follow the locale of the system."""


def moment_text(iso: str) -> str:
    """A moment of the form, as a person reads it; what is no moment stays as it is."""
    try:
        return format_datetime(datetime.fromisoformat(iso))
    except ValueError:
        return iso


def _numbered(found: re.Match[str]) -> str:
    """``20 Nov `` as ``20-11-``."""
    day, month = found[1], found[2].lower()
    return f"{day}-{_MONTHS.index(month) + 1}-" if month in _MONTHS else found[0]


def read_moment(typed: str, now: datetime) -> str | None:
    """ISO with its zone for ``14:05`` and what ``moment_text`` writes; else None.

    A bare time is the last one that was: at half past midnight ``23:50`` is yesterday's. Within the
    hour to come it is today's, as clocks differ.
    """
    typed = _MONTH.sub(_numbered, typed.strip())
    if not _WHOLE.search(typed):
        return None
    try:
        time = datetime.strptime(typed, "%H:%M")  # noqa: DTZ007 - put on today's date below
        found = now.replace(hour=time.hour, minute=time.minute, second=0, microsecond=0)
        if found - now > _TO_COME:
            found -= timedelta(days=1)
        return found.isoformat(timespec="minutes")
    except ValueError:
        pass
    for written in _WRITTEN:
        try:
            return datetime.strptime(typed, written).astimezone().isoformat(timespec="minutes")
        except (ValueError, OverflowError):
            continue
    return None


def read_day(typed: str, now: datetime) -> str | None:
    """An ISO date for a day as ``day_text`` writes it, or with slashes; else None."""
    day = typed.strip().replace("/", "-")
    found = read_moment(f"{day} 00:00", now) if day else None
    return found[:10] if found is not None else None


def day_text(iso: str) -> str:
    """An ISO date as a person writes it; what is none stays as it is."""
    try:
        return format_date(date.fromisoformat(iso))
    except ValueError:
        return iso
