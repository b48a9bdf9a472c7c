"""Who has been silent, what is unsent and what is unconfirmed: one line an office.

- The most pressing office stands first, with what to do about it.
- The limits below say when a line asks for a look; they are no norm and move nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mh_tui.journal import clock
from mh_tui.journal.entry import REGION, StreamKey
from mh_tui.language import N_, _, ngettext
from mh_tui.services import counted, exchange, labels
from mh_tui.services.counted import Counted
from mh_tui.services.session import Session

if TYPE_CHECKING:
    from sqlalchemy import Connection

DAY_MS = 86_400_000
SEND_AFTER = 2  # days in which something of ours waits here to be sent
LOOK_AFTER = 7  # days without a word, while something of ours waits for a receipt
LATE_AFTER = 14  # days without a word at all
NEVER, LATE, SEND, LOOK, FINE = "never", "late", "send", "look", "fine"
ORDER = (LATE, NEVER, SEND, LOOK, FINE)


@dataclass(frozen=True, slots=True)
class OfficeView:
    """``state``: one of ``ORDER``. ``waits``: what of ours did not leave yet.

    In days, or None: ``silent`` since the last word (None: never heard); ``unsent`` since the
    oldest entry that did not leave; ``owed`` since the oldest that was not confirmed.
    """

    id: bytes
    name: str
    state: str
    silent: int | None
    unsent: int | None
    owed: int | None
    waits: Counted = field(default_factory=Counted)


def offices(session: Session, *, now: int) -> list[OfficeView]:
    """``now``: ms UTC."""
    waiting = counted.unsent(session).offices
    peers = exchange.peers(session)
    with session.read() as connection:
        unsent = {peer.office: oldest_unsent(session, connection, peer.office) for peer in peers}
    found = [
        office_view(peer, unsent[peer.office], waiting.get(peer.office, Counted()), now=now)
        for peer in peers
    ]
    return sorted(found, key=lambda one: (ORDER.index(one.state), -(one.silent or 0), one.name))


def oldest_unsent(session: Session, connection: Connection, office: bytes) -> int | None:
    """When the oldest entry for this office was written that no bundle carried yet, in ms."""
    times = []
    for audience in (office, REGION):
        stream = session.journal.stream(connection, StreamKey(session.me.device, audience))
        if stream is None:
            continue
        gone = connection.exec_driver_sql(
            "SELECT coalesce(max(max(exported, acked)), 0) FROM mark WHERE stream=? AND peer=?",
            (stream.id, office),
        ).scalar_one()
        time = connection.exec_driver_sql(
            "SELECT time FROM entry WHERE id=?", ((stream.id << 40) + gone + 1,)
        ).scalar()
        times += [] if time is None else [clock.to_ms(time)]
    return min(times, default=None)


def office_view(
    peer: exchange.Peer, unsent: int | None, waits: Counted, *, now: int
) -> OfficeView:  # fmt: skip
    """``unsent``: when the oldest entry was written that did not leave, in ms."""

    def days(since: int | None) -> int | None:
        return None if since is None else max(0, (now - since) // DAY_MS)

    silent, lies, owed = map(days, (peer.last_heard, unsent, peer.oldest_unacknowledged))
    name = f"{peer.name}, {labels.office_role(peer.role)}"
    return OfficeView(peer.office, name, _state(silent, lies, owed), silent, lies, owed, waits)


def _state(silent: int | None, unsent: int | None, owed: int | None) -> str:
    if silent is None:
        return NEVER
    if silent >= LATE_AFTER:
        return LATE
    if unsent is not None and unsent >= SEND_AFTER:
        return SEND
    return LOOK if owed is not None and owed >= LOOK_AFTER else FINE


# -- in words -------------------------------------------------------------------------


def days_text(days: int | None, nothing: str = "–") -> str:
    """How long, for a column; ``nothing`` where there is no such thing."""
    if days is None:
        return nothing
    if days == 0:
        return _("today")
    return ngettext("{count} day", "{count} days", days).format(count=days)


def ago_text(days: int | None, nothing: str) -> str:
    """When, for a column; ``nothing`` where it never was."""
    if days is None:
        return nothing
    if days == 0:
        return _("today")
    return ngettext("{count} day ago", "{count} days ago", days).format(count=days)


def heard(view: OfficeView) -> str:
    if view.silent is None:
        return _("nothing heard yet")
    if view.silent == 0:
        return _("heard today")
    text = ngettext("silent for {count} day", "silent for {count} days", view.silent)
    return text.format(count=view.silent)


def pressing(view: OfficeView) -> str:
    """What asks for a look, in a few words."""
    if view.state == SEND:
        return _("not sent: {days}").format(days=days_text(view.unsent))
    if view.state == LOOK:
        return _("not confirmed: {days}").format(days=days_text(view.owed))
    return heard(view)


def sentences(view: OfficeView) -> list[str]:
    """How it stands with this office."""
    found = [heard(view)]
    if view.waits:
        found.append(_("did not leave yet: {what}").format(what=view.waits.text()))
    if view.unsent is not None:
        found.append(_("not sent: {days}").format(days=days_text(view.unsent)))
    if view.owed is None:
        found.append(_("everything confirmed"))
    else:
        found.append(_("not confirmed: {days}").format(days=days_text(view.owed)))
    return found


ADVICE = {
    NEVER: N_("Nothing came from this office yet. Has it admitted your card?"),
    LATE: N_("Call this office: does the exchange still work there?"),
    SEND: N_("Something of yours lies here. F5 sends it."),
    LOOK: N_("Something of yours waits for a receipt. Send again; twice harms nothing."),
    FINE: N_("The exchange with this office works."),
}
"""State -> what to do about it."""
