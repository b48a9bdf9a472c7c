"""The state of a signal: a pure fold of its entries in order of (time, device, audience, seq).

- No clock, no database, no order of arrival: the same entries give the same rows.
- A subject has a copy for each office that handed it on, and one for ourselves.
- Two amendments of one base are both kept: the copy says so until a person chooses.
- Feedback and status count only from an office that we handed the signal to.
- States as CLI.md gives them until a person walks the whole route.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from mh_tui.journal.kinds import PROFILE_OF
from mh_tui.projection.items import Item, Me

RECORDED, EXPORTED, RECEIVED, IN_PROGRESS, FED_BACK, READ = range(6)
RECEIPTS = ("recorded", "exported", "received", "in_progress", "fed_back", "read")
"""Ranks of ``route.toml`` codes.receipt, in the order a signal goes through them."""

DRAFT, REPORTED, ARRIVED = "concept", "gemeld", "ontvangen"
SUBMITTED, TRANSFERRED = "ingebracht", "doorgezet_andere_gemeente"
ANSWERED, WITHDRAWN = "terugkoppeling_melder", "ingetrokken"
OPEN = (ARRIVED, SUBMITTED, TRANSFERRED)
"""States of a signal that somebody still has to do something about."""
OWN = "own"
DANGER = "ja"
"""The answer to the acute question that says so."""

_FIRST_STATE = {
    "melding": ARRIVED,
    "doorzetten": ARRIVED,
    "registratie": ARRIVED,
    "tafel": SUBMITTED,
}
_AFTER_HANDOVER = {"tafel": SUBMITTED, "doorzetten": TRANSFERRED}
FINAL_OUTCOMES = frozenset(
    {
        "doorgezet_partner",
        "geen_mensenhandel",
        "ander_fenomeen",
        "onvoldoende_informatie",
        "leerpunt",
        "dank",
    }
)
"""The outcomes of route.toml that are final; a test holds them together."""
QUESTION = "vraag"
"""The outcome that asks something: it waits for an answer, and is none itself."""


@dataclass(slots=True)
class Version:
    """One wording of a copy. ``content`` is None once purged."""

    digest: bytes
    base: tuple[bytes, ...]
    content: dict[str, Any] | None
    kind: str
    at: int
    user: str | None
    fields: dict[str, Any]
    row: int


@dataclass(slots=True)
class Message:
    """Feedback or a reply. ``peer``: the other office; ``outcome`` None for a reply.

    ``open``: a question that still waits for its answer.
    """

    item: Item
    peer: bytes
    outcome: str | None
    text: str
    incoming: bool
    read_at: int | None = None
    open: bool = False


@dataclass(slots=True)
class Handed:
    """The first handing on to an office; ``heads``: the wordings there that we did not amend."""

    office: bytes
    profile: str
    item: Item
    answer: int = 0
    heads: tuple[bytes, ...] = ()


@dataclass(slots=True)
class Event:
    """A line of the history. ``by``: a user of ours, or None for the other office."""

    at: int
    what: str
    by: str | None
    office: bytes
    detail: str = ""


@dataclass(slots=True)
class Copy:
    """A signal as one office wrote it down (``sender``; ours: our own office)."""

    sender: bytes
    profile: str
    state: str
    versions: list[Version] = field(default_factory=list)
    heads: list[Version] = field(default_factory=list)
    receipt: int = RECORDED
    state_at: int = 0
    times: dict[str, int] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    withdrawn: str | None = None
    summary: dict[str, Any] | None = None

    @property
    def current(self) -> Version:
        """The newest wording that nobody amended yet."""
        return self.heads[-1]

    @property
    def author(self) -> str | None:
        """The user who wrote it down; of a forgotten one the summary tells."""
        return self.versions[0].user or (self.summary or {}).get("author")

    @property
    def created(self) -> int:
        return self.versions[0].at

    def enter(self, state: str, at: int) -> None:
        if state != self.state:
            self.state, self.state_at = state, at


@dataclass(slots=True)
class Folded:
    """Everything known of one subject."""

    copies: dict[bytes, Copy] = field(default_factory=dict)
    handed: dict[bytes, Handed] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    notes: list[Item] = field(default_factory=list)
    triage: Item | None = None
    identities: list[Item] = field(default_factory=list)
    updated: int = 0

    def acute(self, copy: Copy) -> str:
        """Whether there is danger: as assessed last here, else as the wording of now says.

        A wording that says so counts again when it came after the assessment; one that does not
        never takes an assessed danger away: that is asked, not concluded.
        """
        content = copy.current.content or copy.summary or {}
        said = str(content.get("acute", ""))
        if self.triage is None or self.triage.fields is None:
            return said
        if said == DANGER and copy.current.at > self.triage.at:
            return said
        return str(self.triage.fields["acute"])


class Confirmations:
    """When an addressee first held an entry of ours, from (device, audience, seq, ms)."""

    def __init__(self, known: Iterable[tuple[bytes, bytes, int, int]] = ()) -> None:
        self._streams: dict[tuple[bytes, bytes], tuple[list[int], list[int]]] = {}
        for device, audience, seq, at in sorted(known):
            seqs, moments = self._streams.setdefault((device, audience), ([], []))
            seqs.append(seq)
            moments.append(at)

    def at(self, item: Item) -> int | None:
        """The moment, or None while it is not confirmed."""
        seqs, moments = self._streams.get((item.device, item.audience), ([], []))
        place = bisect_left(seqs, item.seq)
        return min(moments[place:], default=None)


def fold(items: Sequence[Item], me: Me, confirmed: Confirmations | None = None) -> Folded:
    """Fold the sorted ``items``; ``confirmed`` tells which own entries were received."""
    state = Folded()
    for item in items:
        _contents(state, item, me)
        _handed(state, item, me)
    for copy in state.copies.values():
        _find_heads(copy)
    for item in items:
        _APPLY.get(item.kind, _nothing)(state, item, me)
        state.updated = max(state.updated, item.at)
    _finish(state, me, confirmed or Confirmations())
    return state


# -- contents -------------------------------------------------------------------------


def _contents(state: Folded, item: Item, me: Me) -> None:
    own = item.office == me.office
    profile = PROFILE_OF.get(item.kind)
    if item.kind in ("signal.recorded", "signal.amended") and own:
        copy = state.copies.get(me.office)
        if copy is None:
            first = DRAFT if me.reports else REPORTED
            copy = state.copies[me.office] = Copy(me.office, OWN, first, state_at=item.at)
        _add_version(copy, item)
    elif profile is not None and not own and item.audience == me.office:
        copy = state.copies.get(item.office)
        if copy is not None and profile == "registratie" != copy.profile:
            return  # the story is here already: its figures add nothing
        if copy is None or copy.profile == "registratie" != profile:
            copy = Copy(item.office, profile, _FIRST_STATE[profile], state_at=item.at)
            copy.receipt = RECEIVED
            copy.times = {"reported_at": item.time >> 16, "received_at": item.at}
            state.copies[item.office] = copy
        _add_version(copy, item)


def _add_version(copy: Copy, item: Item) -> None:
    fields = item.fields or {}
    base = tuple(bytes.fromhex(one) for one in fields.get("base", ()))
    what = "recorded" if not copy.versions else "amended"
    if copy.profile != OWN:
        what = "received" if not copy.versions else "corrected"
    copy.versions.append(
        Version(
            item.digest,
            base,
            fields.get("content"),
            item.kind,
            item.at,
            item.user,
            fields,
            item.row,
        )
    )
    copy.events.append(Event(item.at, what, item.user, item.office))


def _find_heads(copy: Copy) -> None:
    """The wordings that no other wording is based on, oldest first.

    What a purged one was based on is gone with its body, so it never makes a conflict.
    """
    amended = {base for version in copy.versions for base in version.base}
    copy.heads = [
        version for version in copy.versions if version.fields and version.digest not in amended
    ]
    if not copy.heads:
        copy.heads = [copy.versions[-1]]


# -- what was done with it ------------------------------------------------------------


def _nothing(state: Folded, item: Item, me: Me) -> None:
    """Contents, and approvals without a handing on: nothing to apply."""


def _handed(state: Folded, item: Item, me: Me) -> None:
    """To whom we gave it, before anything else: an answer counts whatever the clocks say."""
    profile = PROFILE_OF.get(item.kind)
    if profile is None or item.office != me.office:
        return
    handed = state.handed.get(item.audience)
    if handed is None:
        handed = state.handed[item.audience] = Handed(item.audience, profile, item)
    if profile != "registratie":
        base = {bytes.fromhex(one) for one in (item.fields or {}).get("base", ())}
        handed.heads = (*(one for one in handed.heads if one not in base), item.digest)


def _handover(state: Folded, item: Item, me: Me) -> None:
    if item.office != me.office:
        return
    profile = PROFILE_OF[item.kind]
    for copy in state.copies.values():
        copy.events.append(Event(item.at, "handed_on", None, me.office, profile))
        copy.times.setdefault("reported_at", item.at)
        if copy.profile == OWN and profile == "melding" and copy.state == DRAFT:
            copy.enter(REPORTED, item.at)
        if profile in _AFTER_HANDOVER and copy.profile != "registratie":
            copy.enter(_AFTER_HANDOVER[profile], item.at)
            if copy.profile != OWN:
                copy.receipt = max(copy.receipt, IN_PROGRESS)


def _approved(state: Folded, item: Item, me: Me) -> None:
    if item.office != me.office or item.fields is None:
        return
    names = ", ".join(item.fields["approved_by"])
    for copy in state.copies.values():
        office = bytes.fromhex(item.fields["to"])
        copy.events.append(Event(item.at, "approved", names, office, item.fields["profile"]))


def _withdrawn(state: Folded, item: Item, me: Me) -> None:
    if item.office == me.office and item.audience != me.office:
        return  # what we told the other office; our own entry tells us
    ours = item.office == me.office
    _close(state, incoming=ours, peer=None if ours else item.office)
    copy = state.copies.get(item.office)
    if copy is not None:
        copy.withdrawn = (item.fields or {}).get("reason", "")
        copy.enter(WITHDRAWN, item.at)
        copy.events.append(Event(item.at, "withdrawn", item.user, item.office))


def _status(state: Folded, item: Item, me: Me) -> None:
    handed = state.handed.get(item.office)
    copy = state.copies.get(me.office)
    if item.office == me.office or handed is None or item.fields is None:
        return
    receipt = item.fields["receipt"]
    rank = RECEIPTS.index(receipt) if receipt in RECEIPTS else RECEIVED
    handed.answer = max(handed.answer, rank)
    if copy is not None and me.reports and copy.state != WITHDRAWN:
        copy.receipt = max(copy.receipt, rank)
        copy.enter(item.fields["state"], item.at)
        copy.events.append(Event(item.at, "state", None, item.office, item.fields["state"]))


def _feedback(state: Folded, item: Item, me: Me) -> None:
    fields = item.fields or {"outcome": "", "text": ""}
    outcome = fields["outcome"]
    rank = FED_BACK if outcome in FINAL_OUTCOMES else IN_PROGRESS
    if outcome == "ontvangen":
        rank = RECEIVED
    if item.office == me.office:
        copy = state.copies.get(item.audience)
        peer = item.audience
    else:
        handed = state.handed.get(item.office)
        if handed is None or item.audience != me.office:
            return
        handed.answer = max(handed.answer, rank)
        copy = state.copies.get(me.office)
        peer = item.office
    if rank == FED_BACK:  # the last answer: what was asked before is of no use any more
        _close(state, incoming=item.office != me.office, peer=peer)
    message = Message(item, peer, outcome, fields["text"], item.office != me.office)
    message.open = outcome == QUESTION and item.fields is not None
    state.messages.append(message)
    if copy is None:
        return
    copy.receipt = max(copy.receipt, rank)
    copy.times.setdefault("first_feedback_at", item.at)
    copy.events.append(Event(item.at, "feedback", item.user, item.office, outcome))
    to_reporter = copy.profile == "melding" or (copy.profile == OWN and me.reports)
    if rank == FED_BACK and to_reporter and copy.state != WITHDRAWN:
        copy.times["sent_at"] = item.at
        copy.enter(ANSWERED, item.at)


def _close(state: Folded, *, incoming: bool, peer: bytes | None, item: bytes | None = None) -> None:
    """What was asked that way, by all or by one office, waits no longer; or only ``item``."""
    for message in state.messages:
        if (
            message.incoming == incoming
            and peer in (None, message.peer)
            and item in (None, message.item.digest)
        ):
            message.open = False


def _reply(state: Folded, item: Item, me: Me) -> None:
    incoming = item.office != me.office
    peer = item.office if incoming else item.audience
    if peer not in state.handed and peer not in state.copies:
        return
    fields = item.fields or {"text": "", "item": ""}
    answered = bytes.fromhex(fields.get("item", "")) or None
    if answered is not None:
        _close(state, incoming=not incoming, peer=peer, item=answered)
    state.messages.append(Message(item, peer, None, fields["text"], incoming))
    for copy in state.copies.values():
        if copy.sender == peer or copy.profile == OWN:
            copy.events.append(Event(item.at, "reply", item.user, item.office))


def _read(state: Folded, item: Item, me: Me) -> None:
    if item.fields is None:
        return
    wanted = bytes.fromhex(item.fields["item"])
    reader_is_us = item.office == me.office
    for message in state.messages:
        theirs = message.peer == (item.audience if reader_is_us else item.office)
        if message.item.digest == wanted and message.incoming == reader_is_us and theirs:
            message.read_at = item.at
            copy = state.copies.get(me.office if reader_is_us else item.office)
            if copy is not None:
                copy.events.append(Event(item.at, "read", item.user, item.office))


def _identity(state: Folded, item: Item, me: Me) -> None:
    if item.fields is not None and item.audience == me.office:
        state.identities.append(item)


def _note(state: Folded, item: Item, me: Me) -> None:
    if item.office == me.office and item.fields is not None:
        state.notes.append(item)
        for copy in state.copies.values():
            copy.events.append(Event(item.at, "note", item.user, item.office))


def _triaged(state: Folded, item: Item, me: Me) -> None:
    """The newest answers count; the older ones stay in the history."""
    if item.office == me.office and item.fields is not None:
        state.triage = item
        for copy in state.copies.values():
            copy.events.append(Event(item.at, "triaged", item.user, item.office))


def _forgotten(state: Folded, item: Item, me: Me) -> None:
    copy = state.copies.get(me.office)
    if copy is not None and item.office == me.office and item.fields is not None:
        copy.summary = item.fields["summary"]
        copy.events.append(Event(item.at, "forgotten", None, me.office))


_APPLY = {
    "handover.melding": _handover,
    "handover.tafel": _handover,
    "handover.registratie": _handover,
    "handover.doorzetten": _handover,
    "handover.approved": _approved,
    "signal.withdrawn": _withdrawn,
    "signal.status": _status,
    "feedback.given": _feedback,
    "feedback.reply": _reply,
    "feedback.read": _read,
    "reporter.identity": _identity,
    "signal.note": _note,
    "signal.triaged": _triaged,
    "signal.forgotten": _forgotten,
}


def _finish(state: Folded, me: Me, confirmed: Confirmations) -> None:
    """Receipts that follow from acknowledgements and from what was read last."""
    own = state.copies.get(me.office)
    if own is not None:
        for handed in state.handed.values():
            at = confirmed.at(handed.item)
            if at is not None:
                own.receipt = max(own.receipt, RECEIVED)
                own.times["received_at"] = min(at, own.times.get("received_at", at))
                own.events.append(Event(at, "received", None, handed.office))
        received_at = own.times.get("received_at")
        if me.reports and received_at is not None and own.state == REPORTED:
            own.enter(ARRIVED, received_at)
    for copy in state.copies.values():
        given = [m for m in state.messages if m.outcome is not None and _about(m, copy, me)]
        if given and given[-1].read_at is not None and given[-1].outcome != QUESTION:
            copy.receipt = READ


def _about(message: Message, copy: Copy, me: Me) -> bool:
    if copy.profile == OWN:
        return message.incoming
    return not message.incoming and message.peer == copy.sender
