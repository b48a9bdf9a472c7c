"""What a person probably means, from what the vault knows and this person may see.

- A reporter's suggestions come from own signals that were not received yet (R14), and from the
  municipalities of the region; a focal point's from all that came in.
- Read once when a form opens; a suggestion is an offer, never filled in by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mh_tui.services import reading
from mh_tui.services.session import REPORTER, Session

MOST = 200
"""Signals that are looked at, the newest."""


@dataclass(frozen=True, slots=True)
class Known:
    """Kind (municipality, town, street, organisation) to values, most used first."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def offer(self, kind: str, typed: str) -> str | None:
        """The best value that goes on from what was typed."""
        start = typed.casefold()
        for value in self.values.get(kind, ()):
            if start and value.casefold().startswith(start):
                return value
        return None


def known(session: Session) -> Known:
    """Read what may be suggested to this user."""
    from mh_tui.reference.partners import partners

    counts: dict[str, Counter[str]] = {}
    for content in _contents(session):
        for kind, value in _values(content):
            counts.setdefault(kind, Counter())[value] += 1
    found = {kind: tuple(value for value, _n in c.most_common()) for kind, c in counts.items()}
    region = partners().municipalities
    for kind in ("municipality", "town"):
        found[kind] = tuple(dict.fromkeys((*found.get(kind, ()), *region)))
    return Known(found)


def _values(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    place = content.get("place") or {}
    pairs = [("municipality", content.get("municipality"))]
    pairs += [(kind, place.get(kind)) for kind in ("street", "town")]
    pairs += [("organisation", one.get("name")) for one in content.get("organisations") or ()]
    yield from ((kind, value) for kind, value in pairs if value)


def _contents(session: Session) -> Iterator[Mapping[str, Any]]:
    where, values = "words IS NOT NULL", list[Any]()
    if session.person.role == REPORTER:
        where, values = f"{where} AND profile='own' AND author=?", [session.person.name]
    with session.read() as connection:
        subjects = connection.exec_driver_sql(
            f"SELECT DISTINCT subject FROM (SELECT subject FROM signal WHERE {where}"
            " ORDER BY created DESC, id DESC LIMIT ?)",
            (*values, MOST),
        ).scalars()
        for subject in list(subjects):
            for copy in reading.folded(session, connection, subject).copies.values():
                if copy.current.content is not None:
                    yield copy.current.content
