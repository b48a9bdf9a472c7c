"""What a focal point or coordinator adds to a signal of others: notes and triage.

- Notes and triage stay in the office; they are entries of the own-office stream.
- Triage asks again whether there is danger now, and whose task and territory it is
  (route.toml, state ``ontvangen``; rule R57). The program takes no step of the route itself.
"""

from __future__ import annotations

from collections.abc import Mapping

from mh_tui.errors import InvalidInput
from mh_tui.journal.streams import NewEntry
from mh_tui.language import N_
from mh_tui.services import reading
from mh_tui.services.session import ANSWERERS, HANDLERS, Session
from mh_tui.signals import bsn

NOTE_LENGTH = 5_000
ACUTE = ("ja", "nee", "weet_niet")


def note(session: Session, typed_id: str, text: str) -> None:
    """Add a note that stays in this office."""
    session.require(ANSWERERS)
    _check_text(text, "text", NOTE_LENGTH)
    with session.write() as work:
        found = reading.find(session, work.connection, typed_id)
        work.say(NewEntry("signal.note", session.me.office, {"text": text}, found.subject))


def triage(
    session: Session,
    typed_id: str,
    *,
    acute: str,
    task: bool | None = None,
    territory: bool | None = None,
    reason: str = "",
    call: Mapping[str, str] | None = None,
) -> None:
    """Answer the questions of receipt; a later answer counts, the earlier stays to be read.

    ``call``: with danger, what was called, as a signal has it (time, party, reference, or why
    nobody was).
    """
    session.require(HANDLERS)
    if acute not in ACUTE:
        raise InvalidInput("unknown_code", N_("{field}: there is no such answer."), field="acute")
    if reason:
        _check_text(reason, "reason", 500)
    _check_call(call or {})
    answers = {
        "acute": acute, "task": task, "territory": territory, "reason": reason or None,
        "call": dict(call) if call else None,
    }  # fmt: skip
    fields = {key: value for key, value in answers.items() if value is not None}
    with session.write() as work:
        found = reading.find(session, work.connection, typed_id)
        work.say(NewEntry("signal.triaged", session.me.office, fields, found.subject))


def _check_call(call: Mapping[str, str]) -> None:
    from mh_tui.reference.route import route

    party = call.get("party")
    if party is not None and party not in route().codes["called_party"].items:
        raise InvalidInput(
            "unknown_code", N_("{field}: there is no such answer."), field="call.party"
        )
    for name in ("reference", "none_because"):
        if name in call:
            _check_text(call[name], f"call.{name}", 500)


def _check_text(text: str, field: str, most: int) -> None:
    if not text.strip():
        raise InvalidInput("empty_text", N_("{field}: write at least one sentence."), field=field)
    if len(text) > most:
        raise InvalidInput(
            "too_long", N_("{field}: at most {most} characters."), field=field, most=most
        )
    if bsn.find(text):
        raise InvalidInput(
            "bsn",
            N_("{field}: there is a citizen number (BSN) in this text. Leave it out."),
            field=field,
        )
