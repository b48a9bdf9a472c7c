"""A signal in plain text: label before value, one thing a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mh_tui.cli import answer, telling
from mh_tui.language import N_, _, ngettext
from mh_tui.services import content_text

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
}


def content_lines(signal: Mapping[str, Any], organisation: str = "") -> Iterator[str]:
    """What was seen: only what is there. ``organisation``: ours, by its id."""
    call = signal.get("call") or {}
    yield from telling.told(
        (_("Immediate danger"), telling.acute(signal.get("acute"))),
        (_("Called"), _call(call)),
        (_("Seen on"), telling.moment(signal.get("observed_at"))),
        (_("Municipality"), telling.municipality(signal.get("municipality"), organisation)),
        (_("Context"), telling.context(signal.get("context"))),
        (_("Form of exploitation"), telling.forms(signal.get("forms") or ())),
    )
    for one in signal.get("indicators") or ():
        yield _("Indicator: {text}").format(text=telling.indicator(one))
    yield from telling.told(
        (_("What was seen"), signal.get("narrative")),
        (_("Gut feeling"), _("yes") if signal.get("gut_feeling") else ""),
        (_("Possibly a minor"), telling.choice(signal.get("minor_possible"))),
        (_("Sector"), telling.listed("sector", signal.get("sector"))),
    )
    yield from _around(signal)


def _around(signal: Mapping[str, Any]) -> Iterator[str]:
    """Place, people, companies, vehicles and who reported it."""
    yield from telling.told((_("Place"), content_text.place_text(signal.get("place") or {})))
    for one in signal.get("persons") or ():
        yield _("Person: {text}").format(text=content_text.person_text(one))
    for one in signal.get("organisations") or ():
        yield _("Company: {text}").format(text=content_text.company_text(one))
    for one in signal.get("vehicles") or ():
        yield _("Vehicle: {text}").format(text=content_text.vehicle_text(one))
    yield from telling.told(
        (_("Reported by"), _reporter(signal.get("reporter") or {})),
        (_("Reference elsewhere"), signal.get("reference")),
    )


def whole(data: answer.Data) -> Iterator[str]:
    """The text of ``signal show``, ``amend`` and ``withdraw``.

    ``names``: offices by their id; ``organisation``: ours, by its id.
    """
    names = data.get("names", {})
    yield _("Signal {id}").format(id=data["id"])
    yield from telling.told(
        (_("State"), telling.state(data["state"])),
        (_("Receipt"), telling.listed("receipt", data["receipt"])),
        (_("Advice"), telling.advice(data["advice"])),
        (_("Because of"), ", ".join(data.get("why") or ())),
        (_("From"), names.get(data.get("from"), data.get("from"))),
    )
    yield from content_lines(data, data.get("organisation", ""))
    if data.get("conflict"):
        yield _("Two people changed this signal at the same time. Both wordings are kept.")
    for one in data["feedback"]:
        yield ""
        yield from _message(one, names)
    if data.get("history"):
        yield ""
        yield _("History")
        yield from (_event(one, names) for one in data["history"])


def page(data: answer.Data) -> Iterator[str]:
    """The text of ``signal list`` and ``search``; ``again``: the command of the next page."""
    found = data["signals"]
    yield ngettext("{count} signal", "{count} signals", len(found)).format(count=len(found))
    for one in found:
        yield ""
        yield _("Signal {id}").format(id=one["id"])
        where = _joined((telling.context(one["context"]), one["municipality"]))
        yield from telling.told(
            (_("Seen"), _joined((telling.day(one["observed_at"]), where))),
            (_("Form of exploitation"), telling.forms(one["forms"])),
            (_("Advice"), telling.advice(one["advice"])),
            (_("State"), telling.state(one["state"])),
            (_("Receipt"), telling.listed("receipt", one["receipt"])),
        )
    if not found:
        yield data["empty"]
    if data["next"] is not None:
        yield ""
        yield _("There are more. The next page: {command}").format(
            command=f"mh-tui {data['again']} --after {data['next']}"
        )


def recorded(data: answer.Data) -> Iterator[str]:
    """The text of ``signal add`` and ``signal new``: what happens now, and by when."""
    from mh_tui.reference.indicators import indicators

    found = data["signals"]
    if len(found) > 1:
        yield ngettext("{count} signal recorded.", "{count} signals recorded.", len(found)).format(
            count=len(found)
        )
    for one in found:
        level = indicators().advice.levels[one["advice"]]
        yield _("Recorded: signal {id}").format(id=one["id"])
        yield from telling.told(
            (_("Advice"), level.label),
            (_("Because of"), "; ".join(telling.indicator(code) for code in one["why"])),
        )
        if len(found) == 1:
            yield level.text
    yield from _what_next(data)


def _what_next(data: answer.Data) -> Iterator[str]:
    if data["open_calls"]:
        yield ngettext(
            "There is immediate danger and no call is written down yet. Call 112 first; then"
            " write down the time with: mh-tui signal amend",
            "Immediate danger at {count} signals without a call written down. Call 112 first;"
            " then write down the time with: mh-tui signal amend",
            data["open_calls"],
        ).format(count=data["open_calls"])
    yield data["next_step"]


def _call(call: Mapping[str, Any]) -> str:
    if call.get("none_because"):
        return _("nobody, because: {reason}").format(reason=call["none_because"])
    party = telling.listed("called_party", call.get("party"))
    return _joined((party, telling.moment(call.get("at")), call.get("reference")))


def _reporter(reporter: Mapping[str, Any]) -> str:
    wants = reporter.get("wants_feedback")
    words = (
        telling.reporter_kind(reporter.get("kind")),
        reporter.get("name"),
        reporter.get("contact"),
        {True: _("wants an answer"), False: _("wants no answer")}.get(wants),  # type: ignore[arg-type]
    )
    return _joined(words)


def _message(one: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    label = telling.outcome(one["outcome"])
    yield _("Answer: {outcome}").format(outcome=label) if label else _("Reply")
    yield from telling.told(
        (_("From"), names.get(one["from"], one["from"])),
        (_("Date"), telling.moment(one["at"])),
        (_("Read"), _("yes") if one["read"] else _("no")),
        (_("Text"), one["text"]),
    )


def _event(one: Mapping[str, str], names: Mapping[str, str]) -> str:
    what, _colon, detail = one["what"].partition(":")
    label = {"state": telling.state, "feedback": telling.outcome}.get(what, telling.profile)(detail)
    words = _(_EVENTS.get(what, what)) + (f": {label}" if label else "")
    by = names.get(one["by"], one["by"])
    return _("{at}: {what}, by {by}").format(at=telling.moment(one["at"]), what=words, by=by)


def _joined(parts: tuple[object, ...]) -> str:
    return ", ".join(str(part) for part in parts if part)
