"""A line of the table as words: what it is, where it came from, how it stands.

- A mark never stands alone: its word is in the last column.
- Times and codes only; no name, no address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mh_tui.language import _
from mh_tui.projection import fold
from mh_tui.projection.listing import Line
from mh_tui.services import labels
from mh_tui.signals import signal_id

NEW, LATE, LOOK = "●", "▲", "!"


@dataclass(frozen=True, slots=True)
class LineView:
    """``cells``: by column. ``mark``: "", ●, ▲ or !."""

    id: str
    sender: bytes
    mark: str
    cells: Mapping[str, str]


def line_view(line: Line, names: Mapping[bytes, str], *, now: int, table: bool) -> LineView:
    """``names``: office id to its name. ``table``: seen from the coordinator. ``now``: ms UTC."""
    mark, word = _mark(line, now, table=table)
    state = labels.state(line.state)
    cells = {
        "when": labels.short_day(line.created),
        "seen": labels.seen_day(line.observed_at) if line.observed_at else "",
        "id": signal_id.show(line.subject)[:9],
        "from": names.get(line.sender, line.sender.hex()[:8]),
        "municipality": line.municipality,
        "context": labels.short_context(line.context),
        "forms": labels.forms(line.forms),
        "advice": labels.advice(line.advice) if line.advice else figures(line),
        "due": labels.short_day(line.due) if line.due is not None else "",
        "stand": state if not word or (mark == NEW and not table) else f"{word}, {state}",
    }
    if mark == NEW:
        cells["stand"] = word
    return LineView(signal_id.show(line.subject), line.sender, mark, cells)


def figures(line: Line) -> str:
    """What stands where a registration has no advice."""
    return _("figures only") if line.profile == "registratie" else ""


def _mark(line: Line, now: int, *, table: bool) -> tuple[str, str]:
    waits = line.state in fold.OPEN and line.profile not in (fold.OWN, "registratie")
    first = line.state == (fold.SUBMITTED if table else fold.ARRIVED)
    untouched = line.receipt == fold.RECEIPTS[fold.RECEIVED]
    if waits and line.acute == fold.DANGER:  # until it was assessed as over
        return LOOK, _("danger")
    if line.conflict:
        return LOOK, _("two wordings")
    if waits and line.due is not None and line.due < now:
        return LATE, _("late")
    if waits and first and untouched:
        return NEW, _("new")
    return "", ""
