"""Record, hand on, amend and withdraw a signal (CLI.md, signal add, amend, withdraw).

- A signal is recorded in the office's own stream; ``melding`` to the upstream is a second
  entry in the same change, or follows when an upstream is admitted.
- The reporter's name and contact are an entry apart, sealed to the focal point's office; while
  there is no upstream they wait in the drafts' database.
- What is amended names the wordings it was based on; nothing is overwritten.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from mh_tui.errors import InvalidInput, NotAllowed, RolledBack
from mh_tui.journal import clock
from mh_tui.journal.kinds import COORDINATOR, FIELD, FOCAL_POINT
from mh_tui.journal.streams import NewEntry
from mh_tui.language import N_
from mh_tui.projection import fold
from mh_tui.services import contents, reading
from mh_tui.services.identity import seal_identity
from mh_tui.services.session import RECORDERS, Session, Work
from mh_tui.signals import record, signal_id
from mh_tui.trust.admission import Trust

if TYPE_CHECKING:
    from mh_tui.signals.json_text import Item

_KIND_OF_ROLE = {FIELD: "toezichthouder", FOCAL_POINT: "aandachtsfunctionaris"}


@dataclass(frozen=True, slots=True)
class Recorded:
    """``id`` as shown; ``why``: indicator ids; ``acute``: the answer given."""

    id: str
    advice: str
    why: tuple[str, ...]
    acute: str


def parse(raw: bytes) -> Sequence[Item]:
    """The signals in bytes from outside; raises InvalidInput."""
    return record.parse(raw)


def as_items(signals: Sequence[dict[str, Any]]) -> list[Item]:
    """Signals that were made here, as ``parse`` gives those from outside."""
    from mh_tui.signals.json_text import Item

    return [Item("", signal) for signal in signals]


def check(session: Session, items: Sequence[Item], *, not_bsn: bool) -> list[dict[str, Any]]:
    """Each signal in canonical shape; raises InvalidInput for the first flaw."""
    now = datetime.fromtimestamp(clock.wall_ms() / 1000, UTC).astimezone()
    return [
        record.check(
            item.data,
            now=now,
            organisation_municipalities=municipalities(session),
            default_kind=_KIND_OF_ROLE.get(session.me.role, "melder_balie"),
            default_name=session.person.name,
            not_bsn=not_bsn,
            path=item.path,
        )
        for item in items
    ]


def municipalities(session: Session) -> tuple[str, ...]:
    """The municipalities of this office's organisation."""
    from mh_tui.reference.partners import partners

    known = partners().organisations.get(session.keys.card.organisation)
    return () if known is None else known.municipalities


def allow_recording(session: Session) -> None:
    """Raise NotAllowed where this user or office records no signals."""
    session.require(RECORDERS)
    if session.me.role == COORDINATOR:
        raise NotAllowed(
            "not_allowed", N_("A coordinator records no signals: they come in by import.")
        )
    if session.rolled_back:
        raise RolledBack


def add(
    session: Session, signals: Sequence[dict[str, Any]], *, not_bsn: bool = False
) -> list[Recorded]:
    """Record checked signals, all or none, and hand them on where there is an upstream."""
    allow_recording(session)
    with session.write() as work:
        trust = session.trust(work.connection)
        waiting: list[tuple[bytes, dict[str, str]]] = []
        entries: list[NewEntry] = []
        done: list[Recorded] = []
        for signal in signals:
            nonce = os.urandom(16)
            subject = signal_id.subject_of(session.me.office, nonce)
            content, identity = contents.split_identity(signal)
            content = contents.with_advice(content)
            entries += _recorded(session, trust, subject, nonce, content, not_bsn=not_bsn)
            sealed = _identity_entry(session, trust, subject, identity)
            if sealed is not None:
                entries.append(sealed)
            elif identity and session.me.reports and "melding" not in trust.upstream:
                waiting.append((subject, identity))
            done.append(
                Recorded(
                    signal_id.show(subject),
                    content["advice"],
                    tuple(content["why"]),
                    content["acute"],
                )
            )
        # Before the commit: a crash may leave an identity without signal, never the reverse.
        for subject, identity in waiting:
            text = json.dumps(identity, ensure_ascii=False)
            session.vault.drafts.put_identity(subject, text.encode())
        work.say_all(entries)
    return done


def _recorded(
    session: Session,
    trust: Trust,
    subject: bytes,
    nonce: bytes,
    content: dict[str, Any],
    *,
    not_bsn: bool,
) -> list[NewEntry]:
    fields: dict[str, Any] = {
        "office": session.me.office.hex(),
        "nonce": nonce.hex(),
        "base": [],
        "content": content,
    }
    if not_bsn:
        fields["not_bsn"] = True
    entries = [NewEntry("signal.recorded", session.me.office, fields, subject)]
    upstream = trust.upstream.get("melding")
    if session.me.reports and upstream is not None:
        entries.append(melding(upstream, subject, fields, base=()))
    return entries


def melding(
    to: bytes, subject: bytes, recorded: dict[str, Any], *, base: Sequence[bytes]
) -> NewEntry:
    """The handing on of what was recorded, to one office; a correction names its ``base``."""
    fields = {
        "office": recorded["office"],
        "nonce": recorded["nonce"],
        "base": [digest.hex() for digest in base],
        "content": contents.allowed(recorded["content"], contents.fields_of("melding")),
        "purpose": contents.PURPOSE,
        "legal_basis": contents.DEFAULT_BASIS,
    }
    return NewEntry("handover.melding", to, fields, subject)


def _identity_entry(
    session: Session, trust: Trust, subject: bytes, identity: dict[str, str]
) -> NewEntry | None:
    """The reporter's identity sealed to a focal point's office: ours, or the upstream."""
    if not identity:
        return None
    if session.me.role == FOCAL_POINT:
        to = session.me.office
    else:
        upstream = trust.upstream.get("melding")
        if upstream is None or trust.role_of(upstream) != FOCAL_POINT:
            return None
        to = upstream
    return seal_identity(trust, to, subject, json.dumps(identity, ensure_ascii=False).encode())


def hand_on_waiting(session: Session, work: Work, trust: Trust) -> list[bytes]:
    """Hand on all that waited for an upstream; returns the subjects whose identity went along.

    Called when an upstream for ``melding`` is admitted.
    """
    upstream = trust.upstream.get("melding")
    if upstream is None or not session.me.reports:
        return []
    found = work.connection.exec_driver_sql(
        "SELECT u.key, s.subject FROM signal s JOIN subject u ON u.id = s.subject"
        " WHERE s.profile='own' AND s.state=? ORDER BY s.id",
        (fold.DRAFT,),
    ).all()
    entries: list[NewEntry] = []
    sent: list[bytes] = []
    identities = dict(session.vault.drafts.identities())
    for subject, number in found:
        own = reading.folded(session, work.connection, number).copies[session.me.office]
        fields = own.versions[0].fields | {"content": own.current.content}
        entries.append(melding(upstream, subject, fields, base=()))
        if subject in identities and trust.role_of(upstream) == FOCAL_POINT:
            entries.append(seal_identity(trust, upstream, subject, identities[subject]))
            sent.append(subject)
    work.say_all(entries)
    return sent


# -- amend and withdraw ---------------------------------------------------------------


def amend(session: Session, typed_id: str, changes: object, *, not_bsn: bool = False) -> str:
    """Change only the fields given; handed on as a correction. Returns the whole id."""
    allow_recording(session)
    with session.write() as work:
        found = reading.own(session, work.connection, typed_id)
        copy = found.copy
        if copy.withdrawn is not None:
            raise NotAllowed("already_withdrawn", N_("This signal was withdrawn already."))
        if copy.current.content is None:
            raise NotAllowed(
                "forgotten",
                N_("This signal was received and is no longer kept here. Make a new one."),
            )
        now = datetime.fromtimestamp(clock.wall_ms() / 1000, UTC).astimezone()
        merged = record.merge(_bare(copy.current.content), changes, now=now, not_bsn=not_bsn)
        content, identity = contents.split_identity(merged)
        content = contents.with_advice(content)
        trust = session.trust(work.connection)
        work.say_all(_amended(found, content, not_bsn=not_bsn))
        sealed = _identity_entry(session, trust, found.subject, identity)
        if sealed is not None:
            work.say(sealed)
    if identity and sealed is None and session.me.reports and "melding" not in trust.upstream:
        waiting = json.loads(session.vault.drafts.identity(found.subject) or b"{}")
        text = json.dumps(waiting | identity, ensure_ascii=False)
        session.vault.drafts.put_identity(found.subject, text.encode())
    return signal_id.show(found.subject)


def _bare(content: dict[str, Any]) -> dict[str, Any]:
    """The content as it was filled in, without what the program added."""
    return {
        key: value
        for key, value in content.items()
        if key not in ("advice", "why", "reference_version")
    }


def _amended(found: reading.Found, content: dict[str, Any], *, not_bsn: bool) -> list[NewEntry]:
    first = found.copy.versions[0].fields
    fields: dict[str, Any] = {
        "office": first["office"],
        "nonce": first["nonce"],
        "base": [head.digest.hex() for head in found.copy.heads],
        "content": content,
    }
    if not_bsn:
        fields["not_bsn"] = True
    entries = [NewEntry("signal.amended", found.copy.sender, fields, found.subject)]
    entries += [
        melding(handed.office, found.subject, fields, base=handed.heads)
        for handed in found.folded.handed.values()
        if handed.profile == "melding"
    ]
    return entries


def withdraw(session: Session, typed_id: str, reason: str) -> str:
    """Withdraw an own signal, here and wherever it was handed on. Returns the whole id."""
    allow_recording(session)
    _checked_reason(reason)
    with session.write() as work:
        found = reading.own(session, work.connection, typed_id)
        if found.copy.withdrawn is not None:
            raise NotAllowed("already_withdrawn", N_("This signal was withdrawn already."))
        offices = [session.me.office, *found.folded.handed]
        work.say_all(
            [
                NewEntry("signal.withdrawn", office, {"reason": reason}, found.subject)
                for office in offices
            ]
        )
    return signal_id.show(found.subject)


def _checked_reason(reason: str) -> None:
    from mh_tui.signals import bsn

    if not reason.strip():
        raise InvalidInput("empty_text", N_("{field}: give a short reason."), field="reason")
    if len(reason) > 500:
        raise InvalidInput(
            "too_long", N_("{field}: at most {most} characters."), field="reason", most=500
        )
    if bsn.find(reason):
        raise InvalidInput(
            "bsn", N_("{field}: there is a citizen number (BSN) in this text. Leave it out."),
            field="reason",
        )  # fmt: skip
