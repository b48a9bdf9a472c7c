"""The advice to a person who ticked indicators: a level and its reasons, never a score.

- The rule is data (indicators.toml, ``advice.level``); this module only evaluates it.
- Input comes from people alone: ticked indicators, the acute answer, the answer about minors.
- An answer never lowers a level, and no level ever stops someone from reporting (R6, R10).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mh_tui.reference.indicators import Condition, Indicator, Indicators, indicators


@dataclass(frozen=True, slots=True)
class Advice:
    """``level``: id of the level; ``why``: ids of the indicators that led to it, as ticked.

    ``reasons``: which conditions of the level hold, as places in its ``any_of``.
    """

    level: str
    why: tuple[str, ...]
    reasons: tuple[int, ...]

    def texts(self, data: Indicators | None = None) -> tuple[str, ...]:
        """The reasons in the chosen language."""
        known = (data or indicators()).advice.levels[self.level].reasons
        return tuple(known[n] for n in self.reasons)


def advise(signal: Mapping[str, Any], data: Indicators | None = None) -> Advice:
    """The advice for a signal in the JSON shape of CLI.md.

    An indicator that this reference does not know (from a newer one) is not counted.
    """
    data = data or indicators()
    ticked = tuple(
        data.indicator[one]
        for one in dict.fromkeys(signal.get("indicators") or ())
        if one in data.indicator
    )
    facts = _Facts(
        ticked=ticked,
        strengths=Counter(data.strengths[one.strength].code for one in ticked),
        person_minor=_person_minor(signal),
        acute=signal.get("acute"),
    )
    for level in sorted(data.advice.levels.values(), key=lambda one: -one.order):
        held = tuple(n for n, condition in enumerate(level.any_of) if facts.meet(condition))
        if held:
            counted = [_counted(level.any_of[n], one, data) for n in held for one in ticked]
            per_indicator = [counted[n :: len(ticked)] for n in range(len(ticked))]
            why = tuple(
                one.id for one, hits in zip(ticked, per_indicator, strict=True) if any(hits)
            )
            return Advice(level.id, why, held)
    raise ValueError("the lowest level always applies")


def rests_on_something(signal: Mapping[str, Any], data: Indicators | None = None) -> bool:
    """Whether anything was answered that an advice can rest on; else it would only seem one."""
    data = data or indicators()
    level = data.advice.levels[advise(signal, data).level]
    return bool(level.order or signal.get("indicators") or signal.get("gut_feeling"))


def asks_acute(ticked: Iterable[str], data: Indicators | None = None) -> bool:
    """Whether one of these indicators asks the acute question at once; it never answers it."""
    known = (data or indicators()).indicator
    return any(one in known and known[one].acute_prompt for one in ticked)


@dataclass(frozen=True, slots=True)
class _Facts:
    ticked: tuple[Indicator, ...]
    strengths: Counter[str]
    person_minor: bool
    acute: str | None

    def meet(self, condition: Condition) -> bool:
        """Whether every key of the condition holds."""
        about_minor = any(one.minor for one in self.ticked)
        return (
            all(self.strengths[code] >= n for code, n in condition.minima())
            and condition.indicator_minor in (None, about_minor)
            and condition.person_minor in (None, self.person_minor)
            and condition.acute_answer in (None, self.acute)
        )


def _person_minor(signal: Mapping[str, Any]) -> bool:
    """Someone said yes for the signal or for a person in it; "unknown" is not yes."""
    return signal.get("minor_possible") == "yes" or any(
        person.get("minor") == "yes" for person in signal.get("persons") or ()
    )


def _counted(condition: Condition, indicator: Indicator, data: Indicators) -> bool:
    """Whether the condition counted this indicator."""
    strength = data.strengths[indicator.strength].code
    return strength in dict(condition.minima()) or (
        condition.indicator_minor is True and indicator.minor
    )
