"""A signal on its way: begun, saved at every pause, resumed, sent (DESIGN, Drafts).

- A draft is a value; ``save`` makes it durable and encrypted before it returns.
- It was seen when the draft was begun, until a person says otherwise: no clock moves it.
- It goes when the signal is recorded; a copy of an earlier signal is a new draft.
- Correcting a sent signal is a draft too: it names the signal, and only changes are sent.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from mh_tui.errors import InvalidInput, NotAllowed, StorageFailed
from mh_tui.language import N_, _
from mh_tui.services import reading, recording
from mh_tui.services.session import Session
from mh_tui.signals import record
from mh_tui.signals.advice import advise
from mh_tui.signals.json_text import Item
from mh_tui.vault import drafts
from mh_tui.vault.drafts import Draft

KIND = "signal"
_COPIED = ("municipality", "context", "place", "organisations", "sector")
"""What several signals of one visit share."""
_OWN = ("advice", "why", "reference_version", "state", "receipt", "from", "version", "history")
_SHOWN = (*_OWN, "feedback", "id", "conflict")
LAST_CONTEXT = "last_context"
SEEN = "observed_at"


@dataclass(frozen=True, slots=True)
class SignalDraft:
    """``signal``: the JSON shape of CLI.md, half filled. ``amends``: id of a sent signal.

    ``page``: where one was; ``section``, ``item``: what was being added there. ``typed``: texts
    by path that are no answer yet, such as half a time. ``not_bsn``: a person said that the
    number is none.
    """

    signal: Mapping[str, Any] = field(default_factory=dict, repr=False)
    page: str = "acute"
    section: str = ""
    item: int = 0
    typed: Mapping[str, str] = field(default_factory=dict, repr=False)
    not_bsn: bool = False
    amends: str | None = None
    id: int | None = None
    updated_ms: int = 0

    @property
    def is_empty(self) -> bool:
        """Nothing worth keeping was filled in yet: 'no danger' is one key."""
        filled = {key for key, value in self.signal.items() if value} - {"acute", SEEN}
        return not filled and not self.typed and self.signal.get("acute", "nee") == "nee"


def put_typed(draft: SignalDraft, path: str, text: str) -> SignalDraft:
    """With a text that is no answer yet; an empty one is forgotten."""
    typed = {key: value for key, value in draft.typed.items() if key != path}
    return replace(draft, typed=typed | {path: text} if text else typed)


def put(draft: SignalDraft, path: str, value: Any) -> SignalDraft:
    """With one field changed; ``path`` as ``place.street`` or ``persons[0].name``.

    An empty value takes the field out, and an emptied group with it. What was typed there and
    was no answer yet is forgotten.
    """
    signal = _put(dict(draft.signal), path.split("."), value)
    inside = f"{path}."
    typed = {
        key: text for key, text in draft.typed.items() if key != path and not key.startswith(inside)
    }
    return replace(draft, signal=signal, typed=typed)


def _put(group: dict[str, Any], steps: list[str], value: Any) -> dict[str, Any]:
    step, rest = steps[0], steps[1:]
    name, bracket, number = step.partition("[")
    if bracket:
        items = [dict(one) for one in group.get(name) or ()]
        place = int(number.rstrip("]"))
        items += [{} for _ in range(place + 1 - len(items))]
        items[place] = _put(items[place], rest, value)
        group[name] = items
        return group
    inner = _put(dict(group.get(name) or {}), rest, value) if rest else value
    if inner in ("", None, [], {}, False):
        group.pop(name, None)
    else:
        group[name] = inner
    return group


def without(draft: SignalDraft, key: str, place: int) -> SignalDraft:
    """Without one item of a list."""
    items = [one for n, one in enumerate(draft.signal.get(key) or ()) if n != place]
    return put(draft, key, items)


def tidied(draft: SignalDraft, key: str) -> SignalDraft:
    """Without items of this list in which nothing was filled in."""
    return put(draft, key, [one for one in draft.signal.get(key) or () if one])


def several_municipalities(session: Session) -> bool:
    """Whether the municipality has to be asked."""
    return len(recording.municipalities(session)) != 1


# -- kept -----------------------------------------------------------------------------


def save(session: Session, draft: SignalDraft) -> SignalDraft:
    """Durable when it returns. An empty new draft is not kept."""
    if draft.id is None and draft.is_empty:
        return draft
    kept = session.vault.drafts.save(replace(_row(session.person.name, draft), id=draft.id))
    return replace(draft, id=kept.id, updated_ms=kept.updated_ms)


def load(session: Session, draft_id: int) -> SignalDraft:
    """The draft of this number; InvalidInput("draft_gone") where it was sent or removed."""
    found = session.vault.drafts.get(draft_id)
    if found is None or found.user != session.person.name or found.kind != KIND:
        raise InvalidInput("draft_gone", N_("This draft was already sent or removed."))
    return _read(found)


def listed(session: Session) -> list[SignalDraft]:
    """This person's drafts, newest first."""
    found = session.vault.drafts.list(session.person.name)
    return [_read(one) for one in found if one.kind == KIND]


def discard(session: Session, draft: SignalDraft) -> None:
    if draft.id is not None:
        session.vault.drafts.discard(draft.id)


def _row(user: str, draft: SignalDraft) -> Draft:
    """As it is kept; without its number."""
    body = {
        "signal": draft.signal,
        "page": draft.page,
        "section": draft.section,
        "item": draft.item,
        "typed": draft.typed,
        "not_bsn": draft.not_bsn,
        "amends": draft.amends,
    }
    return Draft(user=user, kind=KIND, body=json.dumps(body, ensure_ascii=False))


def _read(draft: Draft) -> SignalDraft:
    body = json.loads(draft.body)
    return SignalDraft(
        signal=body["signal"],
        page=body["page"],
        section=body.get("section", ""),
        item=body.get("item", 0),
        typed=body.get("typed", {}),
        not_bsn=body["not_bsn"],
        amends=body["amends"],
        id=draft.id,
        updated_ms=draft.updated_ms,
    )


class Keeper:
    """Keeps one signal draft from any thread, as ``vault.drafts.Keeper`` does."""

    def __init__(self, session: Session, draft_id: int | None = None) -> None:
        self._user = session.person.name
        self._keeper = drafts.Keeper(session.vault.drafts, draft_id)

    def keep(self, draft: SignalDraft, version: int) -> SignalDraft:
        """Durable when it returns, with the number it has; ``version`` counts the changes."""
        row = None if draft.is_empty else _row(self._user, draft)
        kept = self._keeper.keep(row, version)
        if kept is None:
            return replace(draft, id=self._keeper.id)
        return replace(draft, id=kept.id, updated_ms=kept.updated_ms)

    def drop(self) -> int | None:
        """No more saving; the number of the draft that is left."""
        return self._keeper.drop()

    def take_up(self) -> None:
        """Sending failed: go on saving."""
        self._keeper.take_up()


# -- begun ----------------------------------------------------------------------------


def _new() -> SignalDraft:
    return put(SignalDraft(), SEEN, now().isoformat(timespec="minutes"))


def begin(indicators: Iterable[str] = (), context: str = "", acute: str = "") -> SignalDraft:
    """A new one, with what was ticked in the checklist, or with the first answer."""
    draft = put(_new(), "indicators", list(indicators))
    draft = put(put(draft, "context", context), "acute", acute)
    return replace(draft, page="context") if acute else draft


def begin_like(session: Session, signal_id: str) -> SignalDraft:
    """A new one at the same address: place, firm and sector are taken over, people are not."""
    found = reading.show(session, signal_id)
    copied = {key: found[key] for key in _COPIED if found.get(key)}
    return SignalDraft(signal={**_new().signal, **copied})


def begin_amending(session: Session, signal_id: str) -> SignalDraft:
    """The correction of a sent signal; raises NotAllowed once it is no longer kept here."""
    found = reading.show(session, signal_id)
    if "acute" not in found:
        raise NotAllowed(
            "forgotten",
            N_("This signal was received and is no longer kept here. Make a new one."),
        )
    signal = {key: value for key, value in found.items() if key not in _SHOWN}
    return SignalDraft(signal=signal, page="review", amends=str(found["id"]))


# -- sent -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of it. ``handed_on``: there is an upstream and it lies ready for it.

    ``not_called``: there is danger, and nobody called yet.
    """

    id: str
    advice: str
    acute: str
    handed_on: bool
    stays_here: bool
    corrected: bool
    not_called: bool = False


def send(session: Session, draft: SignalDraft) -> Sent:
    """Record it, or hand on the correction; the draft goes. Raises InvalidInput, NotAllowed."""
    recording.allow_recording(session)
    signal = complete(draft.signal)
    if draft.amends is None:
        checked = recording.check(session, [Item("", signal)], not_bsn=draft.not_bsn)
        done = recording.add(session, checked, not_bsn=draft.not_bsn)[0]
        sent_id, advice, acute = done.id, done.advice, done.acute
    else:
        sent_id = recording.amend(
            session, draft.amends, _changes(session, draft), not_bsn=draft.not_bsn
        )
        advice, acute = advise(signal).level, str(signal.get("acute", ""))
    with suppress(StorageFailed):  # it is recorded: to say that it failed would make a second one
        discard(session, draft)
        _remember_context(session, str(signal.get("context", "")))
    with session.read() as connection:
        upstream = session.trust(connection).upstream.get("melding")
    reports = session.me.reports
    return Sent(
        sent_id,
        advice,
        acute,
        handed_on=reports and upstream is not None,
        stays_here=not reports,
        corrected=draft.amends is not None,
        not_called=record.nobody_called(signal),
    )


def _remember_context(session: Session, context: str) -> None:
    if context:
        session.vault.drafts.set_setting(session.person.name, LAST_CONTEXT, context)


def _changes(session: Session, draft: SignalDraft) -> dict[str, Any]:
    """All that is in the draft, and an empty value for each field that was taken out."""
    before = reading.show(session, draft.amends or "")
    gone = {key: None for key in before if key not in (*_SHOWN, *draft.signal)}
    return {**gone, **complete(draft.signal)}


def complete(signal: Mapping[str, Any]) -> dict[str, Any]:
    """Without items of lists in which nothing was filled in."""
    return {
        key: [one for one in value if one] if isinstance(value, list) else value
        for key, value in signal.items()
        if value not in ("", None, [], {})
    }


def withdraw(session: Session, signal_id: str, reason: str) -> str:
    """Withdraw a sent signal, here and wherever it went; gives its id."""
    return recording.withdraw(session, signal_id, reason)


# -- what happens next ----------------------------------------------------------------


def next_step(sent: Sent) -> str:
    """Who does what by when, from the deadlines of route.toml; they are proposals."""
    from mh_tui.reference.route import route

    if sent.stays_here:
        return _("This signal stays in your office. You assess it yourself.")
    data = route()
    deadlines = data.states["gemeld"].deadlines
    deadline = deadlines["receive_acute" if sent.acute == "ja" else "receive"]
    who = data.actors[deadline.who].label
    if deadline.amount == 0:
        when = _("the same day")
    else:
        unit = data.units[deadline.unit]
        word = unit.label if deadline.amount == 1 else unit.plural
        when = _("within {amount} {unit}").format(amount=deadline.amount, unit=word)
    return _("{who} confirms that it came in {when} (proposal).").format(who=who, when=when)


def contexts(session: Session) -> list[str]:
    """The contexts, the last used on top."""
    from mh_tui.reference.indicators import indicators

    last = last_context(session)
    return sorted(indicators().contexts, key=lambda one: one != last)


def last_context(session: Session) -> str:
    """The context of the last signal that was sent here, or nothing."""
    with suppress(StorageFailed):  # it only saves a key
        return session.vault.drafts.setting(session.person.name, LAST_CONTEXT) or ""
    return ""


def now() -> datetime:
    return datetime.now().astimezone()
