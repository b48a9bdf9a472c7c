"""Send and collect: one act on a stick or a share (CLI.md, exchange).

- Export to all that are due, import what is there for us, skip what is for others.
- What was imported, and what of ours was confirmed, is offered for removal; a person decides.
- Two installations may do so at once: a bundle appears by a rename and is whole from then on,
  and a file that somebody else removed meanwhile is no failure.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mh_tui.bundle.outcome import SUCCESSES
from mh_tui.bundle.writer import SUFFIX
from mh_tui.errors import NotAllowed, StorageFailed
from mh_tui.journal import clock, kinds, parsing
from mh_tui.journal.entry import LOCAL, StreamKey
from mh_tui.language import N_
from mh_tui.services import exporting, intake
from mh_tui.services.session import Session
from mh_tui.vault.files import os_failures

FOLDERS = "exchange_folders"
"""The personal setting that holds the remembered folders; it belongs to no user."""
CARDS = "card_folder"
"""Likewise the folder where a card was written or found last."""
_EVERYBODY = ""
_GONE = N_("The exchange folder is not there now. Plug in the stick, or name another folder.")


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What went, what came, and which files may now be removed."""

    folder: Path
    exported: exporting.Exported
    files: tuple[intake.FileResult, ...]
    removable: tuple[Path, ...]


def folders(session: Session) -> list[Path]:
    """The remembered exchange folders of this profile, the last used first."""
    known = session.vault.drafts.setting(_EVERYBODY, FOLDERS)
    return [Path(text) for text in json.loads(known)] if known else []


def remember(session: Session, folder: Path) -> None:
    """Put a folder first among those remembered."""
    known = [folder, *(one for one in folders(session) if one != folder)]
    text = json.dumps([str(one) for one in known[:5]])
    session.vault.drafts.set_setting(_EVERYBODY, FOLDERS, text)


def remember_cards(session: Session, folder: Path) -> None:
    """A card lies here: a place to offer, for cards and where none is remembered yet."""
    session.vault.drafts.set_setting(_EVERYBODY, CARDS, str(folder))


def card_folder(session: Session) -> Path | None:
    """Where a card was written or found last, if that was no exchange folder."""
    known = session.vault.drafts.setting(_EVERYBODY, CARDS)
    return Path(known) if known and Path(known) not in folders(session) else None


def forget(session: Session, folder: Path) -> None:
    known = [str(one) for one in folders(session) if one != folder]
    session.vault.drafts.set_setting(_EVERYBODY, FOLDERS, json.dumps(known))


def exchange(
    session: Session,
    folder: Path | None = None,
    *,
    progress: intake.Progress | None = None,
    sending: Callable[[int, int], None] | None = None,
) -> Exchanged:
    """Send and collect in ``folder``, by default the one remembered last.

    Collects first: what came in may make an acknowledgement due. ``progress`` and ``sending``
    are those of import and export. Raises NotAllowed where no folder is known, StorageFailed
    ``folder_gone`` where the remembered one is not there, and what export and import raise.
    """
    known = folders(session)
    chosen = folder or (known[0] if known else None)
    if chosen is None:
        raise NotAllowed(
            "no_folder", N_("No exchange folder is known yet. Name one: a stick or a share.")
        )
    with os_failures():
        if folder is None and not chosen.is_dir():
            # made anew it would lie under the mount point, on this computer's own disk
            raise StorageFailed("folder_gone", _GONE)
        chosen.mkdir(parents=True, exist_ok=True)
    found = [(path, True) for path in _of_others(session, chosen)]
    listed = tuple(intake.import_files(session, found, progress=progress))
    exported = exporting.export(session, "all", chosen, progress=sending)
    remember(session, chosen)
    return Exchanged(chosen, exported, listed, tuple(_removable(session, chosen, listed)))


def _of_others(session: Session, folder: Path) -> list[Path]:
    """The bundles that are not our own; one that vanishes meanwhile is left out."""
    own = _sent(session)
    with os_failures():
        found = sorted(folder.glob("*" + SUFFIX))
    return [path for path in found if path.stem not in own and path.is_file()]


def _sent(session: Session) -> dict[str, list[dict[str, Any]]]:
    """Bundle id (hex) of every bundle we wrote to the slices it carried."""
    sent: dict[str, list[dict[str, Any]]] = {}
    with session.read() as connection:
        key = StreamKey(session.me.device, LOCAL)
        stream = session.journal.stream(connection, key)
        if stream is None:
            return sent
        rows = connection.exec_driver_sql(
            "SELECT body FROM entry WHERE id BETWEEN ? AND ? AND kind = 33 AND body IS NOT NULL",
            (stream.id << 40, (stream.id + 1) << 40),
        )
        for (body,) in rows:
            parsed = parsing.parse(body)
            if isinstance(parsed, dict):
                fields = parsed["fields"]
                sent[fields["bundle"]] = [part | {"to": fields["to"]} for part in fields["slices"]]
    return sent


def _removable(
    session: Session, folder: Path, results: Sequence[intake.FileResult]
) -> Iterable[Path]:
    for result in results:
        if result.outcome in SUCCESSES:
            yield result.path
    sent = _sent(session)
    with session.read() as connection:
        marks = {
            (key.device.hex(), key.audience.hex(), peer.hex()): acked
            for key, peer, acked in _acked(connection)
        }
    for path in sorted(folder.glob("*" + SUFFIX)):
        slices = sent.get(path.stem)
        if slices and all(
            marks.get((part["device"], part["audience"], part["to"]), 0) >= part["last"]
            for part in slices
        ):
            yield path


def _acked(connection: Any) -> list[tuple[StreamKey, bytes, int]]:
    from mh_tui.projection import traffic

    return [(mark.key, mark.peer, mark.acked) for mark in traffic.marks(connection)]


def remove(session: Session, paths: Iterable[Path]) -> int:
    """Remove these files; one that is gone already counts as removed."""
    from mh_tui.services.session import audit

    done = 0
    with os_failures():
        for path in paths:
            path.unlink(missing_ok=True)
            done += 1
    if done:
        with session.write() as work:
            work.say(audit("remove_bundles", "done", count=done))
    return done


def exchanged_json(done: Exchanged) -> dict[str, Any]:
    """An exchange as JSON: the parts of ``export`` and ``import``."""
    return {
        "folder": str(done.folder),
        "bundles": [
            {
                "path": str(written.path),
                "bundle": written.bundle.hex(),
                "to": office.hex(),
                "entries": written.entries,
                "bytes": written.bytes,
            }
            for office, written in done.exported.bundles
        ],
        "nothing_for": [office.hex() for office in done.exported.nothing_for],
        "files": [intake.result_json(result) for result in done.files],
        "removable": [str(path) for path in done.removable],
    }


# -- who has been silent --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Peer:
    """Traffic with an office. ``last_heard``, ``oldest_unacknowledged``: ms UTC or None."""

    office: bytes
    organisation: str
    name: str
    role: str
    last_heard: int | None
    oldest_unacknowledged: int | None


def peers(session: Session) -> list[Peer]:
    """Every admitted office: when it was last heard, and since when it owes us a receipt."""
    with session.read() as connection:
        trust = session.trust(connection)
        found = []
        for office in trust.offices():
            device = trust.of_office(office)
            if device is None or not trust.devices_of(office):
                continue
            heard = connection.exec_driver_sql(
                "SELECT p.heard FROM peer p JOIN office o ON o.id = p.office WHERE o.key=?",
                (office,),
            ).scalar()
            found.append(
                Peer(
                    office,
                    device.organisation,
                    device.name,
                    device.role,
                    heard,
                    _oldest(session, connection, office),
                )
            )
    return found


def _oldest(session: Session, connection: Any, office: bytes) -> int | None:
    """When the oldest entry of ours that this office has not confirmed was written."""
    stream = session.journal.stream(connection, StreamKey(session.me.device, office))
    if stream is None:
        return None
    acked = connection.exec_driver_sql(
        "SELECT coalesce(max(acked), 0) FROM mark WHERE stream=? AND peer=?", (stream.id, office)
    ).scalar_one()
    time = connection.exec_driver_sql(
        "SELECT time FROM entry WHERE id=?", ((stream.id << 40) + acked + 1,)
    ).scalar()
    return None if time is None else clock.to_ms(time)


def outbox(session: Session) -> list[dict[str, Any]]:
    """What is under way (``exporting.outbox``), with ``last_heard``, ``oldest_unacknowledged``.

    ISO times or None. A coordinator has nothing under way of its own: it sees every office.
    """
    known = {peer.office.hex(): peer for peer in peers(session)}
    lines = exporting.outbox(session)
    if session.me.role == kinds.COORDINATOR:
        listed = {line["office"] for line in lines}
        lines += [
            {"office": office, "organisation": peer.organisation, **_NONE}
            for office, peer in known.items()
            if office not in listed
        ]
    return [line | _traffic(known.get(line["office"] or "")) for line in lines]


_NONE = {"recorded": 0, "exported": 0, "received": 0}


def _traffic(peer: Peer | None) -> dict[str, str | None]:
    heard = None if peer is None else peer.last_heard
    oldest = None if peer is None else peer.oldest_unacknowledged
    return {
        "last_heard": None if heard is None else clock.show_iso(heard),
        "oldest_unacknowledged": None if oldest is None else clock.show_iso(oldest),
    }
