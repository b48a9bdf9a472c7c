"""Cards and devices as a person compares them: groups of digits, files found, what goes where.

- A fingerprint is compared group by group; a wrong digit is told at its group.
- Which profiles an office gets is proposed by the two roles; a person may choose less.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mh_tui.errors import MhError
from mh_tui.journal.kinds import COORDINATOR, FOCAL_POINT, REPORTERS
from mh_tui.services import admitting, exchange, labels, places
from mh_tui.services.session import Session
from mh_tui.trust.fingerprint import fingerprint
from mh_tui.vault.files import os_failures

SUFFIX = ".mhcard"
MOST = 200
"""Card files that are listed of one folder."""


@dataclass(frozen=True, slots=True)
class DeviceView:
    """``profiles``: what its office gets from us. ``can_revoke``: it is neither ours nor gone."""

    id: str
    name: str
    organisation: str
    role: str
    state: str
    groups: tuple[str, ...]
    profiles: tuple[str, ...]
    can_revoke: bool
    revoked: bool
    own: bool


def devices(session: Session) -> list[DeviceView]:
    """Everybody known: our own first, who was withdrawn last."""
    with session.read() as connection:
        upstream = session.trust(connection).upstream
    found = admitting.devices(session)
    views = [_view(one, upstream, session) for one in found]
    return sorted(views, key=lambda one: (not one.own, one.revoked, one.name, one.role))


def _view(device: Any, upstream: dict[str, bytes], session: Session) -> DeviceView:
    own = device.id == session.me.device
    return DeviceView(
        id=device.id.hex(),
        name=device.name,
        organisation=labels.organisation(device.organisation),
        role=labels.office_role(device.role),
        state=labels.device_state(device.state),
        groups=groups(device.id),
        profiles=tuple(p for p, office in upstream.items() if office == device.office),
        can_revoke=device.trusted and not own,
        revoked=not device.trusted,
        own=own,
    )


def groups(device: bytes) -> tuple[str, ...]:
    """The six groups of five digits of a device."""
    return tuple(fingerprint(device).split())


# -- cards on disk --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CardFile:
    """A file with a card that can be read. ``known``: its device is in already."""

    path: Path
    name: str
    role: str
    known: bool


def folders(session: Session) -> list[Path]:
    """Where cards are looked for: where one lay last, and the remembered exchange folders."""
    cards = exchange.card_folder(session)
    return [*([] if cards is None else [cards]), *exchange.folders(session)]


def where_cards_may_lie(session: Session) -> list[Path]:
    """``folders``, and the sticks that are there now."""
    known = folders(session)
    sticks = [one.path for one in places.found() if one.kind == places.STICK]
    return [*known, *(path for path in sticks if path not in known)]


def cards_in(session: Session, where: Iterable[Path]) -> list[CardFile]:
    """The cards in these folders; what is no card, or is our own, is left out."""
    with session.read() as connection:
        known = set(session.trust(connection).devices)
    found: list[CardFile] = []
    for path in _files(where):
        try:
            card = admitting.read_card(session, path)
        except MhError:
            continue
        if card.device != session.me.device:
            role = labels.office_role(card.role)
            found.append(CardFile(path, card.name, role, card.device in known))
    return sorted(found, key=lambda one: (one.known, one.name))


def _files(where: Iterable[Path]) -> Iterator[Path]:
    for place in where:
        with os_failures():
            if place.is_dir():
                yield from sorted(place.glob("*" + SUFFIX))[:MOST]


def card_path(session: Session, typed: str) -> Path:
    """Where our card goes: the file typed, or a file of ours in the folder typed."""
    path = Path(typed.strip()).expanduser()
    if path.is_dir():
        name = f"{session.keys.card.organisation}-{session.me.role}{SUFFIX}"
        return path / name
    return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)


# -- who gets what --------------------------------------------------------------------


def proposed(session: Session, role: str) -> tuple[str, ...]:
    """The profiles that an office of ``role`` may get from ours; all are proposed."""
    if session.me.role in REPORTERS and role in (FOCAL_POINT, COORDINATOR):
        return ("melding",)
    if session.me.role == FOCAL_POINT and role == COORDINATOR:
        return ("tafel", "registratie")
    return ()
