"""Import and export of many signals, against their floors and against sqlite-utils."""

from __future__ import annotations

import shutil
from importlib.util import find_spec

from tests.bench.measure import MEGABYTES, Line, Setting, against, interleaved, worked
from tests.bench.offices import Exchange

MEMORY_LIMIT = 200e6


def importing(setting: Setting) -> list[Line]:
    """From the sealed file to the commit; the floor begins with the decrypted bytes."""
    sent = setting.store.exchange(setting.sizes.many)
    contestants = [
        lambda: _into_copy(setting, sent, "import-ours"),
        lambda: _into_copy(setting, sent, "import-floor"),
    ]
    peer = find_spec("sqlite_utils") is not None
    if peer:
        contestants.append(lambda: _sqlite_utils(setting, sent))
    ours, floor, *others = interleaved(setting.sizes.rounds, *contestants)
    name = f"import {sent.count:,}"
    lines = [against(f"{name}, floor", ours, floor, 1.5)]
    if peer:
        lines.append(against(f"{name}, sqlite-utils", ours, others[0], 1.0))
    else:
        lines.append(Line(f"{name}, sqlite-utils", note="install the extra: mh_tui[bench]"))
    return lines


def _into_copy(setting: Setting, sent: Exchange, what: str, measure: str = "seconds") -> float:
    with setting.store.copy(sent.focal) as focal:
        return float(worked(what, focal, sent.bundle)[measure])


def _sqlite_utils(setting: Setting, sent: Exchange) -> float:
    target = setting.store.folder / "peer.db"
    try:
        return float(worked("import-sqlite-utils", sent.lines, target)["seconds"])
    finally:
        target.unlink(missing_ok=True)


def exporting(setting: Setting) -> list[Line]:
    """Everything of the desk's stream into one bundle, read back; the floor only writes."""
    sent = setting.store.exchange(setting.sizes.many)
    with setting.store.copy(sent.desk) as desk:
        out = setting.store.folder / "out"

        def run(what: str) -> float:
            try:
                return float(worked(what, desk, out)["seconds"])
            finally:
                shutil.rmtree(out, ignore_errors=True)

        ours, floor = interleaved(
            setting.sizes.rounds, lambda: run("export-ours"), lambda: run("export-floor")
        )
    return [against(f"export {sent.count:,}, floor", ours, floor, 1.5)]


def memory(setting: Setting) -> list[Line]:
    """The most that the importing process ever holds, unlock included."""
    huge, small = (setting.store.exchange(n) for n in (setting.sizes.huge, setting.sizes.tenth))
    rounds = min(3, setting.sizes.rounds)
    ours, other = interleaved(
        1 if setting.sizes.huge > setting.sizes.many else rounds,
        lambda: _into_copy(setting, huge, "import-ours", "peak"),
        lambda: _into_copy(setting, small, "import-ours", "peak"),
    )
    name = f"import memory, {huge.count:,} against {small.count:,}"
    return [against(name, ours, other, 1.3, unit=MEGABYTES, limit=MEMORY_LIMIT)]
