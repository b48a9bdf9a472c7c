"""Export: one bundle an office with everything it has not acknowledged (DESIGN, Bundle).

- Not "since last time": a lost stick costs nothing, sending twice harms nothing.
- An office gets our stream to it and our region stream, whole; our own office gets every
  stream we hold but the local ones, each up to the head that its author signed.
- An acknowledgement alone is a reason to send.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mh_tui.bundle import writer
from mh_tui.bundle.manifest import Ack, Slice
from mh_tui.errors import InvalidInput, NotAllowed, RolledBack
from mh_tui.journal import clock
from mh_tui.journal.entry import LOCAL, REGION, SignedHead
from mh_tui.journal.streams import NewEntry, Stream
from mh_tui.language import N_
from mh_tui.projection import listing, traffic
from mh_tui.services.session import ADMITTERS, Session
from mh_tui.trust.admission import Trust
from mh_tui.vault.files import os_failures

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, and for which offices there was nothing (office ids)."""

    bundles: tuple[tuple[bytes, writer.Written], ...]
    nothing_for: tuple[bytes, ...]


def export(
    session: Session,
    to: str,
    out: Path,
    *,
    everything: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Exported:
    """Write bundles for ``to`` (an office, ``upstream`` or ``all``) into the folder ``out``."""
    session.require(ADMITTERS)
    if session.rolled_back:
        raise RolledBack
    with session.read() as connection:
        trust = session.trust(connection)
        offices = addressees(session, trust, to)
    bundles: list[tuple[bytes, writer.Written]] = []
    nothing: list[bytes] = []
    for done, office in enumerate(offices):
        if progress is not None:
            progress(done, len(offices))
        written = _export_one(session, trust, office, out, everything=everything)
        if written is None:
            nothing.append(office)
        else:
            bundles.append((office, written))
    with os_failures():
        out.mkdir(parents=True, exist_ok=True)  # also for nothing: a script imports what is in it
    return Exported(tuple(bundles), tuple(nothing))


def addressees(session: Session, trust: Trust, to: str) -> list[bytes]:
    """The offices meant by ``to``; raises InvalidInput (unknown) and NotAllowed."""
    if to == "upstream":
        offices = sorted(set(trust.upstream.values()))
        if not offices:
            raise NotAllowed(
                "no_upstream", N_("You report to nobody yet: admit the card of your focal point.")
            )
        return offices
    if to == "all":
        own = [session.me.office] if len(trust.devices_of(session.me.office)) > 1 else []
        return [office for office in trust.offices() if trust.devices_of(office)] + own
    office = trust.find_office(to)
    if not trust.devices_of(office):
        raise NotAllowed("revoked", N_("All devices of that office were withdrawn."))
    if office == session.me.office and len(trust.devices_of(office)) < 2:
        raise InvalidInput("not_found", N_("{field}: that is your own office."), field="to")
    return [office]


def _export_one(
    session: Session, trust: Trust, office: bytes, out: Path, *, everything: bool
) -> writer.Written | None:
    with session.read() as connection:
        slices = _slices(session, trust, connection, office, everything=everything)
        due = traffic.ack_due(connection, session.journal.office_number(connection, office))
        if not slices and not due:
            return None
        outgoing = writer.Outgoing(
            office,
            tuple(
                trust.card_of(device.id)
                for device in trust.devices_of(office)
                if device.id != session.me.device
            ),
            tuple(slices),
            tuple(_acks(session, connection, trust, office)),
        )
        written = writer.write(
            connection,
            session.journal,
            session.keys,
            outgoing,
            out,
            now_ms=clock.wall_ms(),
            demo=session.demo,
        )
    with session.write() as work:
        work.say(NewEntry("export.done", LOCAL, _line(office, written, slices)))
    return written


def _line(
    office: bytes, written: writer.Written, slices: Sequence[tuple[Stream, Slice]]
) -> dict[str, Any]:
    return {
        "bundle": written.bundle.hex(),
        "to": office.hex(),
        "sha256": written.sha256.hex(),
        "bytes": written.bytes,
        "slices": [
            {
                "device": part.stream.device.hex(),
                "audience": part.stream.audience.hex(),
                "first": part.first,
                "last": part.last,
            }
            for _, part in slices
        ],
    }


def _slices(
    session: Session, trust: Trust, connection: Connection, office: bytes, *, everything: bool
) -> list[tuple[Stream, Slice]]:
    """What the office may read and has not acknowledged; trust first."""
    acked = acknowledged(session, trust, connection, office)
    chosen = []
    for stream in session.journal.streams(connection):
        if not readable(session, stream, office) or stream.head.seq == 0:
            continue
        first = 1 if everything else acked.get(stream.id, 0) + 1
        if first > stream.head.seq:
            continue
        signed = _signed(session, stream)
        previous = session.journal.link_at(connection, stream, first - 1)
        if signed is not None and previous is not None:
            chosen.append((stream, Slice(stream.key, first, previous, signed)))
    return sorted(chosen, key=lambda pair: (pair[0].key.audience != REGION, pair[0].id))


def readable(session: Session, stream: Stream, office: bytes) -> bool:
    """Whether the office may read this stream, and from us."""
    if stream.key.audience == LOCAL:
        return False
    if office == session.me.office:
        return True
    return stream.own and stream.key.audience in (office, REGION)


def acknowledged(
    session: Session, trust: Trust, connection: Connection, office: bytes
) -> dict[int, int]:
    """Stream number to the last seq that the office, or all its devices in ours, confirmed."""
    peers = {office}
    if office == session.me.office:
        peers = {device.id for device in trust.devices_of(office)} - {session.me.device}
    heard: dict[int, list[int]] = {}
    for mark in traffic.marks(connection):
        if mark.peer in peers:
            heard.setdefault(mark.stream, []).append(mark.acked)
    return {stream: min(seqs) for stream, seqs in heard.items() if len(seqs) == len(peers)}


def _acks(session: Session, connection: Connection, trust: Trust, office: bytes) -> list[Ack]:
    """Every stream we hold that the office may hold too."""
    ours = office == session.me.office
    return [
        Ack(signed)
        for stream in session.journal.streams(connection)
        if stream.head.seq
        and stream.key.audience != LOCAL
        and (ours or _written_by(trust, stream, office))
        and (signed := _signed(session, stream)) is not None
    ]


def _signed(session: Session, stream: Stream) -> SignedHead | None:
    """The head of a stream under its author's signature: ours afresh, another's as it came."""
    if stream.own:
        return session.keys.sign_head(stream.key, stream.head, clock.wall_ms())
    return stream.signed_head()


def _written_by(trust: Trust, stream: Stream, office: bytes) -> bool:
    device = trust.devices.get(stream.key.device)
    return device is not None and device.office == office


def outbox(session: Session) -> list[dict[str, Any]]:
    """What is still under way, an office a line (CLI.md, outbox)."""
    with session.read() as connection:
        trust = session.trust(connection)
        lines = listing.under_way(connection)
        waiting = _without_upstream(session, trust, connection)
    known = [
        {
            "office": line.office.hex(),
            "organisation": _organisation(trust, line.office),
            "recorded": line.recorded,
            "exported": line.exported,
            "received": line.received,
        }
        for line in lines
        if line.recorded or line.exported or line.received
    ]
    return known + waiting


def _without_upstream(
    session: Session, trust: Trust, connection: Connection
) -> list[dict[str, Any]]:
    """Signals that wait for an upstream to be admitted: under no office yet."""
    if not session.me.reports or "melding" in trust.upstream:
        return []
    count = connection.exec_driver_sql(
        "SELECT count(*) FROM signal WHERE profile='own' AND state='concept'"
    ).scalar_one()
    if not count:
        return []
    return [{"office": None, "organisation": None, "recorded": count, "exported": 0, "received": 0}]


def _organisation(trust: Trust, office: bytes) -> str | None:
    device = trust.of_office(office)
    return None if device is None else device.organisation
