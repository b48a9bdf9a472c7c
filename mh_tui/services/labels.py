"""Codes as words, for whatever shows a signal: labels of the reference data, short where short.

- A code that the reference data does not know is shown as it is: it came from a newer list.
- Texts are made at the moment they are shown, in the language of that moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from mh_tui.language import N_, _, current, format_date, format_datetime

_STATES = {
    "concept": N_("draft"),
    "gemeld": N_("sent"),
    "ontvangen": N_("received"),
    "ingebracht": N_("at the table"),
    "doorgezet_andere_gemeente": N_("passed on"),
    "terugkoppeling_melder": N_("answered"),
    "ingetrokken": N_("withdrawn"),
}
"""Short words for the states that the program itself gives; others keep their own label."""
_CHOICES = {
    "yes": N_("yes"),
    "no": N_("no"),
    "unknown": N_("not known"),
    "possible_victim": N_("possible victim"),
    "possible_exploiter": N_("possible exploiter"),
    "witness": N_("witness"),
}
_OFFICE_ROLES = {
    "desk": N_("desk"),
    "field": N_("field team"),
    "focal-point": N_("focal point"),
    "coordinator": N_("regional coordinator"),
}
_DEVICE_STATES = {
    "own": N_("this device"),
    "admitted": N_("admitted"),
    "vouched": N_("vouched for by its own office"),
    "revoked": N_("withdrawn"),
}


def state(code: str) -> str:
    """One or two words."""
    if code in _STATES:
        return _(_STATES[code])
    from mh_tui.reference.route import route

    return _label(route().states, code)


def context(code: str) -> str:
    from mh_tui.reference.indicators import indicators

    return _label(indicators().contexts, code)


def short_context(code: str) -> str:
    """For a line: ``Balie`` of ``Balie / BRP-inschrijving``."""
    return context(code).partition(" / ")[0].partition(" (")[0]


def forms(codes: Iterable[str]) -> str:
    from mh_tui.reference.indicators import indicators

    return ", ".join(_label(indicators().forms, code) for code in codes)


def advice(level: str) -> str:
    from mh_tui.reference.indicators import indicators

    return _label(indicators().advice.levels, level)


def acute(answer: str) -> str:
    from mh_tui.reference.indicators import indicators

    return _label(indicators().acute.answer, answer)


def listed(codes: str, code: str) -> str:
    """The label of a code of one of route.toml's lists, such as ``sector``."""
    from mh_tui.reference.route import route

    return _label(route().codes[codes].items, code)


def outcome(code: str, *, to_office: bool = False) -> str:
    """``to_office``: to one that handed the signal on, and not to who reported it."""
    from mh_tui.reference.route import route

    known = route().feedback.outcomes.get(code)
    if to_office and known is not None and known.label_office:
        return known.label_office
    return _label(route().feedback.outcomes, code)


def profile(code: str) -> str:
    from mh_tui.reference.route import route

    return _label(route().handover, code)


def reporter_kind(code: str) -> str:
    from mh_tui.reference.roles import roles

    return _label(roles().reporter_kinds, code)


def office_role(code: str) -> str:
    return _(_OFFICE_ROLES.get(code, code))


def focal_point(config: Mapping[str, Any]) -> str:
    """Whom to call: name and number as the office filled them in, else who it is."""
    phone = config.get("focal_point_phone")
    return f"{focal_point_name(config)}, {phone}" if phone else focal_point_name(config)


def focal_point_name(config: Mapping[str, Any]) -> str:
    return str(config.get("focal_point_name") or _("your focal point"))


def device_state(code: str) -> str:
    return _(_DEVICE_STATES.get(code, code))


def organisation(code: str) -> str:
    """The name of an organisation that the reference data knows, else its id."""
    from mh_tui.reference.partners import partners

    known = partners().organisations.get(code)
    return known.name if known is not None else code


def municipality(name: str, organisation_id: str = "") -> str:
    """The name as typed; marked where it is not in the region, or not of this organisation."""
    from mh_tui.reference.partners import partners

    data = partners()
    mine = data.organisations.get(organisation_id)
    typed = name.strip().casefold()
    if typed not in {town.casefold() for town in data.municipalities}:
        return _("{name} (outside the region)").format(name=name)
    if mine is None or not mine.municipalities:
        return name
    if typed in {town.casefold() for town in mine.municipalities}:
        return name
    return _("{name} (another municipality)").format(name=name)


def choice(code: str) -> str:
    """yes, no, unknown and the roles of persons in words."""
    return _(_CHOICES.get(code, code))


def day(ms: int) -> str:
    """A day of ms UTC on this machine's clock."""
    return format_date(_local(ms).date())


def moment(ms: int) -> str:
    """Day and minute of ms UTC on this machine's clock."""
    return format_datetime(_local(ms))


def short_day(ms: int) -> str:
    """Eight cells: ``24-11-26`` in Dutch, ``24/11/26`` in English."""
    return _local(ms).strftime("%d/%m/%y" if current() == "en" else "%d-%m-%y")


def seen_day(observed_at: str) -> str:
    """``short_day`` of an ISO moment, as it was where the writer stood; else what stands there."""
    try:
        seen = datetime.fromisoformat(observed_at)
    except ValueError:
        return observed_at[:8]
    return seen.strftime("%d/%m/%y" if current() == "en" else "%d-%m-%y")


def seen_moment(observed_at: str) -> str:
    """Day and minute of an ISO moment, as it was where the writer stood."""
    try:
        return format_datetime(datetime.fromisoformat(observed_at))
    except ValueError:
        return observed_at


def _local(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000).astimezone()


def _label(known: Mapping[str, Any], code: str) -> str:
    found = known.get(code)
    return str(found.label) if found is not None else code
