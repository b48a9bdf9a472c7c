"""What a person sees who answers a signal: to whom, which outcomes, what may not be in it."""

from __future__ import annotations

from dataclasses import dataclass

from mh_tui.language import pick
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


def outcomes() -> list[Outcome]:
    """In the order of route.toml, in the chosen language."""
    from mh_tui.reference.route import route

    return [
        Outcome(one.id, one.label, one.hint, pick(one.text_nl, one.text_en), one.final)
        for one in route().feedback.outcomes.values()
    ]


def rules() -> Rules:
    from mh_tui.reference.route import route

    data = route().feedback
    never = tuple(one.label for one in data.forbidden.values())
    return Rules(data.rule, never, data.max_len)


def offices(session: Session, loaded: Loaded) -> list[tuple[str, str]]:
    """(office id in hex, name) of all who handed this signal on, the one looked at first."""
    with session.read() as connection:
        trust = session.trust(connection)
    senders = [one for one in loaded.folded.copies if one != loaded.office]
    senders.sort(key=lambda one: one != loaded.sender)
    return [(one.hex(), office_name(trust.of_office(one)) or one.hex()[:8]) for one in senders]
