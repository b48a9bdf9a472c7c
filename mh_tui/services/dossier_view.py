"""A dossier as a value: the story and what it rests on, the timeline, what can be done now.

- ``load`` reads once; ``view`` makes texts of it, again when the language changes.
- The reporter's name is here only where this session can open it (rule R15).
- Steps are those that this program can take; a person decides on each (rule R7).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mh_tui.language import N_, _
from mh_tui.projection import fold
from mh_tui.services import content_text, contents, form_model, labels, reading
from mh_tui.services.content_text import Section
from mh_tui.services.session import ANSWERERS, HANDLERS, Session
from mh_tui.signals import record, signal_id

_EVENTS = {
    "recorded": N_("recorded"),
    "amended": N_("changed"),
    "received": N_("received"),
    "corrected": N_("corrected by the sender"),
    "handed_on": N_("handed on"),
    "approved": N_("handing on approved"),
    "withdrawn": N_("withdrawn"),
    "state": N_("state"),
    "feedback": N_("answer"),
    "reply": N_("reply"),
    "read": N_("answer read"),
    "forgotten": N_("content removed from this machine"),
    "note": N_("note"),
    "triaged": N_("assessed on receipt"),
}
LEAVES = frozenset({"handed_on", "feedback"})
"""Events after which something of ours must still leave this computer."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """One copy of a signal, read. ``names``: office id to the name to show."""

    id: str
    sender: bytes
    shown: Mapping[str, Any]
    copy: fold.Copy
    folded: fold.Folded
    names: Mapping[bytes, str]
    office: bytes
    role: str
    identity: bool
    second_person: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """A line of the timeline: when, what (translated), by whom, and words that belong to it."""

    at: int
    what: str
    by: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that can be done now. ``id``: triage, handover, feedback, note or choose."""

    id: str
    label: str
    asks: str


@dataclass(frozen=True, slots=True)
class DossierView:
    """All texts are in the language of the moment it was made; data in them is not yet safe.

    ``term``: the day it must have moved on, as text, or nothing.
    """

    id: str
    origin: str
    state: str
    term: str
    late: bool
    sections: tuple[Section, ...]
    timeline: tuple[Moment, ...]
    steps: tuple[Step, ...]
    changed_twice: bool
    """Whether several wordings hold at once."""
    question: str
    """What was asked about it and waits for our answer, with who asked; or nothing."""


def load(session: Session, typed_id: str, sender: bytes | None = None) -> Loaded:
    """Read one copy: that of ``sender``, or the newest. Raises what ``reading.find`` raises."""
    from mh_tui.services import setup

    session.require(ANSWERERS)
    with session.read() as connection:
        found = reading.find(
            session, connection, typed_id, lambda line: sender in (None, line.sender)
        )
        trust = session.trust(connection)
    names = {office: office_name(trust.of_office(office)) for office in trust.offices()}
    second = bool(setup.config(session)["second_person_for_export"])
    return Loaded(
        signal_id.show(found.subject),
        found.copy.sender,
        reading.signal_json(session, found),
        found.copy,
        found.folded,
        names,
        session.me.office,
        session.person.role,
        session.vault.identity is not None,
        second,
    )


def office_name(device: Any) -> str:
    """Name and kind of an office, from any of its devices."""
    return "" if device is None else f"{device.name} ({labels.office_role(device.role)})"


def view(loaded: Loaded, *, now: int) -> DossierView:
    """Everything that the screen shows. ``now``: ms UTC."""
    from mh_tui.projection import deadlines

    due = deadlines.due(loaded.copy, dict(loaded.shown))
    return DossierView(
        id=loaded.id,
        origin=_name(loaded, loaded.sender),
        state=labels.state(loaded.copy.state),
        term=labels.day(due) if due is not None else "",
        late=due is not None and due < now,
        sections=tuple(_sections(loaded)),
        timeline=tuple(_timeline(loaded)),
        steps=tuple(steps(loaded)),
        changed_twice=len(loaded.copy.heads) > 1,
        question=_question(loaded),
    )


def _name(loaded: Loaded, office: bytes) -> str:
    if office == loaded.office:
        return _("our office")
    return loaded.names.get(office) or office.hex()[:8]


# -- the left side --------------------------------------------------------------------


def _sections(loaded: Loaded) -> Iterator[Section]:
    shown = loaded.shown
    head = tuple(_head(loaded))
    if head:
        yield Section("", head)
    if loaded.copy.profile == "registratie":
        yield Section(_("For the figures"), tuple(content_text.registered(shown)))
        return
    if loaded.copy.current.content is None:
        yield Section("", (("", _("The content of this signal is no longer here.")),))
        return
    yield from content_text.sections(shown)
    if "reporter" in shown:
        yield Section(_("Reported by"), tuple(_reporter(loaded)))
    if loaded.folded.notes:
        notes = ((labels.day(one.at), (one.fields or {})["text"]) for one in loaded.folded.notes)
        yield Section(_("Notes of our office"), tuple(notes))


def _head(loaded: Loaded) -> Iterator[tuple[str, str]]:
    copy = loaded.copy
    if nobody_called(loaded):
        yield _("The call"), f"! {form_model.not_called()}"
    if copy.withdrawn is not None:
        yield _("Withdrawn because"), copy.withdrawn
    triage = loaded.folded.triage
    if triage is not None:
        yield _("On receipt"), triage_text(triage.fields or {})


def nobody_called(loaded: Loaded) -> bool:
    """There was danger, and neither the reporter nor we called; not where it is over by now."""
    triage = loaded.folded.triage
    found = (triage.fields or {}) if triage is not None else {}
    return (
        _reporter_did_not_call(loaded)
        and found.get("acute", "ja") == "ja"
        and "party" not in (found.get("call") or {})
    )


def _reporter_did_not_call(loaded: Loaded) -> bool:
    """Only where the call would have come along: most offices do not get to see it."""
    profile = loaded.copy.profile
    told = profile == fold.OWN or "call" in contents.fields_of(profile)
    return told and record.nobody_called(loaded.shown)


def triage_text(fields: Mapping[str, Any]) -> str:
    """The answers of receipt in one line."""
    parts = [_("danger now: {answer}").format(answer=labels.acute(fields["acute"]).lower())]
    if fields.get("call"):
        called = content_text.call_text(fields["call"])
        parts.append(_("called: {whom}").format(whom=called))
    elif fields["acute"] == "ja":
        parts.append(_("we did not call"))
    for key, yes, no in (
        ("task", N_("a task of the municipality"), N_("not a task of the municipality")),
        ("territory", N_("in our area"), N_("not in our area")),
    ):
        if key in fields:
            parts.append(_(yes if fields[key] else no))
    if fields.get("reason"):
        parts.append(fields["reason"])
    return "; ".join(parts)


def told(loaded: Loaded, step: str, organisation: str) -> str:
    """What the signal itself says about a question of receipt; nothing where it does not.

    ``organisation``: ours, to say of a municipality whether it is another one.
    """
    shown = loaded.shown
    found: list[str] = []
    if step == "acute" and "acute" in shown:
        found.append(labels.acute(shown["acute"]).lower())
        if shown.get("observed_at"):
            found.append(
                _("seen on {moment}").format(moment=labels.seen_moment(shown["observed_at"]))
            )
        if shown.get("call"):
            found.append(_("called: {whom}").format(whom=content_text.call_text(shown["call"])))
        elif _reporter_did_not_call(loaded):
            found.append(_("nobody has called yet"))
    elif step == "task":
        found += [labels.context(shown["context"])] if shown.get("context") else []
        found += [labels.forms(shown["forms"])] if shown.get("forms") else []
    elif step == "territory" and shown.get("municipality"):
        found.append(labels.municipality(shown["municipality"], organisation))
    return "; ".join(found)


def _reporter(loaded: Loaded) -> Iterator[tuple[str, str]]:
    reporter = loaded.shown["reporter"]
    yield _("Who"), labels.reporter_kind(reporter.get("kind", ""))
    if reporter.get("name"):
        yield _("Name"), reporter["name"]
    if reporter.get("contact"):
        yield _("Contact"), reporter["contact"]
    hidden = loaded.folded.identities and not (reporter.get("name") or reporter.get("contact"))
    if hidden:
        yield _("Name"), _("sealed: only the focal point can open it")
    wants = reporter.get("wants_feedback")
    if wants is not None:
        yield _("Wants an answer"), labels.choice("yes" if wants else "no")


# -- the timeline ---------------------------------------------------------------------


def _timeline(loaded: Loaded) -> Iterator[Moment]:
    """Newest first; the words of messages stand with their line.

    An answer that went as it was proposed is told by its outcome alone.
    """
    ready = _ready_texts()
    words = {
        message.item.at: message.text
        for message in loaded.folded.messages
        if message.incoming or message.text not in ready
    }
    for event in sorted(loaded.copy.events, key=lambda one: one.at, reverse=True):
        text = words.get(event.at, "") if event.what in ("feedback", "reply") else ""
        yield Moment(event.at, what(loaded, event), _by(loaded, event), text)


def _ready_texts() -> frozenset[str]:
    """What the program proposes as answers, in every language."""
    from mh_tui.reference.route import route

    known = route().feedback.outcomes.values()
    return frozenset(
        text
        for one in known
        for text in (one.text_nl, one.text_en, one.text_office_nl, one.text_office_en)
    )


def what(loaded: Loaded, event: fold.Event) -> str:
    """A line of the history in words."""
    text = _(_EVENTS.get(event.what, event.what))
    if not event.detail:
        return text
    if event.what == "feedback":
        # who reported it is told by the focal point alone
        to_office = loaded.role not in HANDLERS or event.office != loaded.office
        return f"{text}: {labels.outcome(event.detail, to_office=to_office)}"
    label = labels.state if event.what == "state" else labels.profile
    return f"{text}: {label(event.detail)}"


def _by(loaded: Loaded, event: fold.Event) -> str:
    return event.by if event.by is not None else _name(loaded, event.office)


# -- what can be done -----------------------------------------------------------------


def unassessed(loaded: Loaded) -> bool:
    """Whether a signal of another office is open, and nobody here asked again about danger."""
    if loaded.sender == loaded.office or loaded.copy.state not in fold.OPEN:
        return False
    return loaded.role in HANDLERS and all(one.what != "triaged" for one in loaded.copy.events)


def _asked(loaded: Loaded) -> fold.Message | None:
    """The newest question to us that waits for an answer."""
    found = [one for one in loaded.folded.messages if one.incoming and one.open]
    return max(found, key=lambda one: one.item.at, default=None)


def _question(loaded: Loaded) -> str:
    asked = _asked(loaded)
    if asked is None:
        return ""
    text = _("{office} asks: “{text}” Answer with r.")
    return text.format(office=_name(loaded, asked.peer), text=asked.text)


def steps(loaded: Loaded) -> Iterator[Step]:
    """The next acts, each with what it asks."""
    asked = _asked(loaded)
    if asked is not None:
        whom = _("the question of {office}").format(office=_name(loaded, asked.peer))
        yield Step("reply", _("Answer it"), whom)
    handler = loaded.role in HANDLERS
    ours = loaded.sender == loaded.office
    told = loaded.copy.current.content is not None
    if len(loaded.copy.heads) > 1:
        yield Step("choose", _("Compare"), _("the wordings; which one holds"))
    is_open = loaded.copy.state in fold.OPEN
    unsafe = is_open and loaded.folded.acute(loaded.copy) == fold.DANGER
    if handler and not ours and (loaded.copy.state == fold.ARRIVED or unsafe or unassessed(loaded)):
        yield Step("triage", _("Assess"), _("danger now, whose task, whose area"))
    if handler and told and loaded.copy.profile != "registratie":
        asks = (
            _("office, legal basis, fields; a second person approves")
            if loaded.second_person
            else _("office, legal basis, which fields; you approve")
        )
        yield Step("handover", _("Hand on"), asks)
    if not ours:
        above = loaded.copy.profile != "melding"
        to_whom = (
            _("outcome and text, to the office that handed it on")
            if above
            else _("outcome and text, to whoever reported it")
        )
        yield Step("feedback", _("Answer"), to_whom)
    yield Step("note", _("Note"), _("a text that stays in our office"))
