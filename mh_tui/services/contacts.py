"""Local contacts of the partner directory: names and numbers that no shipped list can know.

- The focal point and the coordinator fill them in; they go to their offices in the region
  stream. A desk believes the office it reports to before the coordinator.
- Shipped reference data is never changed: a contact lies over it and says whose it is.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from mh_tui.errors import InvalidInput
from mh_tui.journal.entry import REGION
from mh_tui.journal.streams import NewEntry
from mh_tui.language import N_
from mh_tui.services.session import ANSWERERS, Session
from mh_tui.signals import bsn

if TYPE_CHECKING:
    from mh_tui.trust.admission import Trust

FIELDS = ("person", "phone", "hours", "note", "checked_on")
LENGTH = 500
EMERGENCY = "nood"
"""The kind of a partner, in partners.toml, that is called in danger."""


@dataclass(frozen=True, slots=True)
class Contact:
    """What an office filled in about a partner; empty texts are not filled in. ``at``: ms."""

    partner: str
    office: bytes
    person: str
    phone: str
    hours: str
    note: str
    checked_on: str
    at: int

    def given(self) -> dict[str, str]:
        """As ``publish`` takes it."""
        return {"partner": self.partner} | {name: getattr(self, name) for name in FIELDS}


def is_fixed(partner: str) -> bool:
    """Whether no office may put a number of its own over this one: an emergency number."""
    from mh_tui.reference.partners import partners

    known = partners().partners.get(partner)
    return known is not None and known.kind == EMERGENCY


def contacts(session: Session) -> dict[str, Contact]:
    """Partner id to the contact that counts here: our own, our upstream's, then others'."""
    with session.read() as connection:
        trust = session.trust(connection)
        rows = connection.exec_driver_sql(
            "SELECT partner, office, person, phone, hours, note, checked_on, at FROM contact"
        ).all()
    found: dict[str, Contact] = {}
    for row in rows:
        one = Contact(*row)
        if not any((one.person, one.phone, one.hours, one.note)) or is_fixed(one.partner):
            continue  # emptied: whoever else filled it in counts again
        known = found.get(one.partner)
        if known is None or _rank(session, trust, one) < _rank(session, trust, known):
            found[one.partner] = one
    return found


def _rank(session: Session, trust: Trust, contact: Contact) -> tuple[int, int]:
    """The nearest office first, then what was filled in last."""
    if contact.office == session.me.office:
        nearness = 0
    elif contact.office in trust.upstream.values():
        nearness = 1
    else:
        nearness = 2
    return nearness, -contact.at


def publish(session: Session, given: Iterable[Mapping[str, Any]]) -> int:
    """Fill in contacts (``partner`` and some of FIELDS), all or none; returns how many."""
    session.require(ANSWERERS)
    entries = [
        NewEntry("reference.contact", REGION, _checked(fields, at))
        for at, fields in enumerate(given)
    ]
    if entries:
        with session.write() as work:
            work.say_all(entries)
    return len(entries)


def parse(raw: bytes) -> list[Mapping[str, Any]]:
    """``[[contact]]`` tables of a TOML file; raises InvalidInput."""
    try:
        found = tomllib.loads(raw.decode("utf-8"))["contact"]
    except (ValueError, KeyError) as error:
        raise InvalidInput(
            "not_toml",
            N_("{field}: this is not a list of contacts: TOML with [[contact]] tables."),
            field="file",
        ) from error
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise InvalidInput("wrong_type", N_("{field}: this is not a list."), field="contact")
    return found


def _checked(fields: Mapping[str, Any], at: int) -> dict[str, str]:
    from mh_tui.reference.partners import partners

    path = f"[{at}]"
    for key, value in fields.items():
        where = f"{path}.{key}"
        if key not in ("partner", *FIELDS):
            raise InvalidInput("unknown_key", N_("{field}: there is no such field."), field=where)
        if not isinstance(value, str):
            raise InvalidInput("wrong_type", N_("{field}: this must be a text."), field=where)
        if len(value) > LENGTH:
            raise InvalidInput(
                "too_long", N_("{field}: at most {most} characters."), field=where, most=LENGTH
            )
        if bsn.find(value) and key != "phone":
            raise InvalidInput(
                "bsn",
                N_("{field}: there is a citizen number (BSN) in this text. Leave it out."),
                field=where,
            )
    if fields.get("partner") not in partners().partners:
        raise InvalidInput(
            "unknown_code", N_("{field}: there is no such partner."), field=f"{path}.partner"
        )
    if is_fixed(fields["partner"]):
        raise InvalidInput(
            "fixed_number",
            N_("{field}: an emergency number stays as it is, for everybody."),
            field=f"{path}.partner",
        )
    _check_day(fields.get("checked_on", ""), f"{path}.checked_on")
    return {key: str(value) for key, value in fields.items() if value}


def _check_day(text: str, where: str) -> None:
    try:
        if text:
            date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(
            "invalid_date", N_("{field}: give a date as 2026-11-25."), field=where
        ) from error
