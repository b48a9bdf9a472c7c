"""Look at a file without taking it in, and at this profile without changing it.

- ``inspect`` tells what can be known without a key, and with one where this profile has it.
- ``verify`` recomputes chains, heads and rows; problems are what is wrong, notices what to know.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mh_tui.bundle import header
from mh_tui.bundle.outcome import BundleRefused, Outcome
from mh_tui.bundle.reader import OpenedBundle
from mh_tui.errors import InvalidInput, MhError, Refused, StorageFailed
from mh_tui.journal import clock
from mh_tui.language import N_
from mh_tui.projection import rebuild
from mh_tui.services.session import READERS, Session
from mh_tui.trust import card
from mh_tui.trust.admission import Trust
from mh_tui.vault.files import os_failures

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from mh_tui.journal.streams import Stream


def inspect(session: Session | None, path: Path) -> dict[str, Any]:
    """What a file is (CLI.md, inspect). Raises InvalidInput (no such file) and Refused."""
    if not path.is_file():
        raise InvalidInput("not_found", N_("{field}: there is no such file."), field="file")
    with os_failures(), open(path, "rb") as file:
        start = file.read(10)
        size = path.stat().st_size
        file.seek(0)
        if start[:8] in (card.MAGIC, card.DEMO_MAGIC):
            return _card(file.read(card.MOST + 1), start[:8] == card.DEMO_MAGIC, size)
        if start[:8] not in (header.MAGIC, header.DEMO_MAGIC):
            raise Refused("not_a_bundle", N_("This is not a bundle, card or backup of ours."))
        known = _bundle(start, size)
        if session is not None:
            try:
                known |= _opened(OpenedBundle(file, session.keys, demo=session.demo), session)
            except BundleRefused as refused:
                if refused.outcome is not Outcome.NOT_FOR_US:
                    raise
                known["for_us"] = False
        return known


def _card(raw: bytes, demo: bool, size: int) -> dict[str, Any]:
    found = card.read(raw, demo=demo)
    return {
        "kind": "card",
        "format": card.FORMAT,
        "for_us": None,
        "from": found.office.hex(),
        "entries": None,
        "created": clock.show_iso(found.created),
        "bytes": size,
    }


def _bundle(start: bytes, size: int) -> dict[str, Any]:
    if len(start) < 10:
        raise BundleRefused(Outcome.DAMAGED)
    return {
        "kind": "bundle",
        "format": struct.unpack(">H", start[8:10])[0],
        "for_us": None,
        "from": None,
        "entries": None,
        "created": None,
        "bytes": size,
    }


def _opened(opened: OpenedBundle, session: Session) -> dict[str, Any]:
    """What the manifest says; its sender only where the signature holds."""
    manifest = opened.manifest
    office = None
    with session.read() as connection:
        trust = session.trust(connection)
    if manifest.sender in trust.devices:
        opened.verified(trust.card_of(manifest.sender))
        office = trust.devices[manifest.sender].office.hex()
    return {
        "for_us": True,
        "from": office,
        "entries": manifest.entries,
        "created": clock.show_iso(manifest.created),
    }


# -- verify ---------------------------------------------------------------------------


def verify(session: Session) -> dict[str, Any]:
    """Streams, heads, rows against a fresh fold, database and slots (CLI.md, verify)."""
    session.require(READERS | {"admin", "auditor"})
    problems: list[dict[str, Any]] = []
    if session.rolled_back:
        problems.append({"code": "rolled_back"})
    problems += _database(session)
    problems += _drafts(session)
    with session.read() as connection:
        trust = session.trust(connection)
        streams = session.journal.streams(connection)
        for stream in streams:
            problems += _stream(session, connection, trust, stream)
        wrong = rebuild.differences(connection, session.journal, session.me)
        if wrong:
            problems.append({"code": "rows_differ", "count": wrong})
        entries = connection.exec_driver_sql("SELECT count(*) FROM entry").scalar_one()
        notices = _notices(connection)
    problems += _slots(session)
    return {
        "ok": not problems,
        "entries": entries,
        "streams": len(streams),
        "problems": problems,
        "notices": notices,
    }


def _database(session: Session) -> list[dict[str, Any]]:
    """Pages whose checksum does not hold, and what SQLite itself finds broken."""
    with session.read() as connection:
        pages = connection.exec_driver_sql("PRAGMA cipher_integrity_check").all()
        inside = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    found = [{"code": "damaged_pages", "count": len(pages)}] if pages else []
    return found + (
        [] if inside == ["ok"] else [{"code": "damaged_database", "count": len(inside)}]
    )


def _drafts(session: Session) -> list[dict[str, Any]]:
    """The same of the file with drafts: what was recorded does not stand in it."""
    try:
        with session.vault.drafts.database.read() as connection:
            pages = connection.exec_driver_sql("PRAGMA cipher_integrity_check").all()
    except StorageFailed:
        return [{"code": "damaged_drafts"}]
    return [{"code": "damaged_drafts", "count": len(pages)}] if pages else []


def _stream(
    session: Session, connection: Connection, trust: Trust, stream: Stream
) -> list[dict[str, Any]]:
    where = {"device": stream.key.device.hex(), "audience": stream.key.audience.hex()}
    broken = session.journal.broken_at(connection, stream)
    if broken is not None:
        return [{"code": "broken_chain", **where, "seq": broken}]
    if stream.own or stream.head.seq == 0:
        return []
    signed = stream.signed_head()
    try:
        holds = signed is not None and trust.card_of(stream.key.device).signed(signed)
    except (KeyError, MhError):
        holds = False
    return [] if holds else [{"code": "head_not_signed", **where, "seq": stream.head.seq}]


def _notices(connection: Connection) -> list[dict[str, Any]]:
    found = connection.exec_driver_sql(
        "SELECT reason, count(*) FROM set_aside GROUP BY reason ORDER BY reason"
    ).all()
    return [{"code": "set_aside", "reason": reason, "count": count} for reason, count in found]


def _slots(session: Session) -> list[dict[str, Any]]:
    """A slot in keys.json that the vault does not know would miss the next rekey."""
    known = len(session.vault.users())
    slots = len(session.vault.keys.users())
    return [] if known == slots else [{"code": "unknown_slot", "count": slots - known}]
