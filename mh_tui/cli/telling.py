"""Plain text for people: label before value, codes as words, dates as the person writes them.

- Labels come from the reference data; a code that it does not know is shown as it is.
- No boxes and no columns: a screen reader reads a line at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from mh_tui.language import _
from mh_tui.services import content_text, labels

field_label = content_text.field_label
office_role = labels.office_role
device_state = labels.device_state


def told(*pairs: tuple[str, object]) -> Iterator[str]:
    """``Label: value`` for each pair that has a value."""
    return (f"{label}: {text}" for label, text in pairs if text not in (None, "", [], ()))


def day(text: str | None) -> str:
    """The day of an ISO moment, as it was where the writer stood."""
    from mh_tui.language import format_date

    if not text:
        return ""
    try:
        return format_date(datetime.fromisoformat(text).date())
    except ValueError:
        return text


def moment(text: str | None) -> str:
    """Day and minute of an ISO moment, on this machine's clock."""
    from mh_tui.language import format_datetime

    if not text:
        return ""
    try:
        return format_datetime(datetime.fromisoformat(text).astimezone())
    except (ValueError, OverflowError):
        return text


def municipality(name: str | None, organisation: str = "") -> str:
    """The name, marked where it is not of this organisation."""
    from mh_tui.services import labels

    return labels.municipality(name, organisation) if name else ""


def context(code: str | None) -> str:
    from mh_tui.reference.indicators import indicators

    return _label(indicators().contexts, code)


def forms(codes: Iterable[str]) -> str:
    from mh_tui.reference.indicators import indicators

    return ", ".join(_label(indicators().forms, code) for code in codes)


def indicator(code: str) -> str:
    """Id and label, as a person refers to it."""
    from mh_tui.reference.indicators import indicators

    label = _label(indicators().indicator, code)
    return code if label == code else f"{code} {label}"


def advice(level: str | None) -> str:
    from mh_tui.reference.indicators import indicators

    return _label(indicators().advice.levels, level)


def acute(answer: str | None) -> str:
    from mh_tui.reference.indicators import indicators

    return _label(indicators().acute.answer, answer)


def state(code: str | None) -> str:
    from mh_tui.reference.route import route

    return _label(route().states, code)


def listed(codes: str, code: str | None) -> str:
    """The label of a code of one of route.toml's lists, such as ``sector`` or ``receipt``."""
    from mh_tui.reference.route import route

    return _label(route().codes[codes].items, code)


def outcome(code: str | None) -> str:
    from mh_tui.reference.route import route

    return _label(route().feedback.outcomes, code)


def profile(code: str | None) -> str:
    from mh_tui.reference.route import route

    return _label(route().handover, code)


def reporter_kind(code: str | None) -> str:
    from mh_tui.reference.roles import roles

    return _label(roles().reporter_kinds, code)


def app_role(code: str | None) -> str:
    from mh_tui.reference.roles import roles

    return _label(roles().app_roles, code)


def choice(code: str | None) -> str:
    """yes, no, unknown and the roles of persons in words."""
    return labels.choice(code or "")


def organisation(code: str | None) -> str:
    from mh_tui.reference.partners import partners

    known = partners().organisations.get(code or "")
    return known.name if known is not None else code or ""


def size(count: int) -> str:
    """A number of bytes as a person reads it: kB and MB of 1,000."""
    from mh_tui.language import format_number

    if count < 1_000_000:
        return _("{count} kB").format(count=format_number(max(1, round(count / 1000))))
    return _("{count} MB").format(count=format_number(round(count / 1_000_000)))


def registered(fields: Mapping[str, str]) -> Iterator[str]:
    """The classes that go to the Zorg- en Veiligheidshuis, each with its label."""
    return told(*content_text.registered(fields))


def _label(known: Mapping[str, Any], code: str | None) -> str:
    if not code:
        return ""
    found = known.get(code)
    return str(found.label) if found is not None else code
