"""Messages about signals, as a person reads them: unread first, each with how its signal went.

- A message stands with its signal: recorded, sent, received, each step, answer, read.
- Who waits beyond the term gets a reminder; it is no message and cannot be answered.
- Learning points stay: they are shown where the next signal of that kind is made.
- A reporter meets own signals only (rules R13, R14).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from mh_tui.errors import InvalidInput
from mh_tui.journal import clock, kinds, parsing
from mh_tui.journal.entry import LOCAL, StreamKey
from mh_tui.language import N_, _, current
from mh_tui.projection import fold, listing
from mh_tui.projection.listing import Filter, InboxLine, Line
from mh_tui.services import dossier_view, feedback, labels, reading
from mh_tui.services.session import READERS, REPORTER, Session
from mh_tui.signals import signal_id

if TYPE_CHECKING:
    from sqlalchemy import Connection

MOST = 200
"""Messages that the screen lists; the unread come first."""
REMINDERS = 20
POINTS = 3
"""Learning points that are shown for one context."""
QUESTION, LEARNING_POINT = "vraag", "leerpunt"
HELPED, MORE = "helped", "more"
QUICK: Mapping[str, str] = {
    HELPED: N_("This helped me. Thank you."),
    MORE: N_("I know more about this. Please contact me."),
}
"""Replies of one key: code -> msgid of the text that is sent."""
_EXPORT = next(kind.number for kind in kinds.KINDS if kind.name == "export.done")


@dataclass(frozen=True, slots=True)
class Letter:
    """A line of the list. ``n`` None: a reminder. Times in ms; ``due`` of a reminder.

    ``created``, ``context`` tell which signal it is about; ``name``: the other office; ``open``: a
    question that still waits for an answer.
    """

    n: int | None
    signal: str
    office: bytes
    name: str
    outcome: str | None
    text: str
    at: int
    read: bool
    answered: bool
    created: int
    context: str
    due: int | None = None
    open: bool = False

    @property
    def key(self) -> str:
        return f"n{self.n}" if self.n is not None else f"late:{self.signal}"


@dataclass(frozen=True, slots=True)
class Step:
    """A point of the timeline; ``what`` as the fold names it, ``detail`` a code of it."""

    at: int
    what: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A message to or from the other office about this signal."""

    at: int
    ours: bool
    outcome: str | None
    text: str
    digest: bytes = b""


@dataclass(frozen=True, slots=True)
class Story:
    """How a signal went, oldest first, and all that was said about it."""

    steps: tuple[Step, ...] = ()
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """Everything that the inbox shows. ``reporter``: this user reports and does not handle."""

    letters: tuple[Letter, ...] = ()
    reporter: bool = False
    unread: int = 0
    rolled_back: bool = field(default=False)


def box(session: Session, *, now: int | None = None) -> Box:
    """What is unread, what was asked, reminders; then what was read. ``now``: ms UTC."""
    session.require(READERS)
    lines = feedback.inbox(session, everything=True, limit=MOST)
    unread = len(feedback.inbox(session))
    reporter = session.person.role == REPORTER
    late = _late(session, now or clock.wall_ms()) if reporter else []
    with session.read() as connection:
        trust = session.trust(connection)
        letters = [_letter(session, connection, trust, line) for line in lines]
    first = sorted((one for one in letters if not one.read), key=lambda one: not one.open)
    first += [one for one in letters if one.read and one.open]
    rest = [one for one in letters if one.read and not one.open]
    return Box((*first, *late, *rest), reporter, unread, session.rolled_back)


def _letter(session: Session, connection: Connection, trust: Any, line: InboxLine) -> Letter:
    device = trust.of_office(line.office)
    about = copy_of(session, connection, line)
    return Letter(
        n=line.n,
        signal=signal_id.show(line.subject),
        office=line.office,
        name=device.name if device is not None else line.office.hex()[:8],
        outcome=line.outcome,
        text=line.text,
        at=line.at,
        read=line.read,
        answered=line.outcome == QUESTION and _is_answered(session, connection, line),
        created=about.created if about is not None else line.at,
        context=about.context if about is not None else "",
        open=line.open,
    )


def question(session: Session, signal: str) -> int | None:
    """The number of the question about this signal that waits for an answer, the newest."""
    for line in feedback.inbox(session, asked=True):
        if line.open and signal_id.show(line.subject) == signal:
            return line.n
    return None


def office_of(session: Session, message: InboxLine) -> str:
    """Name and kind of the office that a message came from: an answer to it goes there."""
    with session.read() as connection:
        device = session.trust(connection).of_office(message.office)
    return dossier_view.office_name(device) or message.office.hex()[:8]


def copy_of(session: Session, connection: Connection, message: InboxLine) -> Line | None:
    """The copy that a message is about: its office's, our own, or any other."""
    lines = list(listing.copies(connection, message.subject, message.subject))
    for wanted in (message.office, session.me.office):
        for line in lines:
            if line.sender == wanted:
                return line
    return lines[0] if lines else None


def _is_answered(session: Session, connection: Connection, line: InboxLine) -> bool:
    number = session.journal.subject_number(connection, line.subject)
    folded = reading.folded(session, connection, number)
    return any(_answers(message, line.digest) for message in folded.messages)


def _answers(message: fold.Message, digest: bytes) -> bool:
    fields = message.item.fields or {}
    return not message.incoming and message.outcome is None and fields.get("item") == digest.hex()


def _late(session: Session, now: int) -> Iterator[Letter]:
    """Own signals to which no answer came in time."""
    lines, _next = reading.page(session, Filter(overdue_at=now), limit=REMINDERS, mine=True)
    for line in lines:
        yield Letter(
            n=None,
            signal=signal_id.show(line.subject),
            office=b"",
            name="",
            outcome=None,
            text="",
            at=line.due or now,
            read=True,
            answered=False,
            created=line.created,
            context=line.context,
            due=line.due,
        )


# -- one signal -----------------------------------------------------------------------


def story(session: Session, letter: Letter) -> Story:
    """How the signal of this message went; empty where it is no longer here."""
    session.require(READERS)
    with session.read() as connection:
        try:
            found = reading.find(
                session,
                connection,
                letter.signal,
                lambda line: line.sender == (letter.office or session.me.office),
            )
        except InvalidInput:
            return Story()
        sent = _sent_at(session, connection, found)
    return Story(tuple(_steps(found, sent)), tuple(_said(found, letter, session)))


_SHOWN = frozenset(
    {"recorded", "handed_on", "received", "state", "feedback", "reply", "read", "withdrawn"}
)


_RANKS = ("recorded", "handed_on", "sent", "received")


def _steps(found: reading.Found, sent: int | None) -> Iterator[Step]:
    """In order, each once where it says the same again."""
    events = [Step(e.at, e.what, e.detail) for e in found.copy.events if e.what in _SHOWN]
    if sent is not None:
        events = [one for one in events if one.what != "handed_on"]
        events.append(Step(sent, "sent"))
    said: set[tuple[str, str]] = set()
    for step in sorted(_not_before(events), key=_in_order):
        # received by their receipt, and the state 'received' that they gave it: one step
        same = ("received", "") if step.detail == fold.ARRIVED else (step.what, step.detail)
        if same in said or same == ("state", fold.ANSWERED):
            continue  # the answer itself stands beside its state
        if step.what != "reply":
            said.add(same)
        yield step


def _not_before(events: Iterable[Step]) -> list[Step]:
    """A receipt that came along with an answer came before it."""
    events = list(events)
    told = min((one.at for one in events if one.what in ("state", "feedback")), default=None)
    return [
        replace(one, at=min(one.at, told)) if told is not None and one.what == "received" else one
        for one in events
    ]


def _in_order(step: Step) -> tuple[int, int]:
    rank = _RANKS.index(step.what) if step.what in _RANKS else len(_RANKS)
    return step.at, rank


def _said(found: reading.Found, letter: Letter, session: Session) -> Iterator[Said]:
    for message in found.folded.messages:
        if not letter.office or message.peer == letter.office:
            yield Said(
                message.item.at,
                not message.incoming,
                message.outcome,
                message.text,
                message.item.digest,
            )


def _sent_at(session: Session, connection: Connection, found: reading.Found) -> int | None:
    """When the handing on of our own signal first left this machine in a bundle, ms."""
    if found.copy.profile != fold.OWN:
        return None
    items = [one.item for one in found.folded.handed.values() if one.item.device]
    stream = session.journal.stream(connection, StreamKey(session.me.device, LOCAL))
    if not items or stream is None:
        return None
    rows = connection.exec_driver_sql(
        "SELECT time, body FROM entry WHERE id BETWEEN ? AND ? AND kind=? AND body IS NOT NULL"
        " AND time>=? ORDER BY id",
        (stream.id << 40, (stream.id + 1) << 40, _EXPORT, min(one.time for one in items)),
    )
    for time, body in rows:
        if _carries(body, items):
            return clock.to_ms(time)
    return None


def _carries(body: bytes, items: Iterable[Any]) -> bool:
    parsed = parsing.parse(body)
    if not isinstance(parsed, dict):
        return False
    wanted = {(one.device.hex(), one.audience.hex()): one.seq for one in items}
    for part in parsed["fields"]["slices"]:
        seq = wanted.get((part["device"], part["audience"]))
        if seq is not None and part["first"] <= seq <= part["last"]:
            return True
    return False


_WORDS = {
    "recorded": N_("recorded"),
    "handed_on": N_("handed on"),
    "sent": N_("sent"),
    "received": N_("received"),
    "reply": N_("reply"),
    "read": N_("answer read"),
    "withdrawn": N_("withdrawn"),
}


def step_text(step: Step) -> str:
    """A step in a few words, in the language of this moment."""
    if step.what == "state":
        return labels.state(step.detail)
    if step.what == "feedback":
        return labels.outcome(step.detail).lower()
    if step.what == "handed_on" and step.detail:
        return f"{_(_WORDS[step.what])} ({labels.profile(step.detail).lower()})"
    return _(_WORDS[step.what])


def short_day(ms: int) -> str:
    """A day without its year where that is this year: 24-11, in English 24/11."""
    moment = datetime.fromtimestamp(ms / 1000).astimezone()
    if moment.year != datetime.now().astimezone().year:
        return labels.short_day(ms)
    return moment.strftime("%d/%m" if current() == "en" else "%d-%m")


def outcome_text(letter: Letter) -> str:
    """What kind of message this is."""
    if letter.n is None:
        return _("no answer yet")
    if letter.outcome == QUESTION:
        return _("Question to you")
    return labels.outcome(letter.outcome) if letter.outcome else _("Reply")


# -- answers --------------------------------------------------------------------------


def quick_reply(session: Session, letter: Letter, code: str) -> bool:
    """Send one of ``QUICK``; false where this message was answered so before."""
    assert letter.n is not None
    text = _(QUICK[code])
    if any(said.ours and said.text == text for said in story(session, letter).said):
        return False
    feedback.reply(session, letter.n, text)
    return True


def learning_points(session: Session, context: str) -> list[str]:
    """The newest learning points about signals of this context, newest first, each once."""
    session.require(READERS)
    where, values = "", list[Any]()
    if session.person.role == REPORTER:
        where, values = " AND s.author = ?", [session.person.name]
    with session.read() as connection:
        found = connection.exec_driver_sql(
            "SELECT DISTINCT i.n, i.text FROM inbox i JOIN signal s ON s.subject = i.subject"
            f" WHERE i.outcome = ? AND s.context = ? AND s.profile = 'own'{where}"
            " ORDER BY i.n DESC LIMIT 50",
            (LEARNING_POINT, context, *values),
        ).all()
    return list(dict.fromkeys(text for _n, text in found))[:POINTS]
