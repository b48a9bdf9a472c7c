"""One measurement in a process of its own: ``python -m tests.bench.work WHAT ARGS``.

Prints one line of JSON: ``seconds`` of the work itself (start-up and unlock left out), ``cpu``
(processor seconds of the whole process) and ``peak``, the most memory it ever held, in bytes.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench import data, floors
from tests.bench.offices import unlocked

if TYPE_CHECKING:
    from mh_tui.services.session import Session

READS = 9


def peak_memory() -> int:
    """The high water mark of this process in bytes.

    Linux: ``ru_maxrss`` may be that of the process that started us; VmHWM is only ours.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text("ascii").splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    try:
        import resource
    except ImportError:  # Windows
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def import_ours(profile: str, bundle: str) -> float:
    from mh_tui.services import intake

    with unlocked(Path(profile)) as session:
        began = time.perf_counter()
        (result,) = intake.import_paths(session, [Path(bundle)])
        seconds = time.perf_counter() - began
    if result.outcome.value != "imported" or result.set_aside:
        raise RuntimeError(f"the import was no import: {result.outcome}")
    return seconds


def import_floor(profile: str, bundle: str) -> float:
    return floors.import_floor(Path(profile), *floors.decrypted(Path(profile), Path(bundle)))


def import_sqlite_utils(lines: str, target: str) -> float:
    """The two commands of the peer, called in this process: its start-up is left out too."""
    from sqlite_utils.cli import cli

    began = time.perf_counter()
    cli.main(["insert", "--nl", target, "signals", lines], standalone_mode=False)
    columns = ["narrative", "municipality", "place", "persons", "organisations"]
    cli.main(["enable-fts", target, "signals", *columns], standalone_mode=False)
    return time.perf_counter() - began


def export_ours(profile: str, folder: str) -> float:
    from mh_tui.services import exporting

    with unlocked(Path(profile)) as session:
        began = time.perf_counter()
        exported = exporting.export(session, "upstream", Path(folder), everything=True)
        seconds = time.perf_counter() - began
    if len(exported.bundles) != 1:
        raise RuntimeError("nothing was exported")
    return seconds


def export_floor(profile: str, folder: str) -> float:
    path = Path(profile)
    key = floors.key_of(path)
    Path(folder).mkdir(parents=True, exist_ok=True)
    return floors.export_floor(path, key, Path(folder) / "floor.bin")


def page(profile: str) -> float:
    """The first page, as a screen that opens asks for it: the middle of several."""
    from mh_tui.projection.listing import Filter
    from mh_tui.services import reading

    return _middle(profile, lambda session: reading.page(session, Filter(), limit=50))


def ordered(profile: str) -> float:
    """A page far down in each order of the table: the slowest of them."""
    from mh_tui.projection import ordering
    from mh_tui.projection.listing import Filter
    from mh_tui.services import reading

    def deep(session: Session, wanted: Filter) -> str | None:
        _lines, after = reading.page(session, wanted, limit=1000)
        return after

    with unlocked(Path(profile)) as session:
        slowest = 0.0
        for order in ordering.ORDERS:
            wanted = Filter(order=order)
            after = deep(session, wanted)
            seconds = []
            for _ in range(READS):
                began = time.perf_counter()
                reading.page(session, wanted, limit=50, after=after)
                seconds.append(time.perf_counter() - began)
            slowest = max(slowest, statistics.median(seconds))
    return slowest


def search(profile: str) -> float:
    """A word of few signals, and one letter less of it than it has."""
    from mh_tui.projection.listing import Filter
    from mh_tui.services import reading

    wanted = Filter(words=data.RARE[:-1])

    def find(session: Session) -> None:
        found, _after = reading.page(session, wanted, limit=50)
        if not 0 < len(found) <= data.RARE_COUNT:
            raise RuntimeError(f"the search found {len(found)}")

    return _middle(profile, find)


def home(profile: str) -> float:
    from mh_tui.services import worklist

    return _middle(profile, worklist.worklist)


def _middle(profile: str, read: Callable[[Session], object]) -> float:
    with unlocked(Path(profile)) as session:
        seconds = []
        for _ in range(READS):
            began = time.perf_counter()
            read(session)
            seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


def unlock(profile: str) -> float:
    """Unlock and read what home shows, less what the key derivation took."""
    from mh_tui.services import presence, worklist
    from mh_tui.vault import sealing

    presence.prepare()
    derived = [0.0]
    plain = sealing.stretch

    def timed(passphrase: bytes, salt: bytes, cost: sealing.Cost) -> bytes:
        began = time.perf_counter()
        key = plain(passphrase, salt, cost)
        derived[0] += time.perf_counter() - began
        return key

    sealing.stretch = timed
    began = time.perf_counter()
    with unlocked(Path(profile)) as session:
        worklist.worklist(session)
        seconds = time.perf_counter() - began
    if not derived[0]:
        raise RuntimeError("no key was derived")
    return seconds - derived[0]


WORK: dict[str, Callable[..., float]] = {
    "import-ours": import_ours,
    "import-floor": import_floor,
    "import-sqlite-utils": import_sqlite_utils,
    "export-ours": export_ours,
    "export-floor": export_floor,
    "page": page,
    "ordered": ordered,
    "search": search,
    "home": home,
    "unlock": unlock,
}


def main(arguments: list[str]) -> None:
    what, *rest = arguments
    done: dict[str, Any] = {"seconds": WORK[what](*rest)}
    done |= {"cpu": time.process_time(), "peak": peak_memory()}
    print(json.dumps(done))


if __name__ == "__main__":
    main(sys.argv[1:])
