"""Import: take in bundles, each whole or not at all, and say of each what became of it.

- Trust comes first, over all files; what its sender or a gap held up is tried again until
  nothing moves any more. So the order in which files lie in a folder cannot matter.
- Only ``imported`` changes the streams; every other outcome leaves them as they were and an
  audit line tells of it. One bad file does not stop the others.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, cast

from mh_tui.bundle.outcome import SUCCESSES, BundleRefused, Outcome
from mh_tui.bundle.reader import OpenedBundle
from mh_tui.bundle.writer import SUFFIX
from mh_tui.errors import InvalidInput, StorageFailed
from mh_tui.journal.entry import LOCAL, REGION
from mh_tui.journal.streams import NewEntry
from mh_tui.language import N_
from mh_tui.services import taking
from mh_tui.services.forgetting import forget_due
from mh_tui.services.session import ADMITTERS, Session
from mh_tui.vault.files import os_failures, storage_failed

Progress = Callable[[int, int, int, int], None]
"""Called with (file, files, entries taken, entries in this file)."""
_ROOM = 3
"""Entries, rows and index, and the write-ahead log beside them: times the bytes of a bundle."""


class Cancelled(Exception):
    """Raised by a ``progress`` that wants the import to stop; leaves everything as it was."""


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of a file. Ids 32 bytes; ``missing``: (device, audience, first, last)."""

    path: Path
    outcome: Outcome
    bundle: bytes | None = None
    office: bytes | None = None
    new: int = 0
    known: int = 0
    set_aside: int = 0
    acked: int = 0
    missing: tuple[tuple[bytes, bytes, int, int], ...] = ()
    from_folder: bool = False

    @property
    def refused(self) -> bool:
        """A file for others in a shared folder is no refusal."""
        if self.outcome is Outcome.NOT_FOR_US and self.from_folder:
            return False
        return self.outcome not in SUCCESSES


def collect(paths: Iterable[Path]) -> list[tuple[Path, bool]]:
    """The files meant: (path, whether a folder named it). Raises InvalidInput if one is gone."""
    found: list[tuple[Path, bool]] = []
    with os_failures():
        for path in paths:
            if path.is_dir():
                found += [
                    (file, True) for file in sorted(path.glob("*" + SUFFIX)) if file.is_file()
                ]
            elif path.is_file():
                found.append((path, False))
            else:
                raise InvalidInput("not_found", N_("{field}: there is no such file."), field="file")
    return found


def import_paths(
    session: Session, paths: Iterable[Path], *, progress: Progress | None = None
) -> list[FileResult]:
    """Import files and folders; a result for each file, in the order given."""
    return import_files(session, collect(paths), progress=progress)


def import_files(
    session: Session, files: Sequence[tuple[Path, bool]], *, progress: Progress | None = None
) -> list[FileResult]:
    """Import these (path, whether a folder named it); one that vanished has no result."""
    session.require(ADMITTERS)
    results: dict[int, FileResult] = {}
    failure: StorageFailed | None = None
    waiting = _trust_first(session, files)
    moved = True
    while waiting and moved:
        moved = False
        held: list[int] = []
        for at in waiting:
            path, from_folder = files[at]
            report = None if progress is None else _reporter(progress, len(results), len(files))
            try:
                result = _import_file(session, path, from_folder, report)
            except FileNotFoundError:
                continue  # on a share somebody else may have removed it meanwhile
            except StorageFailed as failed:
                failure = failure or failed  # there may be room for, or no flaw in, the others
                continue
            results[at] = result
            if result.outcome in (Outcome.UNKNOWN_SENDER, Outcome.GAP):
                held.append(at)
            moved = moved or result.outcome is Outcome.IMPORTED
        waiting = held
    _note_refusals(session, [results[at] for at in sorted(results)])
    forget_due(session)
    if failure is not None:
        raise failure
    return [results[at] for at in sorted(results)]


def _reporter(progress: Progress, file: int, files: int) -> Callable[[int, int], None]:
    return lambda done, total: progress(file, files, done, total)


def _trust_first(session: Session, files: Sequence[tuple[Path, bool]]) -> list[int]:
    """The order to begin with: what carries trust, then the older ones."""

    def key(at: int) -> tuple[bool, int, int]:
        try:
            with open(files[at][0], "rb") as file:
                manifest = OpenedBundle(file, session.keys, demo=session.demo).manifest
        except (BundleRefused, OSError):
            return True, 0, at
        carries = any(part.stream.audience == REGION for part in manifest.slices)
        return not carries, manifest.created, at

    if len(files) < 2:
        return list(range(len(files)))
    return sorted(range(len(files)), key=key)


class _Hashed:
    """A file that is hashed while it is read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.digest.update(data)
        return data


def _import_file(
    session: Session,
    path: Path,
    from_folder: bool,
    progress: Callable[[int, int], None] | None,
) -> FileResult:
    bundle: bytes | None = None
    office: bytes | None = None
    try:
        with open(path, "rb") as raw, os_failures():
            file = _Hashed(raw)
            opened = OpenedBundle(cast("BinaryIO", file), session.keys, demo=session.demo)
            bundle = opened.manifest.bundle
            with session.write() as work:
                taker = taking.Taker(work, opened, progress)
                _check_room(session, opened.manifest.bytes)
                office = taker.sender.office
                taken = taker.take()
                if not taken.new and not taken.acked:
                    raise _NothingNew(taken)
    except BundleRefused as refused:
        return FileResult(
            path,
            refused.outcome,
            bundle,
            office,
            missing=refused.missing,
            from_folder=from_folder,
        )
    except _NothingNew as nothing:
        return _already_known(session, path, opened, nothing.taken, from_folder=from_folder)
    session.vault.database.checkpoint()
    return FileResult(
        path,
        Outcome.IMPORTED,
        bundle,
        office,
        taken.new,
        taken.known,
        taken.set_aside,
        taken.acked,
        from_folder=from_folder,
    )


class _NothingNew(Exception):
    def __init__(self, taken: taking.Taken) -> None:
        self.taken = taken


def _already_known(
    session: Session, path: Path, opened: OpenedBundle, taken: taking.Taken, *, from_folder: bool
) -> FileResult:
    """Only the log learns of it; a new bundle id makes an acknowledgement due again."""
    fields = {
        "outcome": Outcome.ALREADY_KNOWN.value,
        "bundle": opened.manifest.bundle.hex(),
        "sender": opened.manifest.sender.hex(),
        "office": taken.office.hex(),
        "entries": opened.manifest.entries,
        "slices": [],
    }
    with session.write() as work:
        work.say(NewEntry("import.done", LOCAL, fields))
    return FileResult(
        path,
        Outcome.ALREADY_KNOWN,
        opened.manifest.bundle,
        taken.office,
        known=taken.known,
        from_folder=from_folder,
    )


def _check_room(session: Session, size: int) -> None:
    """Raise StorageFailed before a row is written where the disk cannot hold it all."""
    with os_failures():
        free = shutil.disk_usage(session.vault.folder).free
    if free < size * _ROOM:
        raise storage_failed("disk_full")


def _note_refusals(session: Session, results: Iterable[FileResult]) -> None:
    entries = []
    for result in results:
        if not result.refused:
            continue
        fields: dict[str, Any] = {"outcome": result.outcome.value}
        if result.bundle is not None:
            fields["bundle"] = result.bundle.hex()
        entries.append(NewEntry("import.done", LOCAL, fields))
    if entries:
        with session.write() as work:
            work.say_all(entries)


def result_json(result: FileResult) -> dict[str, Any]:
    """A file's result as CLI.md has it."""
    return {
        "path": str(result.path),
        "outcome": result.outcome.value,
        "bundle": None if result.bundle is None else result.bundle.hex(),
        "from": None if result.office is None else result.office.hex(),
        "new": result.new,
        "known": result.known,
        "set_aside": result.set_aside,
        "acked": result.acked,
        "missing": [
            {"device": device.hex(), "audience": audience.hex(), "first": first, "last": last}
            for device, audience, first, last in result.missing
        ],
    }
