"""Who has been silent, and what is unacknowledged: one line an office, the most pressing first.

The limits below say when a line asks for a look; they are no norm and move nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from mh_tui.language import N_, _, ngettext
from mh_tui.services import exchange, exporting, labels
from mh_tui.services.session import Session

DAY_MS = 86_400_000
LOOK_AFTER = 7  # days without a word, while something of ours waits
LATE_AFTER = 14  # days without a word at all
NEVER, LATE, LOOK, FINE = "never", "late", "look", "fine"


@dataclass(frozen=True, slots=True)
class OfficeView:
    """``state``: never, late, look or fine. ``unsent``: of ours, not exported yet."""

    id: bytes
    name: str
    state: str
    heard: str
    waiting: str
    unsent: int


def offices(session: Session, *, now: int) -> list[OfficeView]:
    """``now``: ms UTC."""
    under_way = {str(one["office"]): int(one["recorded"]) for one in exporting.outbox(session)}
    found = [
        office_view(peer, under_way.get(peer.office.hex(), 0), now=now)
        for peer in exchange.peers(session)
    ]
    order = (LATE, NEVER, LOOK, FINE)
    return sorted(found, key=lambda one: (order.index(one.state), one.name))


def office_view(peer: exchange.Peer, unsent: int, *, now: int) -> OfficeView:
    silent = None if peer.last_heard is None else (now - peer.last_heard) // DAY_MS
    owed = None
    if peer.oldest_unacknowledged is not None:
        owed = (now - peer.oldest_unacknowledged) // DAY_MS
    return OfficeView(
        peer.office,
        f"{peer.name}, {labels.office_role(peer.role)}",
        _state(silent, owed),
        _heard(silent),
        _waiting(owed),
        unsent,
    )


def _state(silent: int | None, owed: int | None) -> str:
    if silent is None:
        return NEVER
    if silent >= LATE_AFTER:
        return LATE
    return LOOK if owed is not None and owed >= LOOK_AFTER else FINE


def _heard(silent: int | None) -> str:
    if silent is None:
        return _("nothing heard yet")
    if silent == 0:
        return _("heard today")
    return ngettext("silent for {count} day", "silent for {count} days", silent).format(
        count=silent
    )


def _waiting(owed: int | None) -> str:
    if owed is None:
        return _("everything confirmed")
    if owed == 0:
        return _("not confirmed since today")
    return ngettext("not confirmed for {count} day", "not confirmed for {count} days", owed).format(
        count=owed
    )


ADVICE = {
    NEVER: N_("Nothing came from this office yet. Has it admitted your card?"),
    LATE: N_("Call this office: does the exchange still work there?"),
    LOOK: N_("Something of yours waits for a receipt. Send again; twice harms nothing."),
    FINE: N_("The exchange with this office works."),
}
"""State -> what to do about it."""
