"""The content of a signal in words: sections of a label and a text, only what is there.

- Each indicator says how strong it is and what that rests on; the advice gives its reasons.
- What people typed is passed on as it is: a screen makes it safe.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mh_tui.language import N_, _
from mh_tui.services import labels


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines; a line is a label (or nothing) and a text that is data."""

    title: str
    lines: tuple[tuple[str, str], ...]


_LABELS = {
    "observed_at": N_("Seen on"),
    "municipality": N_("Municipality"),
    "context": N_("Context"),
    "acute": N_("Immediate danger"),
    "call": N_("Called"),
    "forms": N_("Form of exploitation"),
    "indicators": N_("Indicators"),
    "minor_possible": N_("Possibly a minor"),
    "narrative": N_("What was seen"),
    "gut_feeling": N_("Gut feeling"),
    "sector": N_("Sector"),
    "place": N_("Place"),
    "persons": N_("People"),
    "organisations": N_("Companies"),
    "vehicles": N_("Vehicles"),
    "reporter": N_("Reported by"),
    "reporter.kind": N_("Kind of reporter"),
    "reporter.wants_feedback": N_("Wants an answer"),
    "reference": N_("Reference elsewhere"),
    "advice": N_("Advice"),
    "why": N_("Because of"),
    "reference_version": N_("List of indicators used"),
}


def field_label(path: str) -> str:
    """The label of a field of a signal, such as ``place`` or ``reporter.kind``."""
    if path.startswith("registration_"):
        from mh_tui.reference.route import route

        known = route().fields.get(path)
        return known.label if known is not None else path
    return _(_LABELS.get(path, path))


def sections(content: Mapping[str, Any]) -> Iterator[Section]:
    """The parts of a signal in reading order: story, advice, indicators, where, who."""
    parts = (
        (_("What was seen"), _story(content)),
        (_("Advice"), _advice(content)),
        (_("Indicators"), _indicators(content)),
        (_("Where and when"), _where(content)),
        (_("People"), _people(content)),
        (_("Companies"), _companies(content)),
        (_("Vehicles"), _vehicles(content)),
    )
    for title, lines in parts:
        found = tuple(lines)
        if found:
            yield Section(title, found)


def _story(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if content.get("narrative"):
        yield "", content["narrative"]
    if content.get("gut_feeling"):
        yield "", _("Something felt wrong, without more.")


def _advice(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    from mh_tui.reference.indicators import indicators

    level = content.get("advice")
    if level:
        yield "", labels.advice(level)
        known = indicators().advice.levels.get(level)
        if known is not None:
            told = " ".join(reasons(content, level))
            if told:
                yield _("Told to the reporter"), told
        yield "", _("A person decides. The list only helps to look.")
    if "acute" in content:
        yield _("Danger when seen"), labels.acute(content["acute"])
    if content.get("call"):
        yield _("Called"), call_text(content["call"])
    if content.get("minor_possible"):
        yield _("Possibly a minor"), labels.choice(content["minor_possible"])


def reasons(content: Mapping[str, Any], level: str) -> list[str]:
    """Why the list of today gives that level; none where it would give another one."""
    from mh_tui.signals.advice import advise

    advice = advise(content)
    return list(advice.texts()) if advice.level == level else []


def _indicators(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The strongest first, under what their strength rests on."""
    found: dict[tuple[int, str], list[str]] = {}
    for code in content.get("indicators", ()):
        found.setdefault(_strength(code), []).append(indicator_label(code))
    for (_place, strength), names in sorted(found.items()):
        yield "", strength
        yield from (("", f"· {name}") for name in names)
    if content.get("forms"):
        yield _("Form of exploitation"), labels.forms(content["forms"])
    if content.get("sector"):
        yield _("Sector"), labels.listed("sector", content["sector"])


def indicator_text(code: str) -> str:
    """Label, strength and what that strength rests on."""
    if code not in _known():
        return _("{code} (not in our list)").format(code=code)
    return f"{indicator_label(code)}: {_strength(code)[1]}"


def _strength(code: str) -> tuple[int, str]:
    """(its place, the strongest first; how strong it is and what that rests on)."""
    from mh_tui.reference.indicators import indicators

    known = _known().get(code)
    if known is None:
        return 99, _("not in our list")
    data = indicators()
    basis = data.strength_bases[known.strength_basis].label
    place = list(data.strengths).index(known.strength)
    label = data.strengths[known.strength].label.lower()
    return place, f"{label} ({basis[:1].lower()}{basis[1:]})"


def _known() -> Mapping[str, Any]:
    from mh_tui.reference.indicators import indicators

    return indicators().indicator


def _where(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if content.get("observed_at"):
        yield _("Seen on"), labels.seen_moment(content["observed_at"])
    if content.get("context"):
        yield _("Context"), labels.context(content["context"])
    if content.get("municipality"):
        yield _("Municipality"), labels.municipality(content["municipality"])
    if content.get("place"):
        yield _("Place"), place_text(content["place"])
    if content.get("reference"):
        yield _("Reference elsewhere"), content["reference"]


def _people(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    return (("", person_text(one)) for one in content.get("persons", ()))


def _companies(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    return (("", company_text(one)) for one in content.get("organisations", ()))


def _vehicles(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    return (("", vehicle_text(one)) for one in content.get("vehicles", ()))


def call_text(call: Mapping[str, Any]) -> str:
    if call.get("none_because"):
        return _("nobody, because: {reason}").format(reason=call["none_because"])
    at = labels.seen_moment(call["at"]) if call.get("at") else ""
    party = labels.listed("called_party", call.get("party", ""))
    return _joined(party, at, call.get("reference"))


def place_text(place: Mapping[str, Any]) -> str:
    street = " ".join(part for part in (place.get("street"), place.get("number")) if part)
    known = ("street", "number", "postcode", "town", "note")
    more = [str(value) for key, value in place.items() if key not in known]
    town = " ".join(part for part in (place.get("postcode"), place.get("town")) if part)
    return _joined(street, town, place.get("note"), *more)


def person_text(person: Mapping[str, Any]) -> str:
    minor, phone = person.get("minor"), person.get("phone")
    return _joined(
        labels.choice(person.get("role", "")),
        person.get("name"),
        _("minor: {answer}").format(answer=labels.choice(minor).lower()) if minor else "",
        _("tel. {number}").format(number=phone) if phone else "",
        person.get("note"),
    )


def company_text(company: Mapping[str, Any]) -> str:
    kvk = company.get("kvk")
    return _joined(company.get("name"), f"KvK {kvk}" if kvk else "", company.get("role"))


def vehicle_text(vehicle: Mapping[str, Any]) -> str:
    return _joined(vehicle.get("plate"), vehicle.get("note"))


def registered(fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The classes that went for the figures, each with its label."""
    for path, code in fields.items():
        if path.startswith("registration_"):
            yield field_label(path), class_text(path.removeprefix("registration_"), code)


def class_text(name: str, code: str) -> str:
    """A class of the registration in words: form, sector, age_class, gender, …"""
    if name == "form":
        return labels.forms([code])
    if name == "reporter":
        return labels.reporter_kind(code)
    return code if name == "period" else labels.listed(name, code)


def value_text(path: str, content: Mapping[str, Any]) -> str:
    """The value of one field in words, on one line where it can be."""
    outer, _dot, inner = path.partition(".")
    value = content.get(outer)
    if inner:
        value = (value or {}).get(inner)
    if value in (None, "", [], {}):
        return ""
    return str(_VALUES.get(path, _plain)(value))


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return labels.choice("yes" if value else "no")
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


_VALUES: dict[str, Any] = {
    "observed_at": labels.seen_moment,
    "municipality": labels.municipality,
    "context": labels.context,
    "acute": labels.acute,
    "call": call_text,
    "forms": labels.forms,
    "indicators": lambda codes: "; ".join(indicator_text(code) for code in codes),
    "minor_possible": labels.choice,
    "sector": lambda code: labels.listed("sector", code),
    "place": place_text,
    "persons": lambda people: "; ".join(map(person_text, people)),
    "organisations": lambda found: "; ".join(map(company_text, found)),
    "vehicles": lambda found: "; ".join(map(vehicle_text, found)),
    "reporter.kind": labels.reporter_kind,
    "advice": labels.advice,
    "why": lambda codes: "; ".join(map(indicator_label, codes)),
}


def indicator_label(code: str) -> str:
    known = _known().get(code)
    return known.label if known is not None else code


def _joined(*parts: object) -> str:
    return ", ".join(str(part) for part in parts if part)
