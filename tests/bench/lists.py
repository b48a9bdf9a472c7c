"""A page of a list, in every order, and a search that selects: a large profile against a small."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from tests.bench.measure import MILLISECONDS, Line, Setting, against, interleaved, worked

PAGE_LIMIT, SEARCH_LIMIT = 0.010, 0.050


def reading(setting: Setting) -> list[Line]:
    """Each in a fresh process whose caches hold only what the first read brought in."""
    sizes = setting.sizes
    large, small = setting.store.filled(sizes.huge), setting.store.filled(sizes.tenth)
    lines = []
    for what, limit in (("page", PAGE_LIMIT), ("ordered", PAGE_LIMIT), ("search", SEARCH_LIMIT)):
        ours, other = interleaved(
            sizes.rounds,
            partial(_seconds, what, large),
            partial(_seconds, what, small),
        )
        name = f"{what}, {sizes.huge:,} against {sizes.tenth:,}"
        lines.append(against(name, ours, other, 2.0, unit=MILLISECONDS, limit=limit))
    return lines


def _seconds(what: str, profile: Path) -> float:
    return float(worked(what, profile)["seconds"])
