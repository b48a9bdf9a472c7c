"""The shelter guide: questions that lead to whom to call; no legal advice and no decision.

- Answers are never kept (``meta.stored``), and no shelter address exists anywhere (rule R12).
- Every question can be reached and no path goes round: the guide always ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from mh_tui.reference import loading
from mh_tui.reference.partners import partners
from mh_tui.reference.shape import Shown, ShownList, Where, check_basis, check_ids, named, value

FILE = "shelter_guide.toml"


@value
class Meta:
    schema: str
    version: str
    start: str
    stored: bool
    disclaimer_nl: str
    disclaimer_en: str
    privacy_nl: str
    privacy_en: str
    responsible_nl: str
    responsible_en: str
    responsible_partner: str
    basis: tuple[str, ...]
    source: tuple[str, ...]

    disclaimer = Shown()
    privacy = Shown()
    responsible = Shown()


@value
class Answer:
    """``next``: the id of a question or of an outcome."""

    id: str
    label_nl: str
    label_en: str
    next: str

    label = Shown()


@value
class Question:
    id: str
    text_nl: str
    text_en: str
    help_nl: str = ""
    help_en: str = ""
    answers: Mapping[str, Answer]
    basis: tuple[str, ...]
    source: tuple[str, ...]

    text = Shown()
    help = Shown()


@value
class Legal:
    id: str
    label_nl: str
    label_en: str
    verify: bool = False

    label = Shown()


@value
class Outcome:
    """``contacts``: partners in the order to call; ``then``: the question to go on with."""

    id: str
    title_nl: str
    title_en: str
    text_nl: str
    text_en: str
    contacts: tuple[str, ...]
    rights_nl: tuple[str, ...]
    rights_en: tuple[str, ...]
    legal: tuple[str, ...]
    facts: tuple[str, ...]
    then: str = ""
    basis: tuple[str, ...]
    source: tuple[str, ...]
    verify: bool = False

    title = Shown()
    text = Shown()
    rights = ShownList()


@value
class Fact:
    """``show`` false: for who maintains the data, not for the person at the screen."""

    id: str
    show: bool
    text_nl: str
    text_en: str
    basis: tuple[str, ...]
    source: tuple[str, ...]
    verify: bool = False

    text = Shown()


@value
class Shelter:
    meta: Meta
    questions: Mapping[str, Question] = named("question")
    legal: Mapping[str, Legal]
    outcomes: Mapping[str, Outcome] = named("outcome")
    facts: Mapping[str, Fact] = named("fact")


def check(data: Shelter) -> None:
    """Every id resolves, all is reachable, nothing goes round; else ``ReferenceBroken``."""
    root = Where(FILE)
    check_basis(data.meta.basis, data.meta.source, root.at("meta"))
    check_ids(partners().partners, (data.meta.responsible_partner,), root.at("meta"), "partner")
    if data.meta.start not in data.questions:
        raise root.at("meta").broken("unknown_id", "start")
    for question in data.questions.values():
        at = root.at(f"question.{question.id}")
        check_basis(question.basis, question.source, at)
        for answer in question.answers.values():
            if answer.next not in data.questions and answer.next not in data.outcomes:
                raise at.broken("unknown_id", f"answers.{answer.id}.next")
    for outcome in data.outcomes.values():
        _check_outcome(data, outcome, root.at(f"outcome.{outcome.id}"))
    for fact in data.facts.values():
        check_basis(fact.basis, fact.source, root.at(f"fact.{fact.id}"))
    _check_paths(data, root)


def _check_outcome(data: Shelter, outcome: Outcome, at: Where) -> None:
    check_basis(outcome.basis, outcome.source, at)
    check_ids(partners().partners, outcome.contacts, at, "contacts")
    if outcome.then and outcome.then not in data.questions:
        raise at.broken("unknown_id", "then")
    if any(one not in data.legal for one in outcome.legal):
        raise at.broken("unknown_id", "legal")
    if any(one not in data.facts for one in outcome.facts):
        raise at.broken("unknown_id", "facts")


def _check_paths(data: Shelter, root: Where) -> None:
    reached: set[str] = set()

    def follow(place: str, path: tuple[str, ...]) -> None:
        if place in path:
            raise root.at("question").broken("cycle", place)
        reached.add(place)
        for onward in _onward(data, place):
            follow(onward, (*path, place))

    follow(data.meta.start, ())
    for place in (*data.questions, *data.outcomes):
        if place not in reached:
            raise root.broken("unreachable", place)


def _onward(data: Shelter, place: str) -> tuple[str, ...]:
    if place in data.questions:
        return tuple(answer.next for answer in data.questions[place].answers.values())
    then = data.outcomes[place].then
    return (then,) if then else ()


def load(path: Path | None = None, *, pinned: bool = True) -> Shelter:
    """The guide of the release, or another file with ``pinned=False``."""
    return loading.load(Shelter, FILE, check, path, pinned)


@cache
def shelter() -> Shelter:
    return load()
