"""What may be added to a signal, one letter each: all of it optional.

Each function asks and changes the signal in the JSON shape of CLI.md; Enter leaves a part out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from mh_tui.cli import telling
from mh_tui.cli.questions import ask, ask_moment, choose, say, yes_no
from mh_tui.language import N_, _
from mh_tui.signals import postcode

Signal = dict[str, Any]
_MINOR = ("yes", "no", "unknown")
_ROLES = ("possible_victim", "possible_exploiter", "witness", "unknown")


def ask_municipality(signal: Signal) -> None:
    """One of the region by its number, or any other by its name; it has to be there."""
    from mh_tui.reference.partners import partners

    known = partners().municipalities
    say(_("In which municipality?"))
    for number, name in enumerate(known, start=1):
        say(f"{number}. {name}")
    before = signal.get("municipality", "")
    hint = _("Number, or the name of another municipality")
    if before:
        hint = _("{hint}. Enter: {before}").format(hint=hint, before=before)
    while not (typed := ask(hint) or before):
        say(_("This one is needed."))
    if typed.isascii() and typed.isdigit() and 1 <= int(typed[:5]) <= len(known):
        typed = known[int(typed) - 1]
    signal["municipality"] = typed


def ask_time(signal: Signal) -> None:
    signal["observed_at"] = ask_moment(_("When did you see it?"), datetime.now().astimezone())
    ask_municipality(signal)


def ask_place(signal: Signal) -> None:
    labels = {
        "street": _("Street"),
        "number": _("House number"),
        "postcode": _("Postcode"),
        "town": _("Town"),
        "note": _("More about the place"),
    }
    place = _answers(labels)
    place["postcode"] = _postcode(place.get("postcode", ""), labels["postcode"])
    _put(signal, "place", {key: text for key, text in place.items() if text})


def _postcode(typed: str, label: str) -> str:
    """As it is written, or nothing; asked again where it cannot be one."""
    while typed and postcode.written(typed) is None:
        say(_("That is no postcode. Type it as 1621 AB, or leave it out with Enter."))
        typed = ask(_("{label}, or Enter").format(label=label))
    return postcode.written(typed) or ""


def ask_person(signal: Signal) -> None:
    if not _adding(signal, "persons", _("Add another person?")):
        return
    role = choose(_("Who is it?"), {code: telling.choice(code) for code in _ROLES})
    person = {"role": role} | _answers({"name": _("Name")})
    minor = choose(_("Is it a minor?"), _minor_choices(), optional=True)
    person |= {"minor": minor} if minor else {}
    person |= _answers({"phone": _("Phone"), "note": _("More about this person")})
    _add(signal, "persons", person)


def ask_company(signal: Signal) -> None:
    if _adding(signal, "organisations", _("Add another company?")):
        labels = {
            "name": _("Name"),
            "kvk": _("Number in the business register (KvK)"),
            "role": _("What it has to do with it"),
        }
        _add(signal, "organisations", _answers(labels))


def ask_vehicle(signal: Signal) -> None:
    if _adding(signal, "vehicles", _("Add another vehicle?")):
        labels = {"plate": _("Number plate"), "note": _("Make, colour, or what stood out")}
        _add(signal, "vehicles", _answers(labels))


def ask_reporter(signal: Signal) -> None:
    from mh_tui.reference.roles import roles

    kinds = {key: one.label for key, one in roles().reporter_kinds.items()}
    kind = choose(_("Who reports this? Enter: you yourself"), kinds, optional=True)
    if not kind:
        signal.pop("reporter", None)
        return
    reporter: dict[str, Any] = {"kind": kind}
    if kind != "anonymous":
        reporter |= _answers({"name": _("Name"), "contact": _("How to reach this person")})
        reporter["wants_feedback"] = yes_no(_("Does this person want to hear what became of it?"))
    signal["reporter"] = reporter


def ask_forms(signal: Signal) -> None:
    from mh_tui.reference.indicators import indicators

    forms = {key: one.label for key, one in indicators().forms.items()}
    chosen = choose(_("Which form of exploitation?"), forms, optional=True)
    _put(signal, "forms", [chosen] if chosen else [])
    while chosen and (more := choose(_("Another form as well?"), forms, optional=True)):
        signal["forms"] = list(dict.fromkeys([*signal["forms"], more]))


def ask_sector(signal: Signal) -> None:
    from mh_tui.reference.route import route

    sectors = {key: one.label for key, one in route().codes["sector"].items.items()}
    _put(signal, "sector", choose(_("Which sector?"), sectors, optional=True))


def ask_minor(signal: Signal) -> None:
    chosen = choose(_("May a minor be involved?"), _minor_choices(), optional=True)
    _put(signal, "minor_possible", chosen)


def ask_reference(signal: Signal) -> None:
    _put(signal, "reference", ask(_("Case number elsewhere, or Enter")))


EXTRAS: Mapping[str, tuple[str, Callable[[Signal], None]]] = {
    "t": (N_("Time and municipality"), ask_time),
    "p": (N_("Place"), ask_place),
    "m": (N_("People"), ask_person),
    "j": (N_("Possibly a minor"), ask_minor),
    "b": (N_("Company"), ask_company),
    "v": (N_("Vehicle"), ask_vehicle),
    "g": (N_("Who reports it"), ask_reporter),
    "k": (N_("Form of exploitation"), ask_forms),
    "s": (N_("Sector"), ask_sector),
    "r": (N_("Case number elsewhere"), ask_reference),
}
"""Letter to (label, question), in the order of the menu."""


def _minor_choices() -> dict[str, str]:
    return {code: telling.choice(code) for code in _MINOR}


def _answers(labels: Mapping[str, str]) -> dict[str, str]:
    """What was typed for each; Enter leaves one out."""
    typed = {key: ask(_("{label}, or Enter").format(label=label)) for key, label in labels.items()}
    return {key: text for key, text in typed.items() if text}


def _adding(signal: Signal, key: str, question: str) -> bool:
    """Whether one more is wanted; a no offers to take the last one out again."""
    if not signal.get(key) or yes_no(question):
        return True
    if yes_no(_("Take out the last one?")):
        _put(signal, key, signal[key][:-1])
    return False


def _add(signal: Signal, key: str, one: dict[str, str]) -> None:
    if one:
        signal[key] = [*signal.get(key, ()), one]


def _put(signal: Signal, key: str, value: Any) -> None:
    """Set, or leave out what is empty."""
    if value:
        signal[key] = value
    else:
        signal.pop(key, None)
