"""Send and collect as a person sees it: where, for whom, what became of each file.

- One list of places: those remembered, then sticks and shares that are there now.
- One line an office: what it has not got yet, since when, and how long it has been silent.
- Every run can be stopped: ``stopped`` is asked at each step, and nothing is half taken in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mh_tui.bundle.outcome import SUCCESSES, Outcome
from mh_tui.journal import clock
from mh_tui.language import _
from mh_tui.services import casework, counted, exchange, exporting, intake, labels, places
from mh_tui.services.counted import Counted
from mh_tui.services.session import ANSWERERS, Session

STEPS = 1000
"""Parts into which the work on one file is divided for the bar."""

Tell = Callable[[int, int], None]
Stopped = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to exchange at. ``kind``: remembered, cards, stick, share or disk."""

    path: Path
    kind: str
    there: bool = True


@dataclass(frozen=True, slots=True)
class Office:
    """Traffic with an office: what waits here for it; times in ms or None."""

    name: str
    role: str
    waits: Counted
    last_heard: int | None
    oldest: int | None


@dataclass(frozen=True, slots=True)
class Overview:
    """``alone``: signals that wait because nobody was admitted to report to.

    ``waits``: all that is on this computer only, these too.
    """

    spots: tuple[Spot, ...] = ()
    offices: tuple[Office, ...] = ()
    alone: int = 0
    rolled_back: bool = False
    waits: Counted = field(default_factory=Counted)


@dataclass(frozen=True, slots=True)
class FileLine:
    """What became of a file. ``sender``: the name of an office, or nothing.

    ``new``: entries; ``brought``: what of it people know.
    """

    name: str
    outcome: Outcome
    sender: str
    new: int
    acked: int
    set_aside: int
    missing: tuple[tuple[int, int], ...]
    refused: bool
    brought: Counted = field(default_factory=Counted)


@dataclass(frozen=True, slots=True)
class Written:
    """A bundle that was written for an office. ``carried``: what of its entries people know."""

    name: str
    entries: int
    bytes: int
    carried: Counted = field(default_factory=Counted)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is still here after a run, for an office, by name."""

    name: str
    waits: Counted


@dataclass(frozen=True, slots=True)
class Done:
    """A run: what came in, what was written, for whom there was nothing, what may go now.

    ``alone``: signals that wait because nobody was admitted to report to; ``kept``: what waits
    for offices that nothing was written for; ``danger``: signals with danger that wait here, where
    something came in.
    """

    folder: Path
    files: tuple[FileLine, ...] = ()
    written: tuple[Written, ...] = ()
    nothing_for: tuple[str, ...] = ()
    removable: tuple[Path, ...] = ()
    sent: bool = True
    collected: bool = True
    alone: int = 0
    kept: tuple[Kept, ...] = ()
    danger: int = 0

    @property
    def others(self) -> int:
        """Files in a shared folder that are for other offices."""
        return sum(one.outcome is Outcome.NOT_FOR_US and not one.refused for one in self.files)

    @property
    def refused(self) -> int:
        return sum(one.refused for one in self.files)


# -- before ---------------------------------------------------------------------------


def overview(session: Session) -> Overview:
    """Where and for whom; short reads, but a look at each remembered folder."""
    waits = counted.unsent(session)
    offices = [
        Office(
            peer.name,
            peer.role,
            waits.offices.get(peer.office, Counted()),
            peer.last_heard,
            peer.oldest_unacknowledged,
        )
        for peer in exchange.peers(session)
    ]
    return Overview(
        tuple(spots(session)),
        tuple(sorted(offices, key=_worst_first)),
        waits.alone,
        session.rolled_back,
        waits.counted,
    )


def _worst_first(office: Office) -> tuple[int, int]:
    return office.oldest or 1 << 62, office.last_heard or 0


def spots(session: Session) -> list[Spot]:
    """Remembered ones first, the last used at the top; then where a card lies."""
    remembered, cards = exchange.folders(session), exchange.card_folder(session)
    found = [Spot(path, "remembered", _is_there(path)) for path in remembered]
    if cards is not None:
        found.append(Spot(cards, "cards", _is_there(cards)))
    known = {spot.path for spot in found}
    return found + [Spot(one.path, one.kind) for one in places.found() if one.path not in known]


def _is_there(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


# -- at work --------------------------------------------------------------------------


def send_and_collect(session: Session, folder: Path | None, tell: Tell, stopped: Stopped) -> Done:
    """Both in ``folder`` (None: the one used last). Raises ``intake.Cancelled`` when stopped."""
    before = counted.newest_import(session)
    done = exchange.exchange(
        session,
        folder,
        progress=_collecting(tell, stopped),
        sending=_sending(tell, stopped),
    )
    names, waits = _names(session), counted.unsent(session)
    return Done(
        done.folder,
        _file_lines(session, done.files, names, before),
        _written(session, done.exported, names),
        tuple(names.get(office, "") for office in done.exported.nothing_for),
        done.removable,
        alone=waits.alone,
        kept=_kept(waits, names),
        danger=_danger(session, done.files),
    )


def send(session: Session, folder: Path, tell: Tell, stopped: Stopped) -> Done:
    """Write what is due for all into ``folder``."""
    done = exporting.export(session, "all", folder, progress=_sending(tell, stopped))
    names, waits = _names(session), counted.unsent(session)
    return Done(
        folder,
        (),
        _written(session, done, names),
        tuple(names.get(office, "") for office in done.nothing_for),
        collected=False,
        alone=waits.alone,
        kept=_kept(waits, names),
    )


def collect(
    session: Session, paths: Sequence[Path], tell: Tell, stopped: Stopped, *, shared: bool = False
) -> Done:
    """Take in files and folders. ``shared``: they lie in one folder, among files for others."""
    before = counted.newest_import(session)
    files = [(path, True) for path in paths] if shared else intake.collect(paths)
    results = intake.import_files(session, files, progress=_collecting(tell, stopped))
    names, waits = _names(session), counted.unsent(session)
    return Done(
        paths[0] if paths[0].is_dir() else paths[0].parent,
        _file_lines(session, results, names, before),
        removable=tuple(one.path for one in results if one.outcome in SUCCESSES),
        sent=False,
        alone=waits.alone,
        kept=_kept(waits, names),
        danger=_danger(session, results),
    )


def _danger(session: Session, results: Iterable[intake.FileResult]) -> int:
    if session.person.role not in ANSWERERS:
        return 0
    if all(one.outcome is not Outcome.IMPORTED for one in results):
        return 0
    return casework.in_danger(session)


def _collecting(tell: Tell, stopped: Stopped) -> intake.Progress:
    def progress(file: int, files: int, done: int, total: int) -> None:
        if stopped():
            raise intake.Cancelled
        part = STEPS * done // total if total else 0
        tell(STEPS * file + part, STEPS * files)

    return progress


def _sending(tell: Tell, stopped: Stopped) -> Tell:
    def progress(done: int, total: int) -> None:
        if stopped():
            raise intake.Cancelled
        tell(done, total)

    return progress


def remove(session: Session, paths: Iterable[Path]) -> int:
    """Remove files that were taken in or confirmed; gives how many."""
    return exchange.remove(session, paths)


# -- after ----------------------------------------------------------------------------


def _names(session: Session) -> dict[bytes, str]:
    with session.read() as connection:
        trust = session.trust(connection)
    names = {session.me.office: _("your own office")}
    for office in trust.offices():
        device = trust.of_office(office)
        if device is not None:
            names[office] = f"{device.name} ({labels.office_role(device.role)})"
    return names


def _file_lines(
    session: Session, results: Iterable[intake.FileResult], names: Mapping[bytes, str], before: int
) -> tuple[FileLine, ...]:
    """``before``: the number of the last import before this run."""
    brought = counted.brought(session, before)
    return tuple(
        _file_line(one, names, brought.get(one.bundle or b"", Counted())) for one in results
    )


def _file_line(
    result: intake.FileResult, names: Mapping[bytes, str], brought: Counted
) -> FileLine:  # fmt: skip
    office = result.office
    return FileLine(
        result.path.name,
        result.outcome,
        "" if office is None else names.get(office, office.hex()[:8]),
        result.new,
        result.acked,
        result.set_aside,
        tuple((first, last) for _device, _audience, first, last in result.missing),
        result.refused,
        brought,
    )


def _written(
    session: Session, done: exporting.Exported, names: Mapping[bytes, str]
) -> tuple[Written, ...]:
    return tuple(
        Written(
            names.get(office, office.hex()[:8]),
            one.entries,
            one.bytes,
            counted.carried(session, office),
        )
        for office, one in done.bundles
    )


def _kept(waits: counted.Unsent, names: Mapping[bytes, str]) -> tuple[Kept, ...]:
    return tuple(
        Kept(names.get(office, office.hex()[:8]), found) for office, found in waits.offices.items()
    )


def now_ms() -> int:
    return clock.wall_ms()
