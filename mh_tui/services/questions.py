"""The questions of the form beside its pages, as data: sections that a letter adds.

- Labels and hints are msgids; options are made when they are asked, in the chosen language.
- A section fills one group of the signal, a list of groups, or fields of the signal itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mh_tui.language import N_, _
from mh_tui.reference.indicators import indicators
from mh_tui.reference.roles import roles
from mh_tui.reference.route import route

TEXT, CHOICE, MANY, MOMENT, FLAG = "text", "choice", "many", "moment", "flag"
_MINOR = {"yes": N_("Yes"), "no": N_("No"), "unknown": N_("Not known")}
_PERSON = {
    "possible_victim": N_("Possible victim"),
    "possible_exploiter": N_("Possible exploiter"),
    "witness": N_("Witness"),
    "unknown": N_("Not known"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """``path``: the key inside its section; ``options``: code -> label, made when asked."""

    path: str
    label: str
    kind: str = TEXT
    options: Callable[[], Mapping[str, str]] = dict
    hint: str = ""
    suggest: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Added from the review by ``letter``. ``key``: the field of the signal, "" for several.

    ``many``: a list of such groups.
    """

    id: str
    letter: str
    label: str
    key: str
    questions: tuple[Question, ...]
    many: bool = False
    hint: str = ""


def _marked(texts: Mapping[str, str]) -> Callable[[], Mapping[str, str]]:
    return lambda: {code: _(text) for code, text in texts.items()}


def _labels(known: Callable[[], Mapping[str, Any]]) -> Callable[[], Mapping[str, str]]:
    return lambda: {code: str(one.label) for code, one in known().items()}


_SECTORS = _labels(lambda: route().codes["sector"].items)
_FORMS = _labels(lambda: indicators().forms)
_KINDS = _labels(lambda: roles().reporter_kinds)
PARTIES = _labels(lambda: route().codes["called_party"].items)

SECTIONS: tuple[Section, ...] = (
    Section("time", "t", N_("Time and municipality"), "", (
        Question("observed_at", N_("When did you see it?"), MOMENT,
                 hint=N_("14:05, or 20-11-2026 14:05")),
        Question("municipality", N_("In which municipality?"), suggest="municipality"),
    )),
    Section("place", "p", N_("Place"), "place", (
        Question("street", N_("Street"), suggest="street"),
        Question("number", N_("House number")),
        Question("postcode", N_("Postcode")),
        Question("town", N_("Town"), suggest="town"),
        Question("note", N_("More about the place"),
                 hint=N_("greenhouse behind the dyke; or 52.6424, 5.0602")),
    ), hint=N_("No address? Describe the place, or give the coordinates from your phone.")),
    Section("persons", "m", N_("People"), "persons", (
        Question("role", N_("Who is it?"), CHOICE, _marked(_PERSON)),
        Question("name", N_("Name")),
        Question("minor", N_("Is it a minor?"), CHOICE, _marked(_MINOR)),
        Question("phone", N_("Phone")),
        Question("note", N_("More about this person")),
    ), many=True, hint=N_("Only what you know already. No BSN, no nationality, no faith.")),
    Section("minor", "j", N_("Possibly a minor"), "", (
        Question("minor_possible", N_("May a minor be involved?"), CHOICE, _marked(_MINOR)),
    )),
    Section("organisations", "b", N_("Company"), "organisations", (
        Question("name", N_("Name"), suggest="organisation"),
        Question("kvk", N_("Number in the business register (KvK)")),
        Question("role", N_("What it has to do with it")),
    ), many=True),
    Section("vehicles", "v", N_("Vehicle"), "vehicles", (
        Question("plate", N_("Number plate")),
        Question("note", N_("Make, colour, or what stood out")),
    ), many=True),
    Section("reporter", "g", N_("Who reports it"), "reporter", (
        Question("kind", N_("Who reports this?"), CHOICE, _KINDS),
        Question("name", N_("Name")),
        Question("contact", N_("How to reach this person")),
        Question("wants_feedback", N_("Does this person want to hear what became of it?"), FLAG),
    ), hint=N_("Name and contact go to the focal point only, sealed. You cannot read them back.")),
    Section("forms", "k", N_("Form of exploitation"), "", (
        Question("forms", N_("Which form of exploitation?"), MANY, _FORMS),
    )),
    Section("sector", "s", N_("Sector"), "", (
        Question("sector", N_("Which sector?"), CHOICE, _SECTORS),
    )),
    Section("reference", "r", N_("Case number elsewhere"), "", (
        Question("reference", N_("Case number elsewhere")),
    )),
)  # fmt: skip
SECTION: Mapping[str, Section] = {section.id: section for section in SECTIONS}
