"""What a person sees before a signal is handed on: two columns, every field named.

- A field outside the profile can only stay here; one inside it may be left out.
- The upstream is proposed as addressee; nothing is proposed as legal basis.
- The sentence of approval names the addressee, the purpose and the basis (rules R1, R32).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mh_tui.journal import kinds
from mh_tui.language import N_, _
from mh_tui.services import content_text, contents, handover, labels, setup
from mh_tui.services.dossier_view import Loaded, office_name
from mh_tui.services.session import Session

if TYPE_CHECKING:
    from mh_tui.trust.admission import Trust

ASKED = ("age_class", "gender", "nationality_class", "form")
"""What a person chooses for the registration, in this order."""


@dataclass(frozen=True, slots=True)
class Office:
    """An office that may get it: id and name."""

    id: bytes
    name: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a person chose until now. ``to``: office id or None; ``given``: registration classes."""

    profile: str
    to: bytes | None = None
    legal_basis: str = ""
    without: frozenset[str] = frozenset()
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """A field: its path, label and value. ``fixed``: it cannot be moved to the other column."""

    path: str
    label: str
    text: str
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    goes: tuple[Item, ...]
    stays: tuple[Item, ...]


def offices(session: Session, profile: str) -> list[Office]:
    """Who may get this profile, the upstream first."""
    wanted = kinds.BY_NAME[kinds.HANDOVERS[profile]].to
    with session.read() as connection:
        trust = session.trust(connection)
    first = trust.upstream.get(profile)
    found = [
        Office(office, office_name(trust.of_office(office)))
        for office in trust.offices()
        if trust.role_of(office) in wanted and trust.devices_of(office)
    ]
    return sorted(found, key=lambda one: (one.id != first, one.name))


def begin(session: Session, loaded: Loaded, profile: str = "") -> Plan:
    """A plan for the first profile that has an addressee, or for ``profile``.

    The upstream is filled in, or the office of the municipality it is about; of others only when
    there is no choice. What triage found outside the own area begins as passing it on.
    """
    for one in (profile,) if profile else _profiles(loaded):
        known = offices(session, one)
        with session.read() as connection:
            trust = session.trust(connection)
        if known or profile:
            only = known[0].id if len(known) == 1 else None
            town = _of_town(trust, known, loaded) if one == "doorzetten" else None
            to = trust.upstream.get(one) or town or only
            return Plan(one, to, given=proposed(loaded) if _asks(one) else {})
    return Plan(handover.PROFILES[0])


def _profiles(loaded: Loaded) -> Sequence[str]:
    """In the order in which they are proposed."""
    triage = loaded.folded.triage
    elsewhere = triage is not None and (triage.fields or {}).get("territory") is False
    return sorted(handover.PROFILES, key=lambda one: elsewhere and one != "doorzetten")


def _of_town(trust: Trust, known: Sequence[Office], loaded: Loaded) -> bytes | None:
    """The only one of these offices that is there for the municipality of the signal."""
    from mh_tui.reference.partners import partners

    town = str(loaded.shown.get("municipality", "")).casefold()
    organisations = partners().organisations
    found = []
    for one in known:
        device = trust.of_office(one.id)
        place = organisations.get(device.organisation) if device is not None else None
        if place is not None and town in (name.casefold() for name in place.municipalities):
            found.append(one.id)
    return found[0] if len(found) == 1 else None


def _asks(profile: str) -> bool:
    return profile == "registratie"


def proposed(loaded: Loaded) -> dict[str, str]:
    """The only form of the signal; what nobody knows is not known."""
    forms = loaded.shown.get("forms", ())
    known = {name: handover.UNKNOWN for name in ASKED if name != "form"}
    return known if len(forms) > 1 else known | {"form": forms[0] if forms else "algemeen"}


def choices(name: str) -> list[tuple[str, str]]:
    """(code, label) to choose from for a class of the registration."""
    from mh_tui.reference.indicators import indicators
    from mh_tui.reference.route import route

    if name == "form":
        return [(code, one.label) for code, one in indicators().forms.items()]
    return [(code, one.label) for code, one in route().codes[name].items.items()]


def bases() -> list[tuple[str, str]]:
    """(code, label) of the legal bases."""
    from mh_tui.reference.route import route

    return [(code, one.label) for code, one in route().codes["legal_basis"].items.items()]


def bases_title() -> str:
    """Above that list, a msgid: whether a lawyer still has to look at it."""
    from mh_tui.reference.route import route

    to_check = route().codes["legal_basis"].verify
    return N_("Legal basis; a lawyer must still check them all") if to_check else N_("Legal basis")


def missing(plan: Plan) -> list[str]:
    """What a person still has to choose, as msgids of labels."""
    found = [] if plan.to is not None else [N_("Addressee")]
    if not plan.legal_basis:
        found.append(N_("Legal basis"))
    if _asks(plan.profile) and "form" not in plan.given:
        found.append(N_("Form of exploitation"))
    return found


def given_before(loaded: Loaded, plan: Plan) -> str:
    """What this office got of this signal already, or nothing."""
    handed = loaded.folded.handed.get(plan.to) if plan.to is not None else None
    if handed is None:
        return ""
    text = _("they got it on {day}, as “{profile}”")
    if handed.profile == plan.profile and not _asks(plan.profile):
        text = _("they got it on {day}, as “{profile}”: this goes as a correction")
    return text.format(day=labels.day(handed.item.at), profile=labels.profile(handed.profile))


# -- the two columns ------------------------------------------------------------------


def columns(loaded: Loaded, plan: Plan) -> Columns:
    """Every field of the signal, in one of two columns."""
    if _asks(plan.profile):
        return Columns(tuple(_classes(loaded, plan)), tuple(_all_stay(loaded.shown)))
    allowed = contents.fields_of(plan.profile)
    content = loaded.shown
    goes, stays = [], []
    for path in _paths(content):
        item = Item(path, content_text.field_label(path), content_text.value_text(path, content))
        if path in allowed and path not in plan.without:
            goes.append(item)
        else:
            stays.append(Item(path, item.label, item.text, fixed=path not in allowed))
    return Columns(tuple(goes), (*stays, *_never(loaded)))


_ORDER = (
    "narrative",
    "indicators",
    "acute",
    "call",
    "observed_at",
    "context",
    "municipality",
    "place",
    "persons",
    "minor_possible",
    "organisations",
    "vehicles",
    "forms",
    "sector",
    "gut_feeling",
    "reporter.kind",
    "reporter.wants_feedback",
    "reference",
    "advice",
    "why",
    "reference_version",
)


def _paths(content: Mapping[str, Any]) -> Iterator[str]:
    """The fields that are filled in, in reading order."""
    return (path for path in _ORDER if content_text.value_text(path, content))


def _never(loaded: Loaded) -> Iterator[Item]:
    """What never leaves by a handing on, whatever the profile."""
    if loaded.folded.identities or loaded.shown.get("reporter", {}).get("name"):
        yield Item("identity", _("Name and contact of the reporter"), _("sealed"), fixed=True)
    count = len(loaded.folded.notes)
    if count:
        yield Item("notes", _("Notes of our office"), str(count), fixed=True)


def _all_stay(content: Mapping[str, Any]) -> Iterator[Item]:
    for path in _paths(content):
        text = content_text.value_text(path, content)
        yield Item(path, content_text.field_label(path), text, fixed=True)


def _classes(loaded: Loaded, plan: Plan) -> Iterator[Item]:
    values = registration(loaded.shown, plan.given)
    for name, code in values.items():
        label = content_text.field_label(f"registration_{name}")
        text = content_text.class_text(name, code) if code else _("choose")
        yield Item(name, label, text, fixed=name not in ASKED)


def registration(content: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, str]:
    """The classes as they would go, by name; an empty one still has to be chosen."""
    fields = [path.removeprefix("registration_") for path in contents.fields_of("registratie")]
    known = {
        "sector": content.get("sector", handover.UNKNOWN),
        "reporter": content.get("reporter", {}).get("kind", ""),
        "period": handover.quarter(content.get("observed_at", "")),
    }
    return {name: given.get(name) or known.get(name, "") for name in fields}


def names(items: Sequence[Item]) -> str:
    """The labels of these fields, in one line."""
    return ", ".join(item.label for item in items)


# -- approval -------------------------------------------------------------------------


def preview(session: Session, loaded: Loaded, plan: Plan) -> handover.Preview:
    """Exactly what would go; raises InvalidInput and NotAllowed."""
    without: Sequence[str] = [] if _asks(plan.profile) else sorted(plan.without)
    return handover.preview(
        session,
        loaded.id,
        profile=plan.profile,
        to="" if plan.to is None else plan.to.hex(),
        legal_basis=plan.legal_basis,
        given=dict(plan.given) if _asks(plan.profile) else None,
        without=without,
        sender=loaded.sender,
    )


def sentence(name: str, plan: Plan) -> str:
    """What is approved, in one sentence. ``name``: of the addressee, made safe."""
    text = _(
        "I approve that this goes to {office} as “{profile}”, to recognise human trafficking,"
        " on the basis of “{basis}”."
    )
    return text.format(
        office=name,
        profile=labels.profile(plan.profile),
        basis=labels.listed("legal_basis", plan.legal_basis),
    )


def seconds(session: Session) -> list[str]:
    """Colleagues who may approve beside this person."""
    from mh_tui.services.session import HANDLERS

    return [
        one["name"]
        for one in setup.users(session)
        if one["name"] != session.person.name and one["role"] in HANDLERS
    ]
