"""Practising on invented cases: which were done, and what a look back shows.

- Nothing is recorded and nothing is sent: ticks and answers live in the page that asks them.
- What is kept is which cases a person did, as a setting of that person; it never leaves.
- A look back is a value: made of a case, an answer and ticks, without a profile or a screen.
- It compares and explains; it gives no number and no mark (rule R6).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mh_tui.language import N_, _
from mh_tui.reference.indicators import indicators
from mh_tui.reference.practice import Case, Choice, Clue, practice
from mh_tui.services import drafting
from mh_tui.services.session import Session
from mh_tui.signals.advice import advise

DONE = "practice_done"
"""The setting that holds the ids of the cases a person did, with spaces between."""


# -- which cases ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A case in the list. ``text``: place and situation, never what it is about."""

    id: str
    context: str
    text: str
    done: bool


def lines(session: Session, context: str = "") -> tuple[Line, ...]:
    """The cases of one context or of all, those of the context this person used last on top."""
    finished = done(session)
    order = drafting.contexts(session)
    cases = sorted(practice().cases.values(), key=lambda one: order.index(one.context))
    return tuple(
        Line(case.id, case.context, f"{case.municipality} · {case.setting}", case.id in finished)
        for case in cases
        if context in ("", case.context)
    )


def done(session: Session) -> frozenset[str]:
    """The cases that this person looked back on."""
    kept = session.vault.drafts.setting(session.person.name, DONE) or ""
    return frozenset(kept.split())


def mark_done(session: Session, case: str) -> None:
    """Durable when it returns."""
    finished = sorted(done(session) | {case})
    session.vault.drafts.set_setting(session.person.name, DONE, " ".join(finished))


def following(shown: Sequence[Line], case: str) -> str:
    """The next case that was not done yet, going round; the next one where all were done."""
    ids = [one.id for one in shown]
    at = ids.index(case) + 1 if case in ids else 0
    onward = [*shown[at:], *shown[:at]]
    fresh = [one.id for one in onward if not one.done and one.id != case]
    return (fresh or [one.id for one in onward] or [case])[0]


def choices(case: Case, role: str) -> tuple[Choice, ...]:
    """The decisions of this case that people with this app role take."""
    return tuple(one for one in case.choices.values() if role in one.app_roles)


# -- looking back ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Found:
    """An indicator: ``quote`` where it stood in the story, "" where it did not.

    ``ordinary``: what it can be as well. ``short``: it is on the first list of the context.
    """

    label: str
    quote: str
    ordinary: str
    short: bool


@dataclass(frozen=True, slots=True)
class Level:
    """A level of advice as people read it."""

    label: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LookBack:
    """``said``, ``expected``: answers to the acute question, and ``remark`` about the two.

    ``seen``, ``missed``: of what the case holds; ``also``: ticked, and it can be read so;
    ``beside``: ticked, and we do not read it in the story. ``missed_danger``: it holds immediate
    danger, and the answer was not yes.
    """

    said: str
    expected: str
    remark: str
    seen: tuple[Found, ...]
    missed: tuple[Found, ...]
    also: tuple[Found, ...]
    beside: tuple[Found, ...]
    own: Level
    advice: Level
    missed_danger: bool

    @property
    def same_advice(self) -> bool:
        return self.own.label == self.advice.label


_REMARKS = {
    ("ja", "ja"): N_("We read it the same way."),
    ("nee", "nee"): N_("We read it the same way."),
    ("nee", "ja"): N_("Here we would call at once."),
    ("weet_niet", "ja"): N_("Asking is good. Here we would call at once."),
    ("ja", "nee"): N_("You may always call. Here we would not call 112 yet."),
    ("weet_niet", "nee"): N_("Asking is always good. Here we would say no."),
}
"""(Answer, expected answer) -> what to say about it."""


def look_back(case: Case, acute: str, ticked: Iterable[str]) -> LookBack:
    """What this answer and these ticks come to beside what the case holds."""
    ticked = tuple(one for one in ticked if one in indicators().indicator)
    words = indicators().acute.answer
    beside = [one for one in ticked if one not in case.clues and one not in case.also]
    return LookBack(
        said=words[acute].label if acute in words else "",
        expected=words[case.acute_answer].label,
        remark=_(_REMARKS[acute, case.acute_answer]) if acute in words else "",
        seen=_found(case, case.clues, [one for one in case.clues if one in ticked]),
        missed=_found(case, case.clues, [one for one in case.clues if one not in ticked]),
        also=_found(case, case.also, [one for one in case.also if one in ticked]),
        beside=_found(case, {}, beside),
        own=_level(case, acute, ticked),
        advice=_level(case, case.acute_answer, case.expected_indicators),
        missed_danger=case.acute_answer == "ja" and acute != "ja",
    )


def _found(case: Case, clues: Mapping[str, Clue], ids: Iterable[str]) -> tuple[Found, ...]:
    known = indicators()
    core = known.core.get(case.context, ())
    return tuple(
        Found(
            label=known.indicator[one].label,
            quote=clues[one].quote if one in clues else "",
            ordinary=known.indicator[one].alt,
            short=one in core,
        )
        for one in ids
    )


def _level(case: Case, acute: str, ticked: Iterable[str]) -> Level:
    advice = advise(begun(case, acute, ticked))
    return Level(indicators().advice.levels[advice.level].label, advice.texts())


def begun(case: Case, acute: str = "", ticked: Iterable[str] = ()) -> dict[str, object]:
    """The case as a half-filled form, for the advice; what its story tells is filled in."""
    form: dict[str, object] = {"context": case.context, "indicators": list(ticked)}
    if case.minor_possible:
        form["minor_possible"] = "yes"
    return form | ({"acute": acute} if acute else {})


# -- deciding -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """An option of a decision. ``when``: when the route takes this step, "" outside the route."""

    id: str
    label: str
    when: str


def answers(choice: Choice) -> tuple[Answer, ...]:
    """The options in order, in the words of the route where they are steps of it."""
    if not choice.at:
        return tuple(Answer(one.id, one.label, "") for one in choice.options.values())
    from mh_tui.reference.route import route

    steps = {one.to: one for one in route().steps_from(choice.at)}
    return tuple(Answer(one, steps[one].label, _inside(steps[one].when)) for one in choice.options)


def _inside(sentence: str) -> str:
    """As it stands after a colon."""
    return sentence[:1].lower() + sentence[1:]


def involved(case: Case) -> tuple[str, ...]:
    """Who takes part after the report, by the short part of their name."""
    from mh_tui.reference.partners import partners

    names = (partners().partners[one].name for one in case.partners)
    return tuple(name.partition(" (")[0].partition(" - ")[0] for name in names)
