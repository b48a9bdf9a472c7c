"""The indicators, the contexts where they are seen, and the advice rule as data.

- Forms, contexts and levels are data: no code names one (SCHEMA.md, indicators.toml).
- The outcome is advice to a person: a level and its reasons, never a number (rule R6).
- The strength of an indicator is shown together with where that strength comes from.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from mh_tui.reference import loading
from mh_tui.reference.shape import Shown, ShownList, Where, named, value

FILE = "indicators.toml"
STRENGTHS = ("strong", "medium", "weak")
"""The codes that the keys of a condition can count."""


@value
class Meta:
    schema: str
    version: str
    language: str
    languages: tuple[str, ...]
    status_nl: str = named("status")
    status_en: str
    advisory_nl: str
    advisory_en: str
    legal_note_nl: str
    legal_note_en: str
    observe_only_nl: str
    observe_only_en: str
    minors_note_nl: str
    minors_note_en: str

    status = Shown()
    advisory = Shown()
    legal_note = Shown()
    observe_only = Shown()
    minors_note = Shown()


@value
class Labelled:
    """A code with its label: a form, a context, a category, a dimension, a strength."""

    id: str
    label_nl: str
    label_en: str
    code: str = ""

    label = Shown()


@value
class StrengthBasis:
    """Where a strength comes from; ``kind`` is one of ``source_kinds``."""

    id: str
    kind: str
    label_nl: str
    label_en: str
    note_nl: str
    note_en: str

    label = Shown()
    note = Shown()


@value
class SourceKind:
    """``verify``: show that it still has to be checked."""

    id: str
    verify: bool
    label_nl: str
    label_en: str

    label = Shown()


@value
class Source:
    id: str
    kind: str
    title_nl: str = named("title")
    title_en: str
    url: str = ""
    note_nl: str = ""
    note_en: str = ""

    title = Shown()
    note = Shown()


@value
class Condition:
    """All of what is not None must hold; a condition without any always holds."""

    min_strong: int | None = None
    min_medium: int | None = None
    min_weak: int | None = None
    indicator_minor: bool | None = None
    person_minor: bool | None = None
    acute_answer: str | None = None

    def minima(self) -> tuple[tuple[str, int], ...]:
        """Code of a strength and how many ticked indicators of exactly that strength it asks."""
        asked = zip(STRENGTHS, (self.min_strong, self.min_medium, self.min_weak), strict=True)
        return tuple((code, n) for code, n in asked if n is not None)


@value
class Level:
    """A level of advice; ``reasons`` holds one text per condition of ``any_of``."""

    id: str
    order: int
    label_nl: str
    label_en: str
    text_nl: str
    text_en: str
    any_of: tuple[Condition, ...]
    reasons_nl: tuple[str, ...]
    reasons_en: tuple[str, ...]
    when: str

    label = Shown()
    text = Shown()
    reasons = ShownList()


@value
class AdviceRule:
    levels: Mapping[str, Level] = named("level")
    rule_source_nl: str = named("rule_source")
    rule_source_en: str

    rule_source = Shown()


@value
class AcuteAnswer:
    """``show``: name of the text of ``Acute`` that goes with this answer."""

    id: str
    label_nl: str
    label_en: str
    show: str = ""

    label = Shown()


@value
class Acute:
    """The acute question; the answer of a person alone decides about the highest level."""

    question_nl: str
    question_en: str
    answers: tuple[str, ...]
    answer: Mapping[str, AcuteAnswer]
    unknown_text_nl: str
    unknown_text_en: str

    question = Shown()
    unknown_text = Shown()


@value
class Indicator:
    """``alt``: the ordinary explanation to rule out; ``acute_prompt``: ask the acute question."""

    id: str
    label_nl: str
    label_en: str
    explanation_nl: str
    explanation_en: str
    alt_nl: str
    alt_en: str
    forms: tuple[str, ...]
    contexts: tuple[str, ...]
    strength: str
    strength_basis: str
    category: str
    dimension: str
    acute_prompt: bool
    minor: bool
    source: tuple[str, ...]

    label = Shown()
    explanation = Shown()
    alt = Shown()


@value
class Indicators:
    meta: Meta
    provenance: Mapping[str, str]
    forms: Mapping[str, Labelled]
    contexts: Mapping[str, Labelled]
    categories: Mapping[str, Labelled]
    dimensions: Mapping[str, Labelled]
    strengths: Mapping[str, Labelled]
    strength_bases: Mapping[str, StrengthBasis]
    source_kinds: Mapping[str, SourceKind]
    sources: Mapping[str, Source]
    core: Mapping[str, tuple[str, ...]]
    advice: AdviceRule
    acute: Acute
    indicator: Mapping[str, Indicator]

    def chosen(self, form: str | None = None, context: str | None = None) -> tuple[Indicator, ...]:
        """Those of a form, with the general ones, that can be seen in a context; in file order."""
        return tuple(
            one
            for one in self.indicator.values()
            if (form is None or form in one.forms or GENERAL in one.forms)
            and (context is None or context in one.contexts)
        )

    def must_verify(self, indicator: Indicator) -> bool:
        """Whether the strength or a source of this indicator still has to be checked."""
        kinds = {self.strength_bases[indicator.strength_basis].kind}
        kinds |= {self.sources[source].kind for source in indicator.source}
        return any(self.source_kinds[kind].verify for kind in kinds)


GENERAL = "algemeen"
"""The form of indicators that fit every form (CLI.md, fine print)."""


def check(data: Indicators) -> None:
    """Every code and id resolves; ``ReferenceBroken`` names the first that does not."""
    root = Where(FILE)
    for one in data.indicator.values():
        _check_indicator(data, one, root.at(f"indicator.{one.id}"))
    for context, ids in data.core.items():
        at = root.at("core")
        if context not in data.contexts:
            raise at.broken("unknown_id", context)
        for one_id in ids:
            if one_id not in data.indicator or context not in data.indicator[one_id].contexts:
                raise at.broken("unknown_id", f"{context}: {one_id}")
    _check_kinds(data, root)
    _check_advice(data, root.at("advice.level"))


def _check_indicator(data: Indicators, one: Indicator, at: Where) -> None:
    known: tuple[tuple[str, Mapping[str, object], tuple[str, ...]], ...] = (
        ("forms", data.forms, one.forms),
        ("contexts", data.contexts, one.contexts),
        ("source", data.sources, one.source),
        ("strength", data.strengths, (one.strength,)),
        ("strength_basis", data.strength_bases, (one.strength_basis,)),
        ("category", data.categories, (one.category,)),
        ("dimension", data.dimensions, (one.dimension,)),
    )
    for key, codes, used in known:
        if not used or any(code not in codes for code in used):
            raise at.broken("unknown_id", key)
        if len(set(used)) != len(used):
            raise at.broken("duplicate_id", key)


def _check_kinds(data: Indicators, root: Where) -> None:
    for basis in data.strength_bases.values():
        if basis.kind not in data.source_kinds:
            raise root.at(f"strength_bases.{basis.id}").broken("unknown_id", "kind")
    for source in data.sources.values():
        if source.kind not in data.source_kinds:
            raise root.at(f"sources.{source.id}").broken("unknown_id", "kind")
    for strength in data.strengths.values():
        if strength.code not in STRENGTHS:
            raise root.at(f"strengths.{strength.id}").broken("unknown_id", "code")
    if GENERAL not in data.forms:
        raise root.at("forms").broken("missing_key", GENERAL)


def _check_advice(data: Indicators, at: Where) -> None:
    if tuple(data.acute.answer) != data.acute.answers:
        raise Where(FILE, "acute").broken("unknown_id", "answers")
    if sorted(level.order for level in data.advice.levels.values()) != list(
        range(len(data.advice.levels))
    ):
        raise at.broken("duplicate_id", "order")
    for level in data.advice.levels.values():
        if len(level.any_of) != len(level.reasons_nl):
            raise at.at(level.id).broken("unequal_length", "reasons_nl")
        for condition in level.any_of:
            answer = condition.acute_answer
            if answer is not None and answer not in data.acute.answer:
                raise at.at(level.id).broken("unknown_id", "any_of")
    if not any(not c.minima() and c.acute_answer is None for c in _lowest(data).any_of):
        raise at.broken("missing_key", "any_of")


def _lowest(data: Indicators) -> Level:
    return min(data.advice.levels.values(), key=lambda level: level.order)


def load(path: Path | None = None, *, pinned: bool = True) -> Indicators:
    """The indicators of the release, or of another file with ``pinned=False``."""
    return loading.load(Indicators, FILE, check, path, pinned)


@cache
def indicators() -> Indicators:
    return load()
