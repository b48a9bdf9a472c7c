"""Hand a signal on: exactly the fields of a profile, seen and approved by a person.

- ``tafel`` and ``registratie`` go to a coordinator, ``doorzetten`` to another focal point.
- What goes is our own new entry; the desk's own words are never relayed.
- Purpose and legal basis go along; without approval nothing is written (rules R1, R32, R33).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from mh_tui.errors import InvalidInput, NotAllowed, RolledBack
from mh_tui.journal import kinds
from mh_tui.journal.streams import NewEntry
from mh_tui.language import N_
from mh_tui.projection import fold
from mh_tui.services import contents, reading, setup
from mh_tui.services.session import HANDLERS, Session
from mh_tui.signals import signal_id

if TYPE_CHECKING:
    from mh_tui.trust.admission import Trust

PROFILES = ("tafel", "registratie", "doorzetten")
UNKNOWN = "onbekend"
_ASKED = ("age_class", "gender", "nationality_class")
"""What only ``registratie`` asks, not given: unknown."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What would go. ``to``: office id; ``stays``: fields of the signal that do not go."""

    subject: bytes
    to: bytes
    profile: str
    legal_basis: str
    fields: dict[str, Any]
    without: tuple[str, ...]
    stays: tuple[str, ...]


def preview(
    session: Session,
    typed_id: str,
    *,
    profile: str,
    to: str,
    legal_basis: str,
    given: Mapping[str, str] | None = None,
    without: Sequence[str] = (),
    sender: bytes | None = None,
) -> Preview:
    """Exactly what would go; raises InvalidInput and NotAllowed, writes nothing.

    ``sender``: the office whose wording goes, where several handed this signal on.
    """
    session.require(HANDLERS)
    _check_codes(profile, legal_basis)
    with session.read() as connection:
        trust = session.trust(connection)
        office = _addressee(session, trust, profile, to)
        found = reading.find(
            session,
            connection,
            typed_id,
            lambda line: line.sender != office and sender in (None, line.sender),
        )
    if found.copy.withdrawn is not None:
        raise NotAllowed("already_withdrawn", N_("This signal was withdrawn already."))
    content = found.copy.current.content
    if content is None or found.copy.profile == "registratie":
        raise NotAllowed("no_content", N_("The content of this signal is not here."))
    allowed = contents.fields_of(profile)
    unknown = [path for path in without if path not in allowed]
    if unknown:
        raise InvalidInput(
            "unknown_code", N_("{field}: this field does not go along anyway."), field="without"
        )
    source = _registration(content, given or {}) if profile == "registratie" else dict(content)
    if profile != "registratie" and given:
        raise InvalidInput(
            "unknown_key", N_("{field}: this profile asks nothing more."), field=next(iter(given))
        )
    fields = contents.allowed(source, [path for path in allowed if path not in without])
    stays = tuple(key for key in content if key not in fields)
    return Preview(found.subject, office, profile, legal_basis, fields, tuple(without), stays)


def _check_codes(profile: str, legal_basis: str) -> None:
    from mh_tui.reference.route import route

    if profile not in PROFILES:
        raise InvalidInput(
            "unknown_code", N_("{field}: there is no such profile."), field="profile"
        )
    if legal_basis not in route().codes["legal_basis"].items:
        raise InvalidInput(
            "unknown_code", N_("{field}: there is no such legal basis."), field="legal_basis"
        )


def _addressee(session: Session, trust: Trust, profile: str, to: str) -> bytes:
    office = trust.find_office(to)
    kind = kinds.BY_NAME[kinds.HANDOVERS[profile]]
    if office == session.me.office or trust.role_of(office) not in kind.to:
        raise NotAllowed(
            "wrong_addressee", N_("This kind of handing on does not go to an office of that role.")
        )
    if not trust.devices_of(office):
        raise NotAllowed("revoked", N_("All devices of that office were withdrawn."))
    return office


def _registration(content: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, Any]:
    """Classes and figures for the Zorg- en Veiligheidshuis: never the story (plan, 5.1)."""
    from mh_tui.reference.indicators import indicators
    from mh_tui.reference.route import route

    names = ("form", "sector", *_ASKED, "reporter", "period")
    for key in given:
        if key.removeprefix("registration_") not in names:
            raise InvalidInput("unknown_key", N_("{field}: there is no such field."), field=key)
    chosen = {key.removeprefix("registration_"): value for key, value in given.items()}
    values = {
        "form": chosen.get("form") or _only_form(content),
        "sector": chosen.get("sector") or content.get("sector", UNKNOWN),
        "reporter": chosen.get("reporter") or content.get("reporter", {}).get("kind", UNKNOWN),
        "period": chosen.get("period") or quarter(content.get("observed_at", "")),
    }
    codes = {name: set(route().codes[name].items) for name in ("sector", *_ASKED)}
    codes["form"] = set(indicators().forms)
    for name in _ASKED:
        values[name] = chosen.get(name, UNKNOWN)
    for name, known in codes.items():
        if values[name] not in known | {UNKNOWN}:
            raise InvalidInput(
                "unknown_code",
                N_("{field}: there is no such code."),
                field=f"registration_{name}",
            )
    return {f"registration_{name}": values[name] for name in names}


def _only_form(content: Mapping[str, Any]) -> str:
    forms = content.get("forms", [])
    if len(forms) > 1:
        raise InvalidInput(
            "missing",
            N_("{field}: this signal names more than one form. Choose one."),
            field="registration_form",
        )
    return str(forms[0]) if forms else "algemeen"


def quarter(observed_at: str) -> str:
    """``2026-K4`` of an ISO moment; another office's program may hold anything: unknown."""
    try:
        moment = datetime.fromisoformat(observed_at)
    except ValueError:
        return UNKNOWN
    return f"{moment.year}-K{(moment.month + 2) // 3}"


@dataclass(frozen=True, slots=True)
class Approved:
    """``handover``: the digest of the entry that goes, 32 bytes."""

    handover: bytes
    preview: Preview
    approved_by: tuple[str, ...]


def approve(session: Session, shown: Preview, *, second: tuple[str, str] | None = None) -> Approved:
    """Write what was shown as the handing on; ``second``: name and passphrase of a second person.

    Raises NotAllowed where two persons are set and one approved, WrongPassphrase, RolledBack.
    """
    session.require(HANDLERS)
    if session.rolled_back:
        raise RolledBack
    approvers = _approvers(session, second)
    with session.write() as work:
        found = reading.find(
            session,
            work.connection,
            signal_id.show(shown.subject),
            lambda line: line.sender != shown.to,
        )
        before = found.folded.handed.get(shown.to)
        entries = _entries(session, found, shown, approvers, before)
        stored = work.say_all(entries)
    return Approved(stored[1].digest, shown, approvers)


def _approvers(session: Session, second: tuple[str, str] | None) -> tuple[str, ...]:
    if second is not None:
        name, passphrase = second
        if name == session.person.name:
            raise NotAllowed("same_person", N_("The second person must be someone else than you."))
        session.vault.check_passphrase(name, passphrase)
        if _role_of(session, name) not in HANDLERS:
            raise NotAllowed("not_allowed", N_("The second person may not approve this either."))
        return (session.person.name, name)
    if setup.config(session)["second_person_for_export"]:
        raise NotAllowed(
            "second_person_needed",
            N_("Your organisation asks a second person to approve this. Ask a colleague."),
        )
    return (session.person.name,)


def _role_of(session: Session, name: str) -> str:
    return next((one["role"] for one in setup.users(session) if one["name"] == name), "none")


def _entries(
    session: Session,
    found: reading.Found,
    shown: Preview,
    approvers: tuple[str, ...],
    before: fold.Handed | None,
) -> list[NewEntry]:
    first = found.copy.versions[0].fields
    figures = shown.profile == "registratie"
    earlier = () if before is None or figures else before.heads
    handed = {
        "office": first["office"],
        "nonce": first["nonce"],
        "base": [digest.hex() for digest in earlier],
        "content": shown.fields,
        "purpose": contents.PURPOSE,
        "legal_basis": shown.legal_basis,
    }
    approved = {
        "to": shown.to.hex(),
        "profile": shown.profile,
        "purpose": contents.PURPOSE,
        "legal_basis": shown.legal_basis,
        "without": list(shown.without),
        "approved_by": list(approvers),
    }
    subject = shown.subject
    entries = [
        NewEntry("handover.approved", session.me.office, approved, subject),
        NewEntry(kinds.HANDOVERS[shown.profile], shown.to, handed, subject),
    ]
    state = {"tafel": fold.SUBMITTED, "doorzetten": fold.TRANSFERRED}.get(shown.profile)
    if state is not None:
        status = {"state": state, "receipt": fold.RECEIPTS[fold.IN_PROGRESS]}
        entries += [
            NewEntry("signal.status", sender, status, subject)
            for sender, copy in found.folded.copies.items()
            if copy.profile == "melding"
        ]
    return entries
