"""The office's settings in words: what each means, how it stands, and who may change it.

- Whatever ``setup.config`` knows is shown, also a setting that a newer route.toml brings.
- What this person may not change says who may; the rule itself is the service's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mh_tui.errors import RolledBack
from mh_tui.journal.kinds import FOCAL_POINT
from mh_tui.language import N_, _, ngettext
from mh_tui.services import labels, people, setup, starting
from mh_tui.services.session import ADMITTERS, Session

TEXT, NUMBER, YES_NO, FIXED = "text", "number", "yes_no", "fixed"
IDLE, FORGET = "idle_minutes", "forget_after_days"
_ROUTE_ONLY = N_("It is noted for the route; the screens do not ask for it yet.")
_WORDS: Mapping[str, tuple[str, str]] = {
    setup.FOCAL_POINT_NAME: (
        N_("Focal point: who"),
        N_(
            "Stands on the card that F2 shows, and where somebody is in doubt. A function will do;"
            " say when to call."
        ),
    ),
    setup.FOCAL_POINT_PHONE: (
        N_("Focal point: phone"),
        N_("Stands on the card that F2 shows, beside 112. Give the number of the work."),
    ),
    IDLE: (
        N_("Locks by itself after"),
        N_(
            "So long without a key, and the passphrase is asked for again; what you typed is kept."
            " Five minutes is usual."
        ),
    ),
    starting.SECOND_PERSON: (
        N_("Two persons approve"),
        N_(
            "Before a signal is handed on to the region, the register or another municipality, a"
            " second person gives a passphrase too."
        ),
    ),
    FORGET: (
        N_("Words of a desk stay"),
        N_(
            "So long after a signal was received, the words are kept at the desk, where nobody"
            " reads them any more. After that only a summary is left there."
        ),
    ),
    "reporter_pseudonym_allowed": (N_("Reporting under another name"), _ROUTE_ONLY),
    "has_local_table": (N_("Local consultation"), _ROUTE_ONLY),
    "has_regional_undermining_table": (N_("Regional table"), _ROUTE_ONLY),
    "pct_available": (N_("Inspection team (PCT)"), _ROUTE_ONLY),
    setup.RECIPIENT: (
        N_("Receives for the region"),
        N_("Follows from the card that was admitted for the regional table."),
    ),
}
"""Setting -> its name and what it means (msgids), in the order in which they are listed."""


@dataclass(frozen=True, slots=True)
class Setting:
    """``kind``: text, number, yes_no or fixed. ``value``: in words; ``given``: as it is kept.

    ``question``: how route.toml asks for it, or "". ``locked``: why this person cannot change it.
    """

    name: str
    kind: str
    label: str
    meaning: str
    value: str
    given: Any
    question: str
    locked: str


def settings(session: Session) -> list[Setting]:
    """All settings, those that most offices look for first."""
    values = setup.config(session)
    order = [*_WORDS, *(name for name in values if name not in _WORDS)]
    return [_setting(session, name, values[name]) for name in order if name in values]


def setting(session: Session, name: str) -> Setting:
    """One of them."""
    return _setting(session, name, setup.config(session)[name])


def _setting(session: Session, name: str, given: Any) -> Setting:
    from mh_tui.reference.route import route

    known = route().config.get(name)
    question = known.label if known is not None else ""
    label, meaning = _WORDS.get(name, ("", ""))
    return Setting(
        name=name,
        kind=_kind(name, known.type if known is not None else ""),
        label=_(label) or question or name,
        meaning=" ".join(filter(None, (_(meaning), _travels(session, name)))),
        value=_value(session, name, given),
        given=given,
        question=question,
        locked=_locked(session, name),
    )


def _travels(session: Session, name: str) -> str:
    """What else happens with it at a focal point, whose own number it is there."""
    if session.me.role != FOCAL_POINT or name not in (
        setup.FOCAL_POINT_NAME,
        setup.FOCAL_POINT_PHONE,
    ):
        return ""
    return _("The offices that you admitted get it with the next exchange.")


def _kind(name: str, listed: str) -> str:
    if name == setup.RECIPIENT:
        return FIXED
    if name in (IDLE, FORGET):
        return NUMBER
    return YES_NO if listed == YES_NO else TEXT


def _value(session: Session, name: str, given: Any) -> str:
    if given is None or given == "":
        brought = _brought(session, name)
        return (
            _("{value} (from the focal point)").format(value=brought)
            if brought
            else _("not filled in yet")
        )
    if isinstance(given, bool):
        return labels.choice("yes" if given else "no")
    if name == IDLE:
        return ngettext("{count} minute", "{count} minutes", given).format(count=given)
    if name == FORGET:
        return ngettext("{count} day", "{count} days", given).format(count=given)
    if name == setup.RECIPIENT:
        return _office(session, bytes.fromhex(given))
    return str(given)


def _brought(session: Session, name: str) -> str:
    """What F2 shows where nothing was filled in here: an exchange may have brought it."""
    if name not in (setup.FOCAL_POINT_NAME, setup.FOCAL_POINT_PHONE):
        return ""
    return str(starting.call_config(session).get(name) or "")


def _office(session: Session, office: bytes) -> str:
    with session.read() as connection:
        device = session.trust(connection).of_office(office)
    return device.name if device is not None else office.hex()[:8]


def _locked(session: Session, name: str) -> str:
    if name == setup.RECIPIENT:
        return _("Nobody fills this in here: admit the office's card under Offices and cards.")
    return not_yours(session) or (RolledBack().message() if session.rolled_back else "")


def not_yours(session: Session) -> str:
    """Who changes settings and people in this office, for one whose role does not; else ""."""
    if session.person.role in ADMITTERS:
        return ""
    who = ", ".join(map(people.role_label, people.roles_to_choose(session)))
    return _("Your role does not change this. Ask: {who}.").format(who=who)
