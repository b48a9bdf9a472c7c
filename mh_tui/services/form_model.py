"""The form of a signal as data, and what a half-filled form looks like: pure values.

- Pages in order, each with the condition under which it is asked (skip logic is data).
- Everything that is not on a page is a section, added from the review by one letter.
- ``form_view`` turns a draft into what a screen shows; it asks no clock and no database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from mh_tui.language import N_, _, ngettext
from mh_tui.reference.indicators import indicators
from mh_tui.services import content_text, moments
from mh_tui.services.questions import (
    CHOICE,
    FLAG,
    MANY,
    MOMENT,
    PARTIES,
    SECTION,
    SECTIONS,
    Question,
    Section,
)
from mh_tui.signals import bsn, record
from mh_tui.signals.advice import Advice, advise, asks_acute, rests_on_something

Signal = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the entry; asked where ``only_if`` holds for the signal and the office.

    ``title``: msgid. ``key``: the field it fills.
    """

    id: str
    title: str
    key: str
    only_if: Callable[[Signal, bool], bool] = lambda signal, several: True


PAGES: tuple[Page, ...] = (
    Page("acute", N_("Immediate danger"), "acute"),
    Page("call", N_("The call"), "call", lambda signal, _several: signal.get("acute") == "ja"),
    Page("context", N_("Where are you"), "context"),
    Page("municipality", N_("Municipality"), "municipality", lambda _signal, several: several),
    Page("indicators", N_("What do you recognise"), "indicators"),
    Page("seen", N_("What you saw"), "narrative"),
    Page("review", N_("Check"), ""),
)
OLD = timedelta(hours=1)
"""From here on it is asked whether the time still holds."""
COUNTED = ("context", "indicators", "seen")
"""The pages that the header counts."""


# -- the way through ------------------------------------------------------------------


def pages(signal: Signal, *, several: bool) -> list[str]:
    """The pages asked for this signal; ``several``: the office has not just one municipality."""
    return [page.id for page in PAGES if page.only_if(signal, several)]


def step(signal: Signal, page: str, by: int, *, several: bool) -> str:
    """The page before (-1) or after (1) this one; the ends stay."""
    asked = pages(signal, several=several)
    at = asked.index(page) if page in asked else 0
    return asked[min(max(0, at + by), len(asked) - 1)]


# -- what a screen shows --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """A line of the review. ``to``: the page or section that changes it. ``open``: still asked."""

    to: str
    label: str
    text: str
    open: bool = False


@dataclass(frozen=True, slots=True)
class FormView:
    """A half-filled form as it is shown.

    ``seen_before``: the time that stands there, where it is more than an hour ago.
    """

    answers: tuple[Answer, ...]
    addable: tuple[Section, ...]
    advice: Advice
    numbers: tuple[str, ...]
    missing: tuple[str, ...]
    ask_minor: bool
    minor: bool
    ask_acute_again: bool
    nobody_called: bool
    seen_before: str
    no_words: bool


def form_view(
    signal: Signal, *, several: bool = False, not_bsn: bool = False, now: datetime | None = None
) -> FormView:
    """``now``: what stands for the time where none was given; ``several``: see ``pages``."""
    about_minor = _about_minor(signal)
    return FormView(
        answers=tuple(_answers(signal, several=several, now=now)),
        addable=tuple(one for one in SECTIONS if not _filled(signal, one) and one.id != "time"),
        advice=advise(signal),
        numbers=() if not_bsn else tuple(record.bsn_fields(signal)),
        missing=tuple(_missing(signal, several=several)),
        ask_minor=about_minor and not signal.get("minor_possible"),
        minor=about_minor or _said_minor(signal),
        ask_acute_again=signal.get("acute") == "nee" and asks_acute(signal.get("indicators") or ()),
        nobody_called=record.nobody_called(signal),
        seen_before=_seen_before(signal, now),
        no_words=not str(signal.get("narrative") or "").strip(),
    )


def not_called() -> str:
    """Danger, and nobody called: what every page says as long as that is so."""
    return _("Nobody has called yet. Call 112 if there is still danger.")


def has_number(text: str) -> bool:
    """Whether a text holds what may be a BSN."""
    return bool(bsn.find(text))


def _seen_before(signal: Signal, now: datetime | None) -> str:
    try:
        seen = datetime.fromisoformat(str(signal.get("observed_at") or ""))
    except ValueError:
        return ""
    return moments.moment_text(seen.isoformat()) if now is not None and now - seen > OLD else ""


def says_something(signal: Signal) -> bool:
    """Words, an indicator or a feeling: one of the three is enough."""
    return any(signal.get(key) for key in ("narrative", "indicators", "gut_feeling"))


def _missing(signal: Signal, *, several: bool) -> list[str]:
    """Pages that must be answered before the signal can go."""
    needed = [page for page in ("acute", "context") if not signal.get(page)]
    if several and not signal.get("municipality"):
        needed.append("municipality")
    if not says_something(signal):
        needed.append("seen")
    return needed


def _about_minor(signal: Signal) -> bool:
    known = indicators().indicator
    return any(one in known and known[one].minor for one in signal.get("indicators") or ())


def _said_minor(signal: Signal) -> bool:
    people = signal.get("persons") or ()
    return signal.get("minor_possible") == "yes" or any(one.get("minor") == "yes" for one in people)


def _filled(signal: Signal, section: Section) -> bool:
    if section.key:
        return bool(signal.get(section.key))
    return any(signal.get(question.path) for question in section.questions)


def _answers(signal: Signal, *, several: bool, now: datetime | None) -> list[Answer]:
    found = [_acute_line(signal)]
    if signal.get("acute") == "ja":
        found.append(_call_line(signal))
    found += [
        _where_line(signal, several=several, now=now),
        _ticked_line(signal),
        _seen_line(signal),
    ]
    if _about_minor(signal) and not signal.get("minor_possible"):
        found.append(Answer("minor", _(SECTION["minor"].label), _("not answered yet"), open=True))
    for section in SECTIONS:
        if section.id != "time" and _filled(signal, section):
            found.append(Answer(section.id, _(section.label), summary(signal, section)))
    return found


def _acute_line(signal: Signal) -> Answer:
    code = signal.get("acute")
    label = indicators().acute.answer[code].label.lower() if code else _("not answered yet")
    return Answer("acute", _("Immediate danger"), label, open=not code)


def _call_line(signal: Signal) -> Answer:
    call = signal.get("call") or {}
    if record.nobody_called(signal):
        text = _("nobody has called yet")
        if call.get("none_because"):
            text = _("not called: {reason}").format(reason=call["none_because"])
        return Answer("call", _("The call"), text, open=True)
    party = PARTIES().get(call["party"], call["party"])
    reference = [call["reference"]] if call.get("reference") else []
    text = ", ".join([party, moments.moment_text(call["at"]), *reference])
    return Answer("call", _("The call"), text)


def _where_line(signal: Signal, *, several: bool, now: datetime | None) -> Answer:
    context = signal.get("context")
    known = indicators().contexts
    parts = [known[context].label if context and context in known else _("not answered yet")]
    written = signal.get("observed_at") or (now.isoformat(timespec="minutes") if now else "")
    parts += [moments.moment_text(written)] if written else []
    place = signal.get("municipality") or (_("municipality not filled in") if several else "")
    parts += [place] if place else []
    open_ = not context or (several and not signal.get("municipality"))
    return Answer("context", _("Where"), ", ".join(parts), open=open_)


def _ticked_line(signal: Signal) -> Answer:
    count = len(signal.get("indicators") or ())
    level = f" · {_level(signal)}" if rests_on_something(signal) else ""
    ticked = (
        ngettext("{count} indicator", "{count} indicators", count).format(count=count)
        if count
        else _("no indicators")
    )
    return Answer("indicators", _("Recognised"), f"{ticked}{level}")


def _level(signal: Signal) -> str:
    return indicators().advice.levels[advise(signal).level].label


def _seen_line(signal: Signal) -> Answer:
    text = str(signal.get("narrative") or "")
    if text.strip():
        return Answer("seen", _("What you saw"), " ".join(text.split()))
    if signal.get("gut_feeling"):
        return Answer("seen", _("What you saw"), _("gut feeling, no words yet"))
    needed = not signal.get("indicators")
    return Answer("seen", _("What you saw"), _("nothing written"), open=needed)


def summary(signal: Signal, section: Section) -> str:
    """One line of what a section holds."""
    value: Any = signal.get(section.key) if section.key else signal
    text = _WRITTEN_OUT.get(section.key, lambda one: _group(section.questions, one))
    return "; ".join(filter(None, map(text, (value or ()) if section.many else [value or {}])))


_WRITTEN_OUT: Mapping[str, Callable[[Signal], str]] = {
    "place": content_text.place_text,
    "persons": content_text.person_text,
    "organisations": content_text.company_text,
    "vehicles": content_text.vehicle_text,
}
"""Groups whose values stand together as a person writes them."""


def _group(questions: Sequence[Question], group: Signal) -> str:
    parts = []
    for question in questions:
        value = group.get(question.path)
        if value in (None, "", [], False):
            continue
        parts.append(shown_value(question, value))
    return ", ".join(parts)


def shown_value(question: Question, value: Any) -> str:
    """An answer as a person reads it."""
    if question.kind == CHOICE:
        return question.options().get(value, str(value))
    if question.kind == MANY:
        options = question.options()
        return ", ".join(options.get(one, one) for one in value)
    if question.kind == FLAG:
        return _("wants to hear what became of it") if value else ""
    if question.kind == MOMENT:
        return moments.moment_text(value)
    return str(value)
