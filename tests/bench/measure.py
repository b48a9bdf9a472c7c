"""Interleaved runs, ratios and the table they are shown in.

- Contestants take turns: what else this machine does hits all of them alike.
- A ratio is the median of the ratios within each round, not of two medians.
- A goal is said to be met or not; nothing here fails because of it.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.offices import Store

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS, MILLISECONDS, MEGABYTES = ("s", 1.0), ("ms", 1000.0), ("MB", 1e-6)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much to measure with. ``rounds``: of long work; ``starts``: of short processes."""

    many: int = 100_000
    few: int = 100
    huge: int = 100_000
    tenth: int = 10_000
    rounds: int = 5
    starts: int = 15
    keys: int = 100


FULL = Sizes()
BIG = Sizes(huge=1_000_000)
QUICK = Sizes(many=10_000, huge=10_000, tenth=1_000, rounds=3, starts=5, keys=40)
TINY = Sizes(many=40, few=20, huge=40, tenth=20, rounds=1, starts=1, keys=3)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where what is measured lies, and how much of it there is."""

    store: Store
    sizes: Sizes


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table. ``note`` instead of numbers: why it was not measured."""

    name: str
    ours: str = ""
    other: str = ""
    ratio: float | None = None
    goal: str = ""
    met: bool | None = None
    note: str = ""


def interleaved(
    rounds: int, *contestants: Callable[[], float], warm: bool = False
) -> list[list[float]]:
    """What each contestant gave, in turns; ``warm``: one round first that does not count."""
    found: list[list[float]] = [[] for _ in contestants]
    for number in range(rounds + warm):
        for results, contestant in zip(found, contestants, strict=True):
            result = contestant()
            if number >= warm:
                results.append(result)
    return found


def against(
    name: str,
    ours: Sequence[float],
    others: Sequence[float],
    most: float,
    *,
    unit: tuple[str, float] = SECONDS,
    limit: float | None = None,
) -> Line:
    """Ours against a floor or a peer: at most ``most`` times it, and below ``limit`` itself."""
    ratio = statistics.median(a / b for a, b in zip(ours, others, strict=True))
    middle = statistics.median(ours)
    goal = f"{most:.2f}"
    if limit is not None:
        goal += f", {shown(limit, unit)}"
    met = ratio <= most and (limit is None or middle < limit)
    other = shown(statistics.median(others), unit)
    return Line(name, shown(middle, unit), other, ratio, goal, met)


def below(
    name: str, values: Sequence[float], limit: float, unit: tuple[str, float] = MILLISECONDS
) -> Line:
    """A time that has a limit and no peer."""
    middle = statistics.median(values)
    return Line(name, shown(middle, unit), goal=shown(limit, unit), met=middle < limit)


def shown(value: float, unit: tuple[str, float]) -> str:
    name, factor = unit
    number = value * factor
    return f"{number:.{2 if number < 10 else 1 if number < 100 else 0}f} {name}"


def p95(values: Sequence[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]


def table(lines: Sequence[Line]) -> str:
    heads = ("what", "ours", "floor or peer", "ratio", "goal", "")
    rows = [heads]
    for line in lines:
        ratio = "" if line.ratio is None else f"{line.ratio:.2f}"
        word = line.note if line.met is None else ("met" if line.met else "not met")
        rows.append((line.name, line.ours, line.other, ratio, line.goal, word))
    widths = [max(len(row[at]) for row in rows) for at in range(len(heads) - 1)]
    return "\n".join(
        "  ".join([
            row[0].ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(row[1:-1], widths[1:], strict=True)),
            row[-1],
        ]).rstrip()
        for row in rows
    )  # fmt: skip


# -- processes ------------------------------------------------------------------------


def environment(home: Path | None = None) -> dict[str, str]:
    """Ours without what would change the program; ``home``: its profile."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MH_TUI_", "TEXTUAL"))}
    return kept | {"PYTHONPATH": str(ROOT)} | ({} if home is None else {"MH_TUI_HOME": str(home)})


def worked(*arguments: str | Path) -> dict[str, Any]:
    """One measurement of ``tests.bench.work`` in a process of its own."""
    if hasattr(os, "sync"):
        os.sync()  # what was copied before is not to be written during this run
    command = [sys.executable, "-m", "tests.bench.work", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, check=False, cwd=ROOT, env=environment())
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def spent(command: Sequence[str], home: Path | None = None) -> float:
    """Seconds from start to end of a process that must succeed."""
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False, env=environment(home))
    seconds = time.perf_counter() - began
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    return seconds
