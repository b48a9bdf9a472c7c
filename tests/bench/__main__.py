"""``python -m tests.bench [--only NAME] [--quick] [--big]``: a table of ratios on this machine.

It measures and does not judge: the exit code is 0 whatever the table says.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench import commands, lists, painting, travelling
from tests.bench.measure import BIG, FULL, QUICK, Line, Setting, Sizes, table
from tests.bench.offices import Store

BENCHES: dict[str, Callable[[Setting], list[Line]]] = {
    "paint": painting.first_paint,
    "version": commands.version,
    "list": commands.listing,
    "unlock": commands.unlock,
    "import": travelling.importing,
    "export": travelling.exporting,
    "read": lists.reading,
    "record": commands.recording,
    "home": commands.home,
    "table": painting.signal_table,
    "narrative": painting.narrative,
    "memory": travelling.memory,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", action="append", choices=list(BENCHES), help="may be repeated")
    parser.add_argument("--quick", action="store_true", help="a tenth of the signals, fewer rounds")
    parser.add_argument("--big", action="store_true", help="a million signals where that is asked")
    parser.add_argument("--folder", type=Path, help="keep what is made there, and use it again")
    given = parser.parse_args()
    sizes = QUICK if given.quick else BIG if given.big else FULL
    if given.folder is not None:
        run(given.folder.resolve(), sizes, given.only)
        return
    with tempfile.TemporaryDirectory(prefix="mh_tui-bench-") as folder:
        run(Path(folder), sizes, given.only)


def run(folder: Path, sizes: Sizes, only: list[str] | None) -> None:
    """Measure, tell on standard error what is being measured, and print the table at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    setting = Setting(Store(folder), sizes)
    lines: list[Line] = []
    for name, bench in BENCHES.items():
        if only is None or name in only:
            print(f"{name} …", file=sys.stderr, flush=True)
            try:
                lines += bench(setting)
            except RuntimeError as error:  # one that breaks does not hide what the others found
                print(error, file=sys.stderr)
                lines.append(Line(name, note="did not run"))
    print(table(lines))


if __name__ == "__main__":
    main()
