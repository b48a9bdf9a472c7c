"""Entries as the fold takes them: parsed, judged, with what the columns still tell.

- An entry that cannot be applied has a reason; it is never an error of the whole subject.
- A reason depends on the entry alone, so every order of arrival finds the same.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from mh_tui.journal import clock, kinds, parsing
from mh_tui.journal.entry import LOCAL, digest_of
from mh_tui.signals.signal_id import subject_of
from mh_tui.trust.admission import read_cuts

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["Item", "Me", "Places", "judge", "of_subject"]

_CREATING = frozenset({"signal.recorded", "signal.amended", *kinds.HANDOVERS.values()})


@dataclass(frozen=True, slots=True)
class Me:
    """Whose vault this is. ``office`` 32 bytes; ``role``: an office role."""

    device: bytes
    office: bytes
    role: str

    @property
    def reports(self) -> bool:
        return self.role in kinds.REPORTERS


class Item(NamedTuple):
    """One entry of a subject. ``at``: ms, when it was written here or arrived here."""

    time: int
    device: bytes
    audience: bytes
    seq: int
    row: int
    office: bytes
    kind: str
    fields: dict[str, Any] | None
    digest: bytes
    user: str | None
    at: int
    arrival: int


def judge(parsed: dict[str, Any] | parsing.Fault, office: bytes, subject: bytes) -> str | None:
    """Why this entry is set aside, or None. ``subject`` as the entry names it, in hex."""
    if isinstance(parsed, parsing.Fault):
        return parsed.why
    if not clock.believable(parsed["time"]):
        return "time"
    if parsed["by"]["office"] != office.hex():
        return "author"
    fields = parsed["fields"]
    if parsed["kind"] in _CREATING:
        creator, nonce = bytes.fromhex(fields["office"]), bytes.fromhex(fields["nonce"])
        if subject_of(creator, nonce) != subject:
            return "foreign_subject"
        if parsed["kind"] == "handover.melding" and creator != office:
            return "foreign_subject"
    if parsed["kind"] == "reporter.identity" and not _boxes(fields):
        return "schema"
    return None


def _boxes(fields: dict[str, Any]) -> bool:
    try:
        return all(base64.b64decode(part["box"], validate=True) for part in fields["sealed"])
    except ValueError:
        return False


class Places:
    """The stream register and the arrivals, looked up once a transaction."""

    def __init__(self, connection: Connection) -> None:
        rows = connection.exec_driver_sql(
            "SELECT s.id, s.device, s.audience, o.key, s.own FROM stream s"
            " JOIN office o ON o.id = s.office"
        )
        self.streams: dict[int, tuple[bytes, bytes, bytes, bool]] = {
            number: (device, audience, office, bool(own))
            for number, device, audience, office, own in rows
        }
        self._cuts = _cuts(connection)

    def counts(self, stream: int, seq: int) -> bool:
        """Whether an entry lies within the cut of its device, if that was revoked."""
        cut = self._cuts.get(stream)
        return cut is None or seq <= cut

    def arrived(self, connection: Connection, stream: int, seq: int) -> tuple[int, int] | None:
        """(number of the import, ms) that brought this entry."""
        row = connection.exec_driver_sql(
            "SELECT number, at, first FROM arrival WHERE stream=? AND last>=?"
            " ORDER BY last LIMIT 1",
            (stream, seq),
        ).first()
        return (row[0], row[1]) if row is not None and row[2] <= seq else None


def _cuts(connection: Connection) -> dict[int, int]:
    cuts: dict[int, int] = {}
    rows = connection.exec_driver_sql("SELECT id, cuts FROM device WHERE cuts IS NOT NULL").all()
    for device, text in rows:
        known = read_cuts(text)
        streams = connection.exec_driver_sql(
            "SELECT id, audience FROM stream WHERE device=?", (device,)
        ).all()
        for number, audience in streams:
            cuts[number] = known.get(audience, (0, b""))[0]
    return cuts


def of_subject(connection: Connection, places: Places, subject: int) -> list[Item]:
    """The items of a subject in fold order; what lies beyond a cut left out.

    An entry that is set aside has no subject in its row, so it is not met here.
    """
    rows = connection.exec_driver_sql(
        "SELECT id, time, kind, salt, body, digest FROM entry WHERE subject=?", (subject,)
    ).all()
    items = []
    for row, time, number, salt, body, digest in rows:
        stream, seq = row >> 40, row & ((1 << 40) - 1)
        device, audience, office, own = places.streams[stream]
        kind = kinds.BY_NUMBER.get(number)
        if kind is None or not places.counts(stream, seq) or not clock.believable(time):
            continue
        fields, user = None, None
        if body is not None:
            parsed = parsing.parse(body)
            if isinstance(parsed, parsing.Fault):
                continue
            fields = parsed["fields"]
            # Another office could name a user of ours: only inside an office do names count.
            user = parsed["by"].get("user") if audience in (LOCAL, office) else None
            digest = digest_of(salt, body)
        arrival, at = 0, clock.to_ms(time)
        if not own:
            arrival, at = places.arrived(connection, stream, seq) or (0, at)
        items.append(
            Item(
                time,
                device,
                audience,
                seq,
                row,
                office,
                kind.name,
                fields,
                digest,
                user,
                at,
                arrival,
            )
        )
    items.sort(key=lambda item: item[:4])
    return items
