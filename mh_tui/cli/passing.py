"""Hand a signal on, answer whoever handed it on, and read the answers (CLI.md).

- A person sees exactly what goes and what stays; only ``--approve`` writes anything.
- The name of a second person may be typed, the passphrase never is an argument.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mh_tui.cli import answer, signal_text, telling
from mh_tui.cli.grammar import argument, command, file_option, group, option
from mh_tui.cli.opening import office_names, open_profile
from mh_tui.cli.options import Context, secret
from mh_tui.cli.reference import refuse_unknown
from mh_tui.errors import InvalidInput
from mh_tui.language import N_, _, ngettext

if TYPE_CHECKING:
    from mh_tui.projection.listing import InboxLine
    from mh_tui.services.handover import Preview
    from mh_tui.services.session import Session


def _handover_lines(data: answer.Data) -> Iterator[str]:
    to = data["names"].get(data["to"], data["to"])
    if data["handover"] is None:
        yield _("Nothing has been handed on yet. This is what would go.")
    else:
        yield _("Handed on. It leaves this machine with the next export.")
    yield from telling.told(
        (_("Signal"), data["signal"]),
        (_("To"), to),
        (_("For"), telling.profile(data["profile"])),
        (_("Legal basis"), telling.listed("legal_basis", data["legal_basis"])),
        (_("Approved by"), ", ".join(data["approved_by"])),
    )
    yield _("These fields go along:")
    yield from _field_lines(data)
    if data["stays"]:
        yield _("These fields stay here: {fields}").format(
            fields=", ".join(telling.field_label(path) for path in data["stays"])
        )
    if data["handover"] is None:
        yield _("Is this right? Give the same command with --approve instead of --show.")


def _field_lines(data: answer.Data) -> Iterator[str]:
    fields = data["fields"]
    if data["profile"] == "registratie":
        yield from telling.registered(fields)
        return
    yield from signal_text.content_lines(fields)
    yield from telling.told(
        (_("Advice"), telling.advice(fields.get("advice"))),
        (_("Because of"), ", ".join(fields.get("why", ()))),
        (_("Version of the list of indicators"), fields.get("reference_version")),
    )


@command("handover", text=_handover_lines, help=N_("Hand a signal on to another office."))
@argument("id")
@option("--profile", required=True, metavar="PROFILE", help=N_("tafel, registratie or doorzetten."))
@option("--to", required=True, metavar="OFFICE", help=N_("The office that gets it."))
@option("--legal-basis", required=True, metavar="CODE", help=N_("The legal basis for it."))
@option("--field", multiple=True, metavar="K=V", help=N_("What only this profile asks."))
@option("--without", multiple=True, metavar="FIELD", help=N_("Leave this field out."))
@option("--show", is_flag=True, help=N_("Show what would go, and write nothing."))
@option("--approve", is_flag=True, help=N_("Approve that this goes."))
@option("--second-user", metavar="NAME", help=N_("The second person who approves."))
@file_option("--second-passphrase-file", help=N_("A file with that person's passphrase."))
def handover(ctx: Context, **given: Any) -> answer.Answer:
    if given["show"] == given["approve"]:
        raise InvalidInput(
            "show_or_approve", N_("Choose one: --show or --approve."), field="approve"
        )
    _refuse_unknown_codes(given)
    asked = _asked(given["field"])
    if given["second_passphrase_file"] is not None and given["second_user"] is None:
        raise InvalidInput("missing", N_("{field}: say who it is."), field="second_user")
    with open_profile(ctx) as session:
        from mh_tui.services import handover as service

        shown = service.preview(
            session,
            given["id"],
            profile=given["profile"],
            to=given["to"],
            legal_basis=given["legal_basis"],
            given=asked,
            without=given["without"],
        )
        if given["show"]:
            return _handover_answer(session, shown, None, ())
        done = service.approve(session, shown, second=_second(given))
        return _handover_answer(session, shown, done.handover, done.approved_by)


def _refuse_unknown_codes(given: dict[str, Any]) -> None:
    """A wrong code names the right ones: nobody knows them by heart."""
    from mh_tui.reference.route import route
    from mh_tui.services.handover import PROFILES

    refuse_unknown("profile", given["profile"], dict.fromkeys(PROFILES))
    refuse_unknown("legal_basis", given["legal_basis"], route().codes["legal_basis"].items)


def _asked(pairs: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key or not value or key in found:
            raise InvalidInput(
                "invalid_value", N_("{field}: give it once, as NAME=VALUE."), field="field"
            )
        found[key] = value
    return found


def _second(given: dict[str, Any]) -> tuple[str, str] | None:
    name = given["second_user"]
    if name is None:
        return None
    passphrase = secret(
        given["second_passphrase_file"],
        field="second_passphrase_file",
        prompt=_("Passphrase of {name}").format(name=name),
    )
    return name, passphrase


def _handover_answer(
    session: Session, shown: Preview, handed: bytes | None, approved_by: Sequence[str]
) -> answer.Answer:
    from mh_tui.signals import signal_id

    data = {
        "handover": None if handed is None else handed.hex(),
        "signal": signal_id.show(shown.subject),
        "to": shown.to.hex(),
        "profile": shown.profile,
        "fields": shown.fields,
        "approved_by": list(approved_by),
    }
    beside = {
        "names": office_names(session, [shown.to.hex()]),
        "stays": list(shown.stays),
        "legal_basis": shown.legal_basis,
    }
    return answer.Answer(data, beside=beside)


# -- feedback -------------------------------------------------------------------------

feedback = group("feedback", help=N_("Answer whoever handed a signal on."))


def _given_lines(data: answer.Data) -> Iterator[str]:
    from mh_tui.reference.route import route

    yield _("Answer recorded. It leaves this machine with the next export.")
    yield from telling.told(
        (_("Signal"), data["signal"]),
        (_("To"), data["names"].get(data["to"], data["to"])),
        (_("Outcome"), telling.outcome(data["outcome"])),
    )
    kinds = ", ".join(one.label for one in route().feedback.forbidden.values())
    yield _("Never in an answer: {kinds}").format(kinds=kinds)


@feedback.command("give", text=_given_lines, help=N_("Give an answer about a signal."))
@argument("id")
@option("--to", metavar="OFFICE", help=N_("Whom, where several offices handed it on."))
@option("--outcome", required=True, metavar="CODE", help=N_("What came of it, as a code."))
@option("--text", metavar="TEXT", help=N_("Your words; without them the text of the outcome."))
def give(ctx: Context, id: str, to: str | None, outcome: str, text: str | None) -> answer.Answer:
    from mh_tui.reference.route import route

    refuse_unknown("outcome", outcome, route().feedback.outcomes)
    with open_profile(ctx) as session:
        from mh_tui.services import feedback as service
        from mh_tui.signals import signal_id

        given = service.give(session, id, outcome=outcome, to=to, text=text)
        office = given.to.hex()
        data = {
            "feedback": given.feedback.hex(),
            "signal": signal_id.show(given.subject),
            "to": office,
        }
        beside = {"names": office_names(session, [office]), "outcome": outcome}
        return answer.Answer(data, beside=beside)


# -- the inbox ------------------------------------------------------------------------

inbox = group("inbox", help=N_("Read the answers that came in."))


def _inbox_lines(data: answer.Data) -> Iterator[str]:
    found = data["items"]
    if not found:
        yield data["empty"]
        return
    yield ngettext("{count} message", "{count} messages", len(found)).format(count=len(found))
    for one in found:
        yield ""
        yield from _item_lines(one, data["names"])
    yield ""
    yield _("To mark one as read: mh-tui inbox read N. To answer: mh-tui inbox reply N --text TEXT")


def _one_lines(data: answer.Data) -> Iterator[str]:
    for one in data["items"]:
        yield from _item_lines(one, data["names"])
    yield data["done"]


def _item_lines(one: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    number = _("Message {n}").format(n=one["n"])
    yield number if one["read"] else _("{message}, new").format(message=number)
    if one["outcome"] is None:
        yield _("This is a reply to your answer.")
    yield from telling.told(
        (_("About signal"), one["signal"]),
        (_("From"), names.get(one["from"], one["from"])),
        (_("Date"), telling.moment(one["at"])),
        (_("Outcome"), telling.outcome(one["outcome"])),
        (_("Text"), one["text"]),
    )


@inbox.default(text=_inbox_lines)
@option("--all", "everything", is_flag=True, help=N_("Also what was read before."))
def waiting(ctx: Context, everything: bool) -> answer.Answer:
    with open_profile(ctx) as session:
        from mh_tui.services import feedback as service

        lines = service.inbox(session, everything=everything)
        empty = (
            _("Here will be the answers to your signals. They come in with: mh-tui import")
            if everything
            else _("Nothing new. What you read before: mh-tui inbox --all")
        )
        return _items(session, lines, empty=empty)


@inbox.command("read", text=_one_lines, help=N_("Read one message; its sender will know."))
@argument("n", type=int)
def read(ctx: Context, n: int) -> answer.Answer:
    with open_profile(ctx) as session:
        from mh_tui.services import feedback as service

        done = _("Marked as read. The sender learns it with the next export.")
        return _items(session, [service.read(session, n)], done=done)


@inbox.command("reply", text=_one_lines, help=N_("Answer one message."))
@argument("n", type=int)
@option("--text", metavar="TEXT", required=True, help=N_("Your answer."))
def reply(ctx: Context, n: int, text: str) -> answer.Answer:
    with open_profile(ctx) as session:
        from mh_tui.services import feedback as service

        done = _("Your reply is recorded. It leaves this machine with the next export.")
        return _items(session, [service.reply(session, n, text)], done=done)


def _items(session: Session, lines: Sequence[InboxLine], **beside: str) -> answer.Answer:
    from mh_tui.services.feedback import item_json

    items = [item_json(line) for line in lines]
    names = office_names(session, [item["from"] for item in items])
    return answer.Answer({"items": items}, beside={"names": names, **beside})
