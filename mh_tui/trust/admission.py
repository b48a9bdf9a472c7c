"""Who is in, folded from trust entries (DESIGN, Trust).

- Only this office's own words admit or revoke; a device of any trusted office vouches for
  further devices of that same office, and for nothing else.
- A revoked device stays revoked; up to its cut its entries count, beyond it never: neither its
  settings nor whom it admitted. What it revoked itself still counts, as that is the safe side.
- An office has one role: a card that gives it another is not folded.
- Settings (upstreams, configuration, users) fold beside it: the last in order counts.
- All of it is so little that each change folds it whole: order of arrival cannot matter.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mh_tui.errors import InvalidInput, MhError
from mh_tui.journal import clock, parsing
from mh_tui.journal.entry import split_id
from mh_tui.language import N_
from mh_tui.trust import card as cards
from mh_tui.trust.fingerprint import fingerprint

if TYPE_CHECKING:
    from sqlalchemy import Connection

Cuts = dict[bytes, tuple[int, bytes]]

OWN, ADMITTED, VOUCHED, REVOKED = "own", "admitted", "vouched", "revoked"


@dataclass(slots=True)
class Device:
    """A device as folded. ``cuts``: audience to the last (seq, link) that counts, once revoked."""

    id: bytes
    office: bytes
    role: str
    organisation: str
    name: str
    card: bytes
    state: str
    via: bytes
    cuts: Cuts | None = None

    @property
    def trusted(self) -> bool:
        return self.state != REVOKED

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.id)


@dataclass(slots=True)
class Trust:
    """Everybody this office knows, as one snapshot."""

    office: bytes
    demo: bool
    devices: dict[bytes, Device] = field(default_factory=dict)
    upstream: dict[str, bytes] = field(default_factory=dict)

    def card_of(self, device: bytes) -> cards.Card:
        return cards.read(self.devices[device].card, demo=self.demo)

    def devices_of(self, office: bytes) -> list[Device]:
        """The devices of an office that still count, in a steady order."""
        found = [d for d in self.devices.values() if d.office == office and d.trusted]
        return sorted(found, key=lambda device: device.id)

    def offices(self) -> list[bytes]:
        """All offices ever admitted but our own, revoked ones too."""
        others = {d.office for d in self.devices.values()} - {self.office}
        return sorted(others)

    def of_office(self, office: bytes) -> Device | None:
        """Any device of the office: it tells role, organisation and name."""
        known = sorted(
            (d for d in self.devices.values() if d.office == office),
            key=lambda device: (not device.trusted, device.id),
        )
        return known[0] if known else None

    def role_of(self, office: bytes) -> str | None:
        device = self.of_office(office)
        return None if device is None else device.role

    def find_office(self, text: str, *, field: str = "to") -> bytes:
        """An office by 8 or more hex digits, or by an organisation's id that names just one.

        A desk and its focal point share an organisation: its id means the other office.
        """
        wanted = text.strip().lower()
        offices = [*self.offices(), self.office]
        found = [o for o in offices if len(wanted) >= 8 and o.hex().startswith(wanted)]
        if not found:
            named = [
                o for o in offices if (d := self.of_office(o)) and d.organisation.lower() == wanted
            ]
            found = [office for office in named if office != self.office] or named
        return _only(found, field, N_("{field}: no office of that name is admitted here."))

    def find_device(self, text: str) -> bytes:
        wanted = text.strip().lower()
        found = [d for d in self.devices if len(wanted) >= 8 and d.hex().startswith(wanted)]
        return _only(found, "device", N_("{field}: no such device is known here."))


def _only(found: list[bytes], field: str, none: str) -> bytes:
    if not found:
        raise InvalidInput("not_found", none, field=field)
    if len(found) > 1:
        text = N_("{field}: this names more than one. Give more of it.")
        raise InvalidInput("ambiguous", text, field=field)
    return found[0]


@dataclass(frozen=True, slots=True)
class Setting:
    """One parsed settings entry, in the order of the fold."""

    kind: str
    device: bytes
    audience: bytes
    seq: int
    office: bytes
    time: int
    fields: dict[str, Any]


def settings(connection: Connection) -> list[Setting]:
    """All settings entries, sorted by (time, device, audience, seq); faulty ones left out."""
    rows = connection.exec_driver_sql(
        "SELECT e.time, s.device, s.audience, e.id, o.key, e.body FROM entry e"
        " JOIN stream s ON s.id = e.id >> 40 JOIN office o ON o.id = s.office"
        " WHERE e.kind BETWEEN 1 AND 9 AND e.body IS NOT NULL"
    ).all()
    found = []
    for time, device, audience, row, office, body in sorted(rows, key=lambda row: row[:4]):
        parsed = parsing.parse(body)
        if not isinstance(parsed, dict) or not clock.believable(time):
            continue
        if parsed["by"]["office"] == office.hex():
            kind, seq = parsed["kind"], split_id(row)[1]
            found.append(Setting(kind, device, audience, seq, office, time, parsed["fields"]))
    return found


def refold(connection: Connection, office: bytes, *, demo: bool) -> Trust:
    """Fold every settings entry anew into the rows of ``device``, ``upstream`` and so on."""
    entries = settings(connection)
    cuts = _cuts(entries, office)
    entries = [entry for entry in entries if _counts(entry, cuts.get(entry.device))]
    trust = Trust(office, demo)
    trust.devices = _devices(entries, office, cuts, demo)
    for table in ("device", "upstream", "config", "contact", "user"):
        connection.exec_driver_sql(f"DELETE FROM {table}")
    for d in trust.devices.values():
        text = None if d.cuts is None else _write_cuts(d.cuts)
        connection.exec_driver_sql(
            "INSERT INTO device(id, office, role, organisation, name, card, state, via, cuts)"
            " VALUES(?,?,?,?,?,?,?,?,?)",
            (d.id, d.office, d.role, d.organisation, d.name, d.card, d.state, d.via, text),
        )
    _fold_settings(connection, [entry for entry in entries if entry.office == office])
    _fold_contacts(connection, entries, trust)
    trust.upstream = _upstreams(connection)
    return trust


def load(connection: Connection, office: bytes, *, demo: bool) -> Trust:
    """The snapshot as last folded."""
    trust = Trust(office, demo)
    rows = connection.exec_driver_sql(
        "SELECT id, office, role, organisation, name, card, state, via, cuts FROM device"
    ).all()
    for row in rows:
        device = _stored(*row)
        trust.devices[device.id] = device
    trust.upstream = _upstreams(connection)
    return trust


def _stored(
    number: bytes, office: bytes, role: str, organisation: str, name: str, card: bytes, state: str,
    via: bytes, cuts: str | None,
) -> Device:  # fmt: skip
    parsed = None if cuts is None else read_cuts(cuts)
    return Device(number, office, role, organisation, name, card, state, via, parsed)


def _write_cuts(cuts: Cuts) -> str:
    known = sorted(cuts.items())
    return json.dumps({audience.hex(): [seq, link.hex()] for audience, (seq, link) in known})


def read_cuts(text: str) -> Cuts:
    """The column ``device.cuts``."""
    known = json.loads(text).items()
    return {bytes.fromhex(audience): (seq, bytes.fromhex(link)) for audience, (seq, link) in known}


def _upstreams(connection: Connection) -> dict[str, bytes]:
    rows = connection.exec_driver_sql("SELECT profile, office FROM upstream ORDER BY profile").all()
    return {profile: office for profile, office in rows}  # noqa: C416 - a typed row is no pair


def _cuts(entries: Iterable[Setting], office: bytes) -> dict[bytes, Cuts]:
    """The cuts of every device that our office revoked; the first revocation counts."""
    cuts: dict[bytes, Cuts] = {}
    for entry in entries:
        if entry.kind == "trust.revoked" and entry.office == office:
            named = {
                bytes.fromhex(cut["audience"]): (cut["seq"], bytes.fromhex(cut["link"]))
                for cut in entry.fields["cuts"]
            }
            cuts.setdefault(bytes.fromhex(entry.fields["device"]), named)
    return cuts


def _counts(entry: Setting, cuts: Cuts | None) -> bool:
    if cuts is None or entry.kind == "trust.revoked":
        return True
    return entry.seq <= cuts.get(entry.audience, (0, b""))[0]


def _devices(
    entries: Iterable[Setting], office: bytes, cuts: dict[bytes, Cuts], demo: bool
) -> dict[bytes, Device]:
    devices: dict[bytes, Device] = {}
    roles: dict[bytes, str] = {}
    vouched: list[tuple[Setting, cards.Card]] = []
    for entry in entries:
        own = entry.office == office
        if entry.kind not in ("device.card", "trust.admitted", "trust.vouched"):
            continue
        card = _card(entry, demo)
        if card is None:
            continue
        if own and roles.setdefault(card.office, card.role) != card.role:
            continue
        if entry.kind == "trust.vouched":
            vouched.append((entry, card))
        elif entry.kind == "trust.admitted" and own:
            devices.setdefault(card.device, _device(card, ADMITTED, entry.device))
        elif entry.kind == "device.card" and own and card.device == entry.device:
            devices[card.device] = _device(card, OWN, card.device)
    _vouch(devices, vouched)
    for number, known in cuts.items():
        device = devices.get(number)
        if device is not None:
            device.state, device.cuts = REVOKED, known
    return devices


def _card(entry: Setting, demo: bool) -> cards.Card | None:
    try:
        return cards.read(base64.b64decode(entry.fields["card"], validate=True), demo=demo)
    except (ValueError, MhError):
        return None


def _vouch(devices: dict[bytes, Device], vouched: list[tuple[Setting, cards.Card]]) -> None:
    """Let trusted devices bring in others of their office, until nobody new comes in."""
    moved = True
    while moved:
        moved = False
        for entry, card in vouched:
            by = devices.get(entry.device)
            if by is None or by.office != card.office or by.role != card.role:
                continue
            if card.device not in devices:
                devices[card.device] = _device(card, VOUCHED, by.id)
                moved = True


def _device(card: cards.Card, state: str, via: bytes) -> Device:
    return Device(
        card.device, card.office, card.role, card.organisation, card.name, card.raw, state, via
    )


_CONTACT = ("person", "phone", "hours", "note", "checked_on")


def _fold_contacts(connection: Connection, entries: Iterable[Setting], trust: Trust) -> None:
    """What each trusted office last filled in about a partner."""
    for entry in entries:
        author = trust.devices.get(entry.device)
        if entry.kind != "reference.contact" or author is None:
            continue
        values = [entry.fields.get(name, "") for name in _CONTACT]
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO contact"
            "(partner, office, person, phone, hours, note, checked_on, at) VALUES(?,?,?,?,?,?,?,?)",
            (entry.fields["partner"], entry.office, *values, clock.to_ms(entry.time)),
        )


def _fold_settings(connection: Connection, own: list[Setting]) -> None:
    for entry in own:
        fields = entry.fields
        if entry.kind == "trust.upstream":
            for profile in fields["profiles"]:
                connection.exec_driver_sql(
                    "INSERT OR REPLACE INTO upstream(profile, office) VALUES(?,?)",
                    (profile, bytes.fromhex(fields["office"])),
                )
        elif entry.kind == "config.set":
            connection.exec_driver_sql(
                "INSERT OR REPLACE INTO config(name, value) VALUES(?,?)",
                (fields["name"], json.dumps(fields["value"])),
            )
        elif entry.kind == "user.added":
            connection.exec_driver_sql(
                "INSERT OR REPLACE INTO user(slot, name, role, since, until, created)"
                " VALUES(?,?,?,?,?,?)",
                (
                    fields["slot"],
                    fields["name"],
                    fields["role"],
                    fields.get("since"),
                    fields.get("until"),
                    clock.to_ms(entry.time),
                ),
            )
        elif entry.kind == "user.removed":
            connection.exec_driver_sql(
                "UPDATE user SET removed=? WHERE slot=?",
                (clock.to_ms(entry.time), fields["slot"]),
            )
