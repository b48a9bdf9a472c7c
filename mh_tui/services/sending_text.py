"""Sending and collecting in words: an office, a file that came in, one that was written."""

from __future__ import annotations

from mh_tui.bundle.outcome import TEXTS, Outcome
from mh_tui.language import _, ngettext
from mh_tui.services import labels
from mh_tui.services.counted import Counted
from mh_tui.services.office_view import LATE_AFTER
from mh_tui.services.sending import FileLine, Office, Written

DAY = 24 * 3600 * 1000  # ms
SILENT = LATE_AFTER * DAY
"""From here on silence is worth a call."""


def office_text(office: Office, now: int) -> str:
    """What is under way to this office, and how long it has been silent."""
    parts = []
    if office.waits:
        parts.append(_("to send: {what}").format(what=office.waits.text()))
    if office.oldest is not None:
        parts.append(_("not confirmed since {day}").format(day=labels.day(office.oldest)))
    parts.append(_silence(office, now))
    return " · ".join(parts)


def _silence(office: Office, now: int) -> str:
    if office.last_heard is None:
        return _("never heard from")
    days = max(0, (now - office.last_heard) // DAY)
    if days == 0:
        return _("heard from today")
    text = ngettext("silent for {count} day", "silent for {count} days", days)
    return text.format(count=days)


def is_late(office: Office, now: int) -> bool:
    """Whether somebody should call: something waits for its receipt, or silence lasts."""
    waits = office.oldest is not None and now - office.oldest > SILENT
    silent = office.last_heard is not None and now - office.last_heard > SILENT
    return waits or silent


def file_text(line: FileLine) -> str:
    """The outcome in words, and what to do about it."""
    parts = [_(TEXTS[line.outcome])]
    parts += [
        _("Missing: entries {first} to {last}.").format(first=first, last=last)
        for first, last in line.missing
    ]
    if line.set_aside:
        text = ngettext(
            "{count} entry is kept apart: it needs a newer version, or is faulty.",
            "{count} entries are kept apart: they need a newer version, or are faulty.",
            line.set_aside,
        )
        parts.append(text.format(count=line.set_aside))
    return " ".join(parts)


def counts_text(line: FileLine) -> str:
    """What of it was new, in what people know, and what it confirmed."""
    if line.outcome is not Outcome.IMPORTED:
        return ""
    return _amount(line.brought, line.new)


def written_text(written: Written) -> str:
    """What a bundle carries."""
    return _amount(written.carried, written.entries)


def _amount(what: Counted, entries: int) -> str:
    if what:
        return what.text()
    return _("news about it, and cards") if entries else _("a receipt")
