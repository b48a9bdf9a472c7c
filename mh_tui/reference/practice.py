"""Fourteen invented cases to learn with, each with what a careful reader would tick.

- All people, companies, addresses and numbers in them are invented.
- What is expected follows from the advice rule and the route; the tests hold both to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path

from mh_tui.reference import loading
from mh_tui.reference.indicators import indicators
from mh_tui.reference.partners import partners
from mh_tui.reference.roles import roles
from mh_tui.reference.route import route
from mh_tui.reference.shape import Shown, Where, check_basis, check_ids, named, value

FILE = "practice_cases.toml"


@value
class Meta:
    schema: str
    version: str
    basis: tuple[str, ...]
    source: tuple[str, ...]


@value
class Case:
    """``distractor``: what looks like a signal and is none; ``expected_path``: states in order."""

    id: str
    title_nl: str
    title_en: str
    story_nl: str
    story_en: str
    municipality: str
    context: str
    reporter_role: str
    minor_possible: bool
    acute_answer: str
    expected_indicators: tuple[str, ...]
    acute_prompt_expected: bool
    expected_forms: tuple[str, ...]
    expected_advice: str
    expected_path: tuple[str, ...]
    partners: tuple[str, ...]
    distractor_nl: str
    distractor_en: str
    note_nl: str = ""
    note_en: str = ""

    title = Shown()
    story = Shown()
    distractor = Shown()
    note = Shown()


@value
class Practice:
    meta: Meta
    cases: Mapping[str, Case] = named("case")


def check(data: Practice) -> None:
    """Every code resolves and every path follows the route; else ``ReferenceBroken``."""
    root, known = Where(FILE), indicators()
    check_basis(data.meta.basis, data.meta.source, root.at("meta"))
    for case in data.cases.values():
        at = root.at(f"case.{case.id}")
        check_ids(partners().municipalities, (case.municipality,), at, "municipality")
        check_ids(known.contexts, (case.context,), at, "context")
        check_ids(roles().reporter_kinds, (case.reporter_role,), at, "reporter_role")
        check_ids(known.acute.answers, (case.acute_answer,), at, "acute_answer")
        check_ids(known.indicator, case.expected_indicators, at, "expected_indicators")
        check_ids(known.forms, case.expected_forms, at, "expected_forms")
        check_ids(known.advice.levels, (case.expected_advice,), at, "expected_advice")
        check_ids(partners().partners, case.partners, at, "partners")
        _check_path(case, at)


def _check_path(case: Case, at: Where) -> None:
    steps = {(one.from_, one.to) for one in route().transitions}
    path = case.expected_path
    if path[:1] != (route().meta.initial,):
        raise at.broken("unknown_id", "expected_path")
    for pair in pairwise(path):
        if pair not in steps:
            raise at.broken("unknown_id", "expected_path")


def load(path: Path | None = None, *, pinned: bool = True) -> Practice:
    """The cases of the release, or of another file with ``pinned=False``."""
    return loading.load(Practice, FILE, check, path, pinned)


@cache
def practice() -> Practice:
    return load()
