"""What home shows: what waits for this person, and how it stands with their own signals.

- Sorted by what must happen first, not by date.
- Nothing in it names a person or an address: a context, a municipality, a day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from mh_tui.errors import InvalidInput
from mh_tui.journal import clock
from mh_tui.language import N_, _, format_date, ngettext
from mh_tui.projection import fold
from mh_tui.projection.listing import Filter, InboxLine, Line
from mh_tui.reference.route import route
from mh_tui.services import (
    casework,
    counted,
    directory,
    drafting,
    feedback,
    form_draft,
    labels,
    reading,
    starting,
)
from mh_tui.services.counted import Counted, Unsent
from mh_tui.services.form_draft import HalfFilled
from mh_tui.services.messages import QUESTION, copy_of
from mh_tui.services.session import ANSWERERS, READERS, RECORDERS, REPORTER, Session
from mh_tui.signals import signal_id

DRAFT, MESSAGE, LATE, NEW, CARD = "draft", "message", "late", "new", "card"
DANGER, ASKED = "danger", "asked"
FORM, STEP = "form", "step"
ELSEWHERE = ("asked", "reply")
"""What only waits, or stands among the messages."""
MOST = 8
"""Lines of each kind that home shows; the screens behind it show all."""
MESSAGES = 3
"""Of messages fewer: they stand together in the inbox, one key away."""
BEGUN = {
    "reply": N_("Answer, begun {day}"),
    "feedback": N_("Answer, begun {day}"),
    "note": N_("Note, begun {day}"),
    "triage": N_("Assessment, begun {day}"),
    "handover": N_("Handing on, begun {day}"),
    "contact": N_("Contact, begun {day}"),
    "admit": N_("Admitting an office, begun {day}"),
    "revoke": N_("Withdrawing a device, begun {day}"),
    "colleague": N_("Adding a colleague, begun {day}"),
}
"""Forms that home lists, with what it says; the others are found again where they are made."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """``id``: a draft's number, a message's number ("": all) or a signal's id, by ``kind``.

    ``danger``: the text begins with it. ``form``, ``about``: of a half-filled form, its page and
    what that is opened with.
    """

    kind: str
    id: str
    text: str
    form: str = ""
    about: Mapping[str, Any] = field(default_factory=dict)
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Own:
    """One line about an own signal: day, context, municipality, and how it stands."""

    id: str
    text: str
    stand: str
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Worklist:
    """``unsent``: what has not left this machine, as people know it; ``unread``: messages."""

    unsent: Counted
    unread: int
    waiting: tuple[Waiting, ...]
    own: tuple[Own, ...]
    rolled_back: bool = False


def worklist(session: Session) -> Worklist:
    """All of it in a few short reads."""
    if session.person.role not in READERS:
        return Worklist(Counted(), 0, tuple(_drafts(session)), ())
    now, unsent = clock.wall_ms(), counted.unsent(session)
    messages = feedback.inbox(session, asked=True)
    own = (
        reading.page(session, Filter(), limit=MOST, mine=True)[0]
        if session.person.role in RECORDERS
        else []
    )
    at_work = session.person.role in ANSWERERS
    drafts = _drafts(session)
    asked = frozenset(one.subject for one in messages if one.open)
    waiting = [
        *(one for one in drafts if one.danger),
        *_missing_card(session),
        *(_cases(session, now) if at_work else _late(session, now)),
        *_messages(session, messages),
        *_first_steps(session),
        *(one for one in drafts if not one.danger),
    ]
    return Worklist(
        unsent=unsent.counted,
        unread=sum(not one.read for one in messages),
        waiting=tuple(waiting),
        own=tuple(_own(line, unsent, asked) for line in own),
        rolled_back=session.rolled_back,
    )


def _missing_card(session: Session) -> Iterator[Waiting]:
    """Of the focal point: without it nothing that is recorded here can go anywhere."""
    if not session.me.reports:
        return
    with session.read() as connection:
        upstream = session.trust(connection).upstream.get("melding")
    if upstream is None:
        config = starting.call_config(session)
        text = _("Admit the card of {name}: without it nothing is sent")
        if config["focal_point_phone"]:
            text = _("Admit the card of {name} (call {phone}): without it nothing is sent")
        name, phone = labels.focal_point_name(config), config["focal_point_phone"]
        yield Waiting(CARD, "", text.format(name=name, phone=phone))


def _first_steps(session: Session) -> Iterator[Waiting]:
    for one in starting.first_steps(session):
        yield Waiting(STEP, one.id, one.text, form=one.room, about=one.about)


def _cases(session: Session, now: int) -> list[Waiting]:
    """At the focal point and the coordinator: what must happen first, without what only waits.

    Replies stand among the messages already.
    """
    found: list[Waiting] = []
    for group in casework.groups(session, now=now):
        cases = [one for one in group.cases if _is_told(one)]
        found += [_case(one) for one in cases[: MOST + 1]]  # one more: home says that there are
    return found


def _is_told(case: casework.Case) -> bool:
    """A withdrawn signal only where danger was not ruled out."""
    if case.why == "withdrawn":
        return case.line.acute != "nee"
    return case.why not in ELSEWHERE


def _case(case: casework.Case) -> Waiting:
    """With danger it begins with that, at the coordinator too, who does not assess it."""
    one = _why(case)
    if one.danger or case.line.acute != fold.DANGER:
        return one
    return replace(one, text=_danger(one.text), danger=True)


def _why(case: casework.Case) -> Waiting:
    line = case.line
    number = signal_id.show(line.subject)
    if case.why == "late":
        text = _("Signal of {day}: the term was {due}")
        return Waiting(LATE, number, text.format(day=day(line.created), due=day(line.due or 0)))
    if case.why in ("unsafe", "danger"):
        sure = line.acute == fold.DANGER
        text = (
            _("Danger: signal of {day}, {context}, {municipality}")
            if sure
            else _("Danger not known: signal of {day}, {context}, {municipality}")
        )
        return Waiting(DANGER, number, _filled(text, line), danger=sure)
    if case.why == "withdrawn":
        text = _("Withdrawn by who reported it: signal of {day}, {context}, {municipality}")
        return Waiting(NEW, number, _filled(text, line))
    if case.why in ("told", "assess"):
        text = _("Signal of {day}, {context}, {municipality}")
        return Waiting(NEW, number, _filled(text, line))
    return Waiting(NEW, number, _filled(_("New signal of {day}, {context}, {municipality}"), line))


def _filled(text: str, line: Line) -> str:
    return text.format(
        day=day(line.created),
        context=labels.short_context(line.context),
        municipality=line.municipality,
    )


def _late(session: Session, now: int) -> list[Waiting]:
    """Own signals without an answer after the term."""
    lines, _next = reading.page(session, Filter(overdue_at=now), limit=MOST, mine=True)
    text = _("Signal of {day}: no answer yet, the term was {due}")
    return [
        Waiting(
            LATE,
            signal_id.show(line.subject),
            text.format(day=day(line.created), due=day(line.due or 0)),
        )
        for line in lines
    ]


def _messages(session: Session, messages: Sequence[InboxLine]) -> Iterator[Waiting]:
    """Each with its signal: what was asked, then the newest; the others in one line."""
    own = session.person.role == REPORTER
    asked = [one for one in messages if one.open][:MOST]
    shown = [*asked, *(one for one in messages if not one.open)][: max(MESSAGES, len(asked))]
    with session.read() as connection:
        for one in shown:
            about = copy_of(session, connection, one)
            kind = ASKED if one.open and one.read else MESSAGE
            yield Waiting(kind, str(one.n), _message(one, about, own=own))
    more = len(messages) - len(shown)
    if more > 0:
        text = ngettext("{count} more message", "{count} more messages", more)
        yield Waiting(MESSAGE, "", text.format(count=more))


def _message(message: InboxLine, about: Line | None, *, own: bool) -> str:
    if about is None:
        return _("Message of {day}").format(day=day(message.at))
    if message.open and message.read:
        text = _("Still to answer: question about your signal of {day}, {context}")
        to_us = _("Still to answer: question about the signal of {day}, {context}, {municipality}")
        text = text if own else to_us
    elif message.outcome == QUESTION:
        text = _("Question about your signal of {day}, {context}")
        text = text if own else _("Question about the signal of {day}, {context}, {municipality}")
    else:
        text = _("Message about your signal of {day}, {context}")
        text = text if own else _("Message about the signal of {day}, {context}, {municipality}")
    return _filled(text, about)


def begun(session: Session) -> int:
    """How many drafts and half-filled forms wait for this person."""
    forms = [one for one in form_draft.listed(session) if one.form in BEGUN]
    return len(drafting.listed(session)) + len(forms)


def _drafts(session: Session) -> list[Waiting]:
    """Signals and forms that were begun, the newest first; all, as they stand nowhere else."""
    found = [(one.updated_ms, _draft(one)) for one in drafting.listed(session)]
    found += [
        (one.updated_ms, _form(session, one))
        for one in form_draft.listed(session)
        if one.form in BEGUN
    ]
    found.sort(key=lambda one: -one[0])
    return [waiting for _saved, waiting in found]


def _form(session: Session, one: HalfFilled) -> Waiting:
    text = _(BEGUN[one.form]).format(day=moment(one.updated_ms))
    parts = [text, *_subject(session, one)]
    return Waiting(
        FORM, str(one.id), ", ".join(filter(None, parts)), form=one.form, about=one.about
    )


def _subject(session: Session, one: HalfFilled) -> tuple[str, ...]:
    """What a form is about, without a name or an address of a person."""
    if "partner" in one.about:
        return (directory.name_of(str(one.about["partner"])),)
    try:
        line = _line_of(session, one)
    except InvalidInput:  # it is no longer here
        line = None
    return (labels.short_context(line.context), line.municipality) if line is not None else ()


def _line_of(session: Session, one: HalfFilled) -> Line | None:
    """The signal, or the one that a message is about."""
    with session.read() as connection:
        if "n" in one.about:
            return copy_of(session, connection, feedback.item(session, int(one.about["n"])))
        if "signal" in one.about:
            return reading.find(session, connection, str(one.about["signal"])).line
    return None


def _draft(draft: drafting.SignalDraft) -> Waiting:
    parts = [
        _("Correction begun on {day}") if draft.amends else _("Draft of {day}"),
        labels.short_context(str(draft.signal.get("context", ""))),
        str(draft.signal.get("municipality", "")),
    ]
    text = ", ".join(part for part in parts if part).format(day=moment(draft.updated_ms))
    danger = draft.signal.get("acute") == fold.DANGER
    return Waiting(DRAFT, str(draft.id), _danger(text) if danger else text, danger=danger)


def _own(line: Line, unsent: Unsent, asked: frozenset[bytes]) -> Own:
    text = f"{day(line.created)}  {labels.short_context(line.context)}  {line.municipality}"
    danger = line.acute == fold.DANGER and line.receipt in _HERE and line.state != fold.WITHDRAWN
    return Own(
        signal_id.show(line.subject),
        _danger(text) if danger else text,
        _("a question for you") if line.subject in asked else stand(line, unsent),
        danger,
    )


_HERE = fold.RECEIPTS[: fold.RECEIVED]
"""Until it was received a reporter sees what was answered about danger; then no longer (R14)."""


def _danger(text: str) -> str:
    return _("Danger: {text}").format(text=text)


def stand(line: Line, unsent: Unsent) -> str:
    """How it stands, as a reporter may see it; first what of it did not leave yet."""
    if line.subject in unsent.changed:
        return _("not everything sent yet")
    if line.state == "ingetrokken":
        return route().states["ingetrokken"].label
    if line.receipt == "recorded":
        return _("waits to be sent")
    return route().codes["receipt"].items[line.receipt].label


def day(ms: int) -> str:
    """Today, yesterday, or the date."""
    that = datetime.fromtimestamp(ms / 1000, UTC).astimezone().date()
    passed = (datetime.now().astimezone().date() - that).days
    if passed == 0:
        return _("today")
    return _("yesterday") if passed == 1 else format_date(that)


def moment(ms: int) -> str:
    """``day`` and the time: two drafts of one day are told apart by it."""
    time = datetime.fromtimestamp(ms / 1000, UTC).astimezone().strftime("%H:%M")
    return _("{day} {time}").format(day=day(ms), time=time)
