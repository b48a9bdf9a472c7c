"""What a person sees who answers a signal: to whom, which outcomes, what may not be in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mh_tui.language import _
from mh_tui.services import feedback, labels
from mh_tui.services.dossier_view import Loaded, office_name
from mh_tui.services.session import Session


@dataclass(frozen=True, slots=True)
class Outcome:
    """``text``: what is proposed. ``final``: the reporter reads that it ends with this."""

    id: str
    label: str
    hint: str
    text: str
    final: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """``limit``: characters. ``never``: what may not be in an answer."""

    rule: str
    never: tuple[str, ...]
    limit: int


def outcomes(*, to_office: bool = False) -> list[Outcome]:
    """In the order of route.toml, in the chosen language; to a reporter, or to an office."""
    from mh_tui.reference.route import route

    return [
        Outcome(
            one.id,
            (one.label_office if to_office else "") or one.label,
            one.hint,
            feedback.proposed(one.id, to_office=to_office),
            one.final,
        )
        for one in route().feedback.outcomes.values()
    ]


def to_office(loaded: Loaded, to: str) -> bool:
    """Whether this office (id in hex) handed it on, and did not see it itself."""
    copy = loaded.folded.copies.get(bytes.fromhex(to)) if to else None
    return copy is not None and copy.profile != "melding"


def passages(loaded: Loaded, to: str) -> list[str]:
    """The sentences of what this office wrote, to ask about; empty where it is not in sight."""
    if not to or bytes.fromhex(to) != loaded.sender:
        return []
    text = str(loaded.shown.get("narrative", ""))
    return [one.strip() for one in _SENTENCE.findall(text) if one.strip()]


_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")


def rules() -> Rules:
    from mh_tui.reference.route import route

    data = route().feedback
    never = tuple(one.label for one in data.forbidden.values())
    return Rules(data.rule, never, data.max_len)


def story(loaded: Loaded) -> list[tuple[str, str]]:
    """(label, text) to have in sight while answering: what was said, newest first, and seen."""
    found = []
    for message in sorted(loaded.folded.messages, key=lambda one: one.item.at, reverse=True):
        label = _("They wrote, {day}") if message.incoming else _("We wrote, {day}")
        found.append((label.format(day=labels.day(message.item.at)), message.text))
    found.append((_("What was seen"), str(loaded.shown.get("narrative", ""))))
    return [(label, text) for label, text in found if text]


def offices(session: Session, loaded: Loaded) -> list[tuple[str, str]]:
    """(office id in hex, name) of all who handed this signal on, the one looked at first."""
    with session.read() as connection:
        trust = session.trust(connection)
    senders = [one for one in loaded.folded.copies if one != loaded.office]
    senders.sort(key=lambda one: one != loaded.sender)
    return [(one.hex(), office_name(trust.of_office(one)) or one.hex()[:8]) for one in senders]
