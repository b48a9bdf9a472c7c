"""Other signals that share something with this one: a place, a company, a plate, a phone.

- What is shared is looked for as text in everything that can be searched (rule R16: only what
  this office holds), in whatever spelling.
- The program shows what fits; a person decides whether it is the same (rule R7).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from mh_tui.language import N_, _, ngettext
from mh_tui.projection import listing, searching
from mh_tui.projection.listing import Filter
from mh_tui.services import reading
from mh_tui.services.session import ANSWERERS, Session
from mh_tui.signals import spelling

MOST = 100
"""Signals that are counted of a trait."""
SHORTEST = 4  # characters of a piece of text that is looked for
LABELS = {
    "place": N_("place"),
    "company": N_("company"),
    "plate": N_("number plate"),
    "phone": N_("phone"),
    "person": N_("person"),
    "reference": N_("case number"),
}
"""Kind of trait -> how it is called."""


@dataclass(frozen=True, slots=True)
class Trait:
    """``kind``: a key of ``LABELS``. ``pieces``: its spellings. ``count``: of other signals."""

    kind: str
    pieces: tuple[str, ...]
    count: int = 0


@dataclass(frozen=True, slots=True)
class Alike:
    """``subject``: 10 bytes. ``looked_for``: the kinds of traits that this signal has.

    ``traits``: those that occur elsewhere; ``count``: the signals of all of them together.
    """

    subject: bytes
    looked_for: tuple[str, ...] = ()
    traits: tuple[Trait, ...] = ()
    count: int = 0

    @property
    def pieces(self) -> tuple[str, ...]:
        return tuple(piece for trait in self.traits for piece in trait.pieces)


def look(session: Session, typed_id: str, sender: bytes | None = None) -> Alike:
    """Which other signals share something with this one. Raises what ``reading.find`` raises.

    ``sender``: the office whose wording is looked at, or the newest.
    """
    session.require(ANSWERERS)
    with session.read() as connection:
        found = reading.find(
            session, connection, typed_id, lambda line: sender in (None, line.sender)
        )
        content = found.copy.current.content or {}
        others = Filter(but=found.subject)

        def many(pieces: tuple[str, ...]) -> int:
            return listing.count(connection, replace(others, likes=pieces), most=MOST)

        known = [replace(one, count=many(one.pieces)) for one in traits(content)]
        shared = tuple(one for one in known if one.count)
        alike = Alike(found.subject, tuple(one.kind for one in known), shared)
        return replace(alike, count=many(alike.pieces)) if shared else alike


def narrowed(session: Session, wanted: Filter, signal: str) -> Filter:
    """``wanted``, of signals alone that share something with ``signal``."""
    alike = look(session, signal)
    return replace(wanted, likes=alike.pieces, but=alike.subject)


def traits(content: Mapping[str, Any]) -> Iterator[Trait]:
    """What may occur in another signal too, what tells most first."""
    for kind, read in _READERS.items():
        pieces = tuple(dict.fromkeys(one for one in read(content) if _tells(one)))
        if pieces:
            yield Trait(kind, pieces)


def _tells(piece: str) -> bool:
    return sum(char.isalnum() for char in piece) >= SHORTEST


def _phones(content: Mapping[str, Any]) -> Iterator[str]:
    for person in content.get("persons", ()):
        number = person.get("phone", "")
        yield from spelling.phone_numbers(number)
        if number:
            yield number


def _plates(content: Mapping[str, Any]) -> Iterator[str]:
    for vehicle in content.get("vehicles", ()):
        plate = vehicle.get("plate", "")
        yield from (spelling.packed(plate), plate)


def _place(content: Mapping[str, Any]) -> Iterator[str]:
    """A house; a street alone is shared by too many."""
    place = content.get("place", {})
    yield searching.address(place)
    if place.get("street") and place.get("number"):
        yield f"{place['street']} {place['number']}"


def _companies(content: Mapping[str, Any]) -> Iterator[str]:
    for company in content.get("organisations", ()):
        yield from (company.get("name", ""), company.get("kvk", ""))


def _people(content: Mapping[str, Any]) -> Iterator[str]:
    """A first name alone is shared by too many."""
    names = (person.get("name", "") for person in content.get("persons", ()))
    return (name for name in names if len(name.split()) > 1)


def _reference(content: Mapping[str, Any]) -> Iterator[str]:
    yield content.get("reference", "")


_READERS = {
    "place": _place,
    "company": _companies,
    "plate": _plates,
    "phone": _phones,
    "person": _people,
    "reference": _reference,
}


def told(alike: Alike) -> str:
    """How many there are, and what they share; a kind has a number where not all share it."""
    if not alike.traits:
        looked_for = ", ".join(_(LABELS[kind]) for kind in alike.looked_for)
        return _("no other signal (looked for {what})").format(what=looked_for)
    count = ngettext("{count} other signal", "{count} other signals", alike.count)
    shared = ", ".join(
        _(LABELS[one.kind])
        if one.count == alike.count
        else f"{_(LABELS[one.kind])} {_number(one.count)}"
        for one in alike.traits
    )
    return f"{count.format(count=_number(alike.count))} ({shared})"


def _number(count: int) -> str:
    return f"{MOST}+" if count >= MOST else str(count)
