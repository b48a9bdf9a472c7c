"""Cards: write ours, admit another's after comparing the fingerprint, revoke (DESIGN, Trust)."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mh_tui.bundle.placing import place
from mh_tui.errors import InvalidInput, NotAllowed, Refused
from mh_tui.journal.entry import REGION
from mh_tui.journal.kinds import COORDINATOR, FOCAL_POINT, RECEIVERS, REPORTERS
from mh_tui.journal.streams import NewEntry
from mh_tui.language import N_
from mh_tui.services import recording
from mh_tui.services.session import ADMITTERS, Session, audit
from mh_tui.trust import card
from mh_tui.trust import fingerprint as digits
from mh_tui.trust.admission import OWN, REVOKED, Device

UPSTREAM_PROFILES = ("melding", "tafel", "registratie")


def write_card(session: Session, out: Path) -> None:
    """Write this device's card to a new file."""
    place(out, lambda file: file.write(session.keys.card.raw))


def read_card(session: Session, path: Path) -> card.Card:
    """A card from a file; raises InvalidInput (no such file) and Refused."""
    from mh_tui.vault.files import os_failures

    if not path.is_file():
        raise InvalidInput("not_found", N_("{field}: there is no such file."), field="file")
    with os_failures(), open(path, "rb") as file:
        raw = file.read(card.MOST + 1)
    return card.read(raw, demo=session.demo)


def joins_us(session: Session, found: card.Card) -> bool:
    """Whether this card names our own office: once admitted its device reads all that we have."""
    return found.office == session.me.office


def admit(
    session: Session, found: card.Card, *, fingerprint: str, upstream: Sequence[str] = ()
) -> Device:
    """Trust a card whose fingerprint a person compared; ``upstream``: profiles its office gets."""
    session.require(ADMITTERS)
    typed = digits.read(fingerprint)
    if not hmac.compare_digest(typed, digits.fingerprint(found.device)):
        with session.write() as work:
            work.say(audit("admit", "refused", object=found.device.hex()))
        raise Refused(
            "wrong_fingerprint",
            N_("These digits are not those of this card. Do not trust it: call its owner."),
        )
    _check_upstream(session, found, upstream)
    with session.write() as work:
        trust = session.trust(work.connection)
        known = trust.devices.get(found.device)
        _check_state(session, known, found)
        _check_office(trust.of_office(found.office), found)
        if known is None or known.state not in (OWN, "admitted"):
            text = base64.b64encode(found.raw).decode()
            work.say(NewEntry("trust.admitted", REGION, {"card": text}))
        if upstream:
            fields = {"office": found.office.hex(), "profiles": list(upstream)}
            work.say(NewEntry("trust.upstream", session.me.office, fields))
        trust = work.refold_settings()
        sent = recording.hand_on_waiting(session, work, trust) if "melding" in upstream else []
    for subject in sent:
        session.vault.drafts.drop_identity(subject)
    return trust.devices[found.device]


def _check_state(session: Session, known: Device | None, found: card.Card) -> None:
    if known is not None and known.state == REVOKED:
        raise NotAllowed("revoked", N_("This device was withdrawn and cannot come back."))
    if found.device == session.me.device:
        raise NotAllowed("own_card", N_("This is your own card."))


def _check_office(known: Device | None, found: card.Card) -> None:
    """Office ids are no secret: a card may name one that is not its own (DESIGN, Office)."""
    if known is not None and (known.role, known.organisation) != (found.role, found.organisation):
        raise NotAllowed(
            "other_role",
            N_(
                "This card names an office that is known here with another role or organisation."
                " Do not trust it: call its owner."
            ),
        )


def _check_upstream(session: Session, found: card.Card, profiles: Sequence[str]) -> None:
    for profile in profiles:
        if profile not in UPSTREAM_PROFILES:
            raise InvalidInput(
                "unknown_code", N_("{field}: there is no such profile."), field="upstream"
            )
        sender, receivers = {
            "melding": (REPORTERS, RECEIVERS),
            "tafel": (frozenset({FOCAL_POINT}), frozenset({COORDINATOR})),
            "registratie": (frozenset({FOCAL_POINT}), frozenset({COORDINATOR})),
        }[profile]
        if session.me.role not in sender or found.role not in receivers:
            raise NotAllowed(
                "wrong_addressee",
                N_("This kind of handing on does not go from your office to that one."),
            )


def devices(session: Session) -> list[Device]:
    """Everybody known, our own device first."""
    with session.read() as connection:
        trust = session.trust(connection)
    return sorted(
        trust.devices.values(), key=lambda one: (one.state != OWN, one.organisation, one.id)
    )


def revoke(session: Session, typed: str, *, reason: str) -> Device:
    """Withdraw a device: what we hold of it counts, nothing beyond ever will."""
    session.require(ADMITTERS)
    if not reason.strip():
        raise InvalidInput("empty_text", N_("{field}: give a short reason."), field="reason")
    with session.write() as work:
        trust = session.trust(work.connection)
        device = trust.find_device(typed)
        if device == session.me.device:
            raise NotAllowed("own_card", N_("You cannot withdraw the device you work on."))
        if not trust.devices[device].trusted:
            raise NotAllowed("revoked", N_("This device was withdrawn already."))
        cuts = _cuts(session, work.connection, device)
        fields: dict[str, Any] = {"device": device.hex(), "cuts": cuts}
        work.say(
            NewEntry("trust.revoked", REGION, fields),
            audit("revoke", "done", object=device.hex(), reason=reason[:500]),
        )
        trust = work.refold_settings()
    return trust.devices[device]


def _cuts(session: Session, connection: Any, device: bytes) -> list[dict[str, Any]]:
    return [
        {
            "audience": stream.key.audience.hex(),
            "seq": stream.head.seq,
            "link": stream.head.link.hex(),
        }
        for stream in session.journal.streams(connection)
        if stream.key.device == device
    ]


def device_json(device: Device) -> dict[str, Any]:
    """A device as CLI.md has it."""
    return {
        "device": device.id.hex(),
        "office": device.office.hex(),
        "role": device.role,
        "organisation": device.organisation,
        "state": device.state,
        "fingerprint": device.fingerprint,
        "via": device.via.hex(),
    }
