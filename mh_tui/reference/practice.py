"""Fourteen invented cases to learn with, each with what a careful reader would tick.

- All people, companies, addresses and numbers in them are invented.
- What is expected follows from the advice rule and the route; the tests hold both to it.
- Every indicator that a case holds rests on words that stand in its story, in both languages.
- A choice is a decision of a focal point or a coordinator; where it is a step of the route, its
  options are legal steps for that role, and the right one lies on the path of the case.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

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
class Clue:
    """An indicator (``id``) and the words of the story that it rests on."""

    id: str
    quote_nl: str
    quote_en: str

    quote = Shown()


@value
class Option:
    """``id``: where the choice stands in the route, the state to go to; it is named there."""

    id: str
    label_nl: str = ""
    label_en: str = ""

    label = Shown()


@value
class Choice:
    """A decision for ``app_roles``. ``at``: the state it is taken in, or "" outside the route."""

    id: str
    app_roles: tuple[str, ...]
    at: str = ""
    question_nl: str
    question_en: str
    options: Mapping[str, Option]
    right: str
    why_nl: str
    why_en: str

    question = Shown()
    why = Shown()


@value
class Case:
    """``setting``: place and situation, without the answer. ``also``: what the story holds too
    and nobody has to see. ``distractor``: what looks like an indicator and is none.
    ``expected_path``: states in order.
    """

    id: str
    title_nl: str
    title_en: str
    setting_nl: str
    setting_en: str
    story_nl: str
    story_en: str
    municipality: str
    context: str
    reporter_role: str
    minor_possible: bool
    acute_answer: str
    acute_why_nl: str
    acute_why_en: str
    expected_indicators: tuple[str, ...]
    acute_prompt_expected: bool
    expected_forms: tuple[str, ...]
    expected_advice: str
    expected_path: tuple[str, ...]
    partners: tuple[str, ...]
    why_nl: str
    why_en: str
    distractor_nl: str
    distractor_en: str
    next_nl: str
    next_en: str
    learn_nl: str
    learn_en: str
    clues: Mapping[str, Clue] = named("clue")
    also: Mapping[str, Clue] = MappingProxyType({})
    choices: Mapping[str, Choice] = named("choice")

    title = Shown()
    setting = Shown()
    story = Shown()
    acute_why = Shown()
    why = Shown()
    distractor = Shown()
    next = Shown()
    learn = Shown()


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
        _check_clues(case, at)
        for choice in case.choices.values():
            _check_choice(case, choice, at.at(f"choice.{choice.id}"))


def _check_clues(case: Case, at: Where) -> None:
    """The expected indicators, in order, and more; each resting on words of the story."""
    if tuple(case.clues) != case.expected_indicators:
        raise at.broken("unknown_id", "clue")
    check_ids(indicators().indicator, case.also, at, "also")
    for key, clues in (("clue", case.clues), ("also", case.also)):
        for clue in clues.values():
            for quote, story in ((clue.quote_nl, case.story_nl), (clue.quote_en, case.story_en)):
                if quote not in story:
                    raise at.at(f"{key}.{clue.id}").broken("not_in_story", "quote")
    if set(case.clues) & set(case.also):
        raise at.broken("duplicate_id", "also")


def _check_choice(case: Case, choice: Choice, at: Where) -> None:
    check_ids(roles().app_roles, choice.app_roles, at, "app_roles")
    if choice.right not in choice.options:
        raise at.broken("unknown_id", "right")
    if not choice.at:
        for option in choice.options.values():
            if not option.label_nl:
                raise at.at(f"options.{option.id}").broken("missing_key", "label_nl")
        return
    steps = {one.to: one for one in route().steps_from(choice.at)}
    check_ids(steps, choice.options, at, "options")
    if (choice.at, choice.right) not in pairwise(case.expected_path):
        raise at.broken("unknown_id", "right")
    may = {role for one in steps[choice.right].actors for role in route().actors[one].app_roles}
    check_ids(may, choice.app_roles, at, "app_roles")


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
