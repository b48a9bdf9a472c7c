"""Answers: from the coordinator to the focal point to the desk, and replies back.

- Feedback goes to whom the signal came from; every step gives its own words (plan, step 7).
- What may not be in it is looked for in the text: the signal's own names, numbers, addresses.
- Reading is an entry too: the giver learns that it arrived with a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mh_tui.errors import InvalidInput, NotAllowed
from mh_tui.journal import clock
from mh_tui.journal.streams import NewEntry
from mh_tui.language import N_, _
from mh_tui.projection import fold, listing
from mh_tui.services import reading
from mh_tui.services.session import ANSWERERS, READERS, REPORTER, Session
from mh_tui.signals import bsn, signal_id
from mh_tui.signals.spelling import packed, phone_numbers, plain

REPLY_LENGTH = 2000
_PARTICLES = frozenset({"van", "der", "den", "het", "ten", "ter", "von", "und", "the"})


class ForbiddenContent(InvalidInput):
    """``detail.forbidden``: the kinds of content that may not be in an answer."""

    code = "forbidden_content"
    text = N_("{field}: this may not be in an answer: {forbidden}. Leave it out.")

    def message(self) -> str:
        kinds = [_(_FORBIDDEN[kind]) for kind in self.detail["forbidden"]]
        return _(self.text).format(field=self.field, forbidden=", ".join(kinds))


_FORBIDDEN = {
    "name": N_("a name from the signal"),
    "phone": N_("a phone number from the signal"),
    "plate": N_("a number plate from the signal"),
    "organisation": N_("a company from the signal"),
    "kvk": N_("a number in the business register (KvK)"),
    "address": N_("an address from the signal"),
    "bsn": N_("a citizen number (BSN)"),
}


@dataclass(frozen=True, slots=True)
class Given:
    """``feedback``: digest of the entry, 32 bytes; ``to``: office id."""

    feedback: bytes
    subject: bytes
    to: bytes


def give(
    session: Session, typed_id: str, *, outcome: str, to: str | None = None, text: str | None = None
) -> Given:
    """Answer whoever handed the signal on. Raises InvalidInput (``detail.forbidden``)."""
    session.require(ANSWERERS)
    _check_text(outcome, text)
    with session.write() as work:
        trust = session.trust(work.connection)
        wanted = None if to is None else trust.find_office(to)
        found = reading.find(
            session,
            work.connection,
            typed_id,
            lambda line: (
                line.sender != session.me.office and (wanted is None or line.sender == wanted)
            ),
        )
        copy = _addressed(session, found, wanted)
        words = proposed(outcome, to_office=copy.profile != "melding") if text is None else text
        _refuse_gap(outcome, words)
        _refuse_forbidden(words, found)
        entries = [
            NewEntry(
                "feedback.given", copy.sender, {"outcome": outcome, "text": words}, found.subject
            )
        ]
        if outcome in fold.FINAL_OUTCOMES and copy.profile == "melding":
            status = {"state": fold.ANSWERED, "receipt": fold.RECEIPTS[fold.FED_BACK]}
            entries.append(NewEntry("signal.status", copy.sender, status, found.subject))
        stored = work.say_all(entries)
    return Given(stored[0].digest, found.subject, copy.sender)


def _addressed(session: Session, found: reading.Found, wanted: bytes | None) -> fold.Copy:
    senders = [sender for sender in found.folded.copies if sender != session.me.office]
    if not senders:
        raise NotAllowed("own_signal", N_("This is your own signal: there is nobody to answer."))
    if wanted is None and len(senders) > 1:
        raise InvalidInput(
            "to_needed",
            N_("{field}: more than one office handed this on. Say which one you answer."),
            field="to",
        )
    sender = wanted or senders[0]
    if sender not in senders:
        raise InvalidInput(
            "not_found", N_("{field}: this signal did not come from that office."), field="to"
        )
    return found.folded.copies[sender]


def _check_text(outcome: str, text: str | None) -> None:
    from mh_tui.reference.route import route

    data = route().feedback
    if outcome not in data.outcomes:
        raise InvalidInput(
            "unknown_code", N_("{field}: there is no such outcome."), field="outcome"
        )
    if text is not None and not text.strip():
        raise InvalidInput("empty_text", N_("{field}: write at least one sentence."), field="text")
    if text is not None and len(text) > data.max_len:
        raise InvalidInput(
            "too_long", N_("{field}: at most {most} characters."), field="text", most=data.max_len
        )


def proposed(outcome: str, *, to_office: bool) -> str:
    """The text that is ready, to a reporter or to an office that handed the signal on."""
    from mh_tui.reference.route import route

    known = route().feedback.outcomes[outcome]
    return (known.text_office if to_office else "") or known.text


# -- what the writer fills in ---------------------------------------------------------

_GAP = re.compile(r"\[[^\]]+\]")


def gap_in(outcome: str, text: str) -> str | None:
    """The place in ``text`` that the ready text left open and that is still to be filled in.

    Empty where the place is gone and nothing was written instead; None where all is well.
    """
    from mh_tui.reference.route import route

    known = route().feedback.outcomes[outcome]
    ready = (known.text_nl, known.text_en, known.text_office_nl, known.text_office_en)
    gaps = [gap for one in ready for gap in _GAP.findall(one)]
    left = next((gap for gap in gaps if gap in text), None)
    if left is None and gaps and packed(text) in {packed(_GAP.sub("", one)) for one in ready}:
        return ""
    return left


def _refuse_gap(outcome: str, text: str) -> None:
    if gap_in(outcome, text) is not None:
        raise InvalidInput(
            "gap_left",
            N_("{field}: your question is not in it yet. Write it in the place of […]."),
            field="text",
        )


# -- what may not be in it ------------------------------------------------------------


def _refuse_forbidden(text: str, found: reading.Found) -> None:
    forbidden: set[str] = set()
    for version in found.copy.heads:
        forbidden |= forbidden_in(text, version.content or {})
    if forbidden:
        raise ForbiddenContent(field="text", forbidden=sorted(forbidden))


def forbidden_in(text: str, content: Mapping[str, Any]) -> set[str]:
    """Which kinds of the signal's own values stand in ``text``, and ``bsn``."""
    found = {kind for kind, value in _values(content) if _stands_in(kind, value, text)}
    if bsn.find(text):
        found.add("bsn")
    return found


def _values(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for person in content.get("persons", ()):
        yield "name", person.get("name", "")
        yield "phone", person.get("phone", "")
    for vehicle in content.get("vehicles", ()):
        yield "plate", vehicle.get("plate", "")
    for organisation in content.get("organisations", ()):
        yield "organisation", organisation.get("name", "")
        yield "kvk", organisation.get("kvk", "")
    place = content.get("place", {})
    yield "address", place.get("street", "")
    yield "address", place.get("postcode", "")


def _stands_in(kind: str, value: str, text: str) -> bool:
    if kind == "phone":
        digits = packed(text)
        return any(len(number) >= 4 and number in digits for number in phone_numbers(value))
    if kind in ("plate", "kvk") or value[:1].isdigit():
        code = packed(value)
        return len(code) >= 4 and code in packed(text)
    words = _words(text)
    parts = [part for part in _words(value) if len(part) > 2 and part not in _PARTICLES]
    if kind == "name":
        return any(part in words for part in parts)
    whole = " ".join(_words(value))
    return len(whole) > 2 and f" {whole} " in f" {' '.join(words)} "


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", plain(text))


# -- the inbox ------------------------------------------------------------------------


def inbox(
    session: Session, *, everything: bool = False, asked: bool = False, limit: int | None = None
) -> list[listing.InboxLine]:
    """Messages that came in, unread first, at most ``limit``; a reporter's own signals only.

    ``asked``: also questions that were read and wait for an answer.
    """
    session.require(READERS)
    author = session.person.name if session.person.role == REPORTER else None
    with session.read() as connection:
        return listing.inbox(
            connection, author=author, everything=everything, asked=asked, limit=limit
        )


def item(session: Session, n: int) -> listing.InboxLine:
    session.require(READERS)
    author = session.person.name if session.person.role == REPORTER else None
    with session.read() as connection:
        found = listing.inbox(connection, author=author, everything=True, n=n)
    if not found:
        raise InvalidInput(
            "not_found", N_("{field}: there is no message with this number."), field="n"
        )
    return found[0]


def read(session: Session, n: int) -> listing.InboxLine:
    """Mark a message read; its giver learns so at the next exchange."""
    found = item(session, n)
    if not found.read and not session.rolled_back:
        fields = {"item": found.digest.hex()}
        with session.write() as work:
            work.say(NewEntry("feedback.read", found.office, fields, found.subject))
    return item(session, n)


def reply(session: Session, n: int, text: str) -> listing.InboxLine:
    """Answer a message; it counts as read then."""
    if not text.strip():
        raise InvalidInput("empty_text", N_("{field}: write at least one sentence."), field="text")
    if len(text) > REPLY_LENGTH:
        raise InvalidInput(
            "too_long", N_("{field}: at most {most} characters."), field="text", most=REPLY_LENGTH
        )
    if bsn.find(text):
        raise InvalidInput(
            "bsn",
            N_("{field}: there is a citizen number (BSN) in this text. Leave it out."),
            field="text",
        )
    found = item(session, n)
    fields = {"item": found.digest.hex(), "text": text}
    entries = [NewEntry("feedback.reply", found.office, fields, found.subject)]
    if not found.read:
        entries.append(
            NewEntry("feedback.read", found.office, {"item": found.digest.hex()}, found.subject)
        )
    with session.write() as work:
        work.say_all(entries)
    return item(session, n)


def item_json(line: listing.InboxLine) -> dict[str, Any]:
    """A message as CLI.md has it."""
    return {
        "n": line.n,
        "signal": signal_id.show(line.subject),
        "outcome": line.outcome,
        "text": line.text,
        "from": line.office.hex(),
        "at": clock.show_iso(line.at),
        "read": line.read,
    }
