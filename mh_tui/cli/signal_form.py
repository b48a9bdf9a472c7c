"""A signal question by question: what the screens ask, on any terminal (TERMINAL.md 3).

- Danger first: who is in danger is helped by a call, not by a form.
- Three questions make a signal; everything else is added from the review by a letter.
- A person sees it whole and types 'ok'; until then nothing is recorded.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from mh_tui.cli import signal_extras, signal_text, telling
from mh_tui.cli.questions import ask, ask_moment, ask_text, choose, choose_many, say, yes_no
from mh_tui.errors import InvalidInput
from mh_tui.language import N_, _
from mh_tui.reference.indicators import Indicator, indicators

if TYPE_CHECKING:
    from mh_tui.services.session import Session

Signal = dict[str, Any]


def fill_in(session: Session) -> tuple[Signal, bool]:
    """(the checked signal, whether a person said that no number in it is a BSN)."""
    signal: Signal = {"observed_at": now().isoformat(timespec="minutes")}
    ask_acute(signal)
    ask_context(signal)
    ask_indicators(signal)
    ask_story(signal)
    _default_municipality(session, signal)
    return _review(session, signal)


def now() -> datetime:
    return datetime.now().astimezone()


# -- the three questions --------------------------------------------------------------


def ask_acute(signal: Signal) -> None:
    """The acute question, the instruction to call, and what the call brought."""
    known = indicators().acute
    labels = {key: known.answer[key].label for key in known.answers}
    signal["acute"] = choose(known.question, labels)
    signal.pop("call", None)
    if signal["acute"] == "ja":
        from mh_tui.reference.route import route

        say(route().acute.title)
        for step in route().acute.steps:
            say(step)
        _ask_call(signal)
    elif known.answer[signal["acute"]].show:
        say(known.unknown_text)


def _ask_call(signal: Signal) -> None:
    from mh_tui.reference.route import route

    if not yes_no(_("Did you call?")):
        reason = ask(_("Why not? Enter: call first, and write it down later"))
        if reason:
            signal["call"] = {"none_because": reason}
        return
    parties = route().codes["called_party"].items
    call = {
        "at": ask_moment(_("What time did you call?"), now()),
        "party": choose(_("Whom did you call?"), {key: one.label for key, one in parties.items()}),
    }
    reference = ask(_("Reference you were given, or Enter"))
    signal["call"] = call | ({"reference": reference} if reference else {})


def ask_context(signal: Signal) -> None:
    contexts = {key: one.label for key, one in indicators().contexts.items()}
    signal["context"] = choose(_("Where did you see it?"), contexts)


def ask_indicators(signal: Signal) -> None:
    """The core list of the context, or all; then the advice, as words of a person's choice."""
    known = indicators()
    core = known.core.get(signal["context"], ())
    signal["indicators"] = choose_many(
        _("What do you recognise?"),
        {one: _listed(known.indicator[one]) for one in core},
        explain=lambda one: _explained(known.indicator[one]),
        everything=lambda: {one: _listed(known.indicator[one]) for one in known.indicator},
    )
    from mh_tui.signals.advice import advise, asks_acute

    if signal["acute"] != "ja" and asks_acute(signal["indicators"]):
        say(_("You chose something that can point to immediate danger."))
        ask_acute(signal)
    advice = advise(signal)
    say(_("Advice: {label}").format(label=telling.advice(advice.level)))
    for reason in advice.texts():
        say(reason)
    say(known.meta.advisory)


def _listed(one: Indicator) -> str:
    return f"{one.label} ({indicators().strengths[one.strength].label.lower()})"


def _explained(one: Indicator) -> str:
    usual = _("Ordinary explanation: {text}").format(text=one.alt)
    return f"{one.label}\n{one.explanation}\n{usual}"


def ask_story(signal: Signal) -> None:
    """What the person saw; without indicators either words or a gut feeling."""
    while True:
        text = ask_text(_("What did you see or hear?"))
        signal.pop("gut_feeling", None)
        signal["narrative"] = text
        if text or signal["indicators"]:
            return
        if yes_no(_("Is it a gut feeling, without words for it yet?")):
            signal["gut_feeling"] = True
            return


# -- the review -----------------------------------------------------------------------


def _default_municipality(session: Session, signal: Signal) -> None:
    from mh_tui.services import recording

    own = recording.municipalities(session)
    if len(own) == 1:
        signal["municipality"] = own[0]
    else:
        signal_extras.ask_municipality(signal)


_CHANGES: dict[str, tuple[str, Callable[[Signal], None]]] = {
    "d": (N_("Immediate danger"), ask_acute),
    "w": (N_("Context"), ask_context),
    "h": (N_("Indicators"), ask_indicators),
    "z": (N_("What you saw"), ask_story),
    **signal_extras.EXTRAS,
}


def _review(session: Session, signal: Signal) -> tuple[Signal, bool]:
    """Ask for letters until 'ok'; what was shown once is not repeated unless asked for."""
    not_bsn = False
    _say_all(signal)
    _say_menu()
    while True:
        typed = ask(_("Letter, ok, stop, 'a' for the whole signal, '?' for the letters")).casefold()
        if typed == "stop":
            raise click.Abort
        if typed == "ok":
            checked, not_bsn = _checked(session, signal, not_bsn=not_bsn)
            if checked is not None:
                return checked, not_bsn
        elif typed == "a":
            _say_all(signal)
        elif typed in _CHANGES:
            _CHANGES[typed][1](signal)
        else:
            _say_menu()


def _say_all(signal: Signal) -> None:
    say(_("Check"))
    for line in signal_text.content_lines(signal):
        say(line)
    from mh_tui.services.form_model import not_called
    from mh_tui.signals.record import nobody_called

    if nobody_called(signal):
        say(not_called())


def _say_menu() -> None:
    say(_("Add or change:"))
    for key, (label, _function) in _CHANGES.items():
        say(f"{key}: {_(label)}")
    say(_("ok: record it. stop: throw it away."))


def _checked(session: Session, signal: Signal, *, not_bsn: bool) -> tuple[Signal | None, bool]:
    """The signal as it will be recorded, or None where the person has to change something."""
    from mh_tui.services import recording

    try:
        [checked] = recording.check(session, recording.as_items([signal]), not_bsn=not_bsn)
    except InvalidInput as refused:
        refused.field = telling.field_label(re.split(r"[.\[]", refused.field or "")[0])
        say(refused.message())
        if refused.code != "bsn":
            return None, not_bsn
        sure = yes_no(_("Did you check that it is not a citizen number (BSN)?"))
        return _checked(session, signal, not_bsn=True) if sure else (None, False)
    return checked, not_bsn
