"""Record signals, look at them, change and withdraw them (CLI.md).

- A coordinator is told that signals come in by import before anything is read.
- All or nothing: one flaw in a batch records none of it, and names its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from mh_tui.cli import answer, signal_text
from mh_tui.cli.grammar import argument, command, file_option, group, option
from mh_tui.cli.opening import office_names, open_profile
from mh_tui.cli.options import Context, has_terminal, read_input
from mh_tui.cli.reference import refuse_unknown
from mh_tui.errors import Locked
from mh_tui.language import N_, _

if TYPE_CHECKING:
    from mh_tui.projection.listing import Filter
    from mh_tui.services.recording import Recorded
    from mh_tui.services.session import Session

signal = group("signal", help=N_("Record signals and look at them."))


# -- record ---------------------------------------------------------------------------


@signal.command("add", text=signal_text.recorded, help=N_("Record signals from a JSON file."))
@file_option("--from", "from_", required=True, help=N_("The file; '-' is standard input."))
@option(
    "--not-bsn",
    is_flag=True,
    help=N_("A person checked that numbers in it are no citizen numbers (BSN)."),
)
def add(ctx: Context, from_: str, not_bsn: bool) -> answer.Answer:
    raw = read_input(from_, field="from")
    with open_profile(ctx) as session:
        from mh_tui.services import recording

        recording.allow_recording(session)
        signals = recording.check(session, recording.parse(raw), not_bsn=not_bsn)
        del raw
        return _recorded(session, signals, not_bsn=not_bsn)


@signal.command("new", text=signal_text.recorded, help=N_("Record a signal, question by question."))
def new(ctx: Context) -> answer.Answer:
    if not has_terminal():
        raise Locked(
            "terminal_needed",
            N_("Questions need a terminal. Without one: mh-tui signal add --from FILE"),
        )
    from mh_tui.cli import questions, signal_form

    questions.begin()
    with open_profile(ctx) as session:
        from mh_tui.services import recording

        recording.allow_recording(session)
        filled, not_bsn = signal_form.fill_in(session)
        return _recorded(session, [filled], not_bsn=not_bsn)


def _recorded(
    session: Session, signals: Sequence[dict[str, Any]], *, not_bsn: bool
) -> answer.Answer:
    from mh_tui.services import recording
    from mh_tui.signals.record import call_is_open

    done = recording.add(session, signals, not_bsn=not_bsn)
    beside = {
        "open_calls": sum(call_is_open(one) for one in signals),
        "next_step": _next_step(session),
    }
    return answer.Answer({"signals": [_recorded_json(one) for one in done]}, beside=beside)


def _recorded_json(one: Recorded) -> dict[str, Any]:
    return {"id": one.id, "advice": one.advice, "why": list(one.why), "acute": one.acute}


def _next_step(session: Session) -> str:
    """What has to happen before it reaches anybody."""
    if not session.me.reports:
        return _("It stays in your office until you hand it on with: mh-tui handover")
    with session.read() as connection:
        reports = "melding" in session.trust(connection).upstream
    if reports:
        return _("It has not left this machine yet. Send it with: mh-tui export --to upstream")
    return _("You report to nobody yet: it waits. Admit the card of your focal point first.")


# -- look -----------------------------------------------------------------------------


def _filters(function: Any) -> Any:
    """The options of ``signal list``, which ``search`` takes as well."""
    for made in (
        option("--after", metavar="PLACE", help=N_("Where the next page begins, as told before.")),
        option("--limit", type=int, default=50, metavar="N", help=N_("At most N, 1 to 1,000.")),
        option("--mine", is_flag=True, help=N_("Only signals that you recorded.")),
        option("--overdue", is_flag=True, help=N_("Only those with a term that is over.")),
        option("--urgency", metavar="LEVEL", help=N_("Only this level of advice.")),
        option("--since", metavar="DATE", help=N_("Only what was seen since this day.")),
        option("--municipality", metavar="NAME", help=N_("Only this municipality.")),
        option("--form", metavar="FORM", help=N_("Only this form of exploitation.")),
        option("--state", metavar="STATE", help=N_("Only in this state.")),
    ):
        function = made(function)
    return function


@signal.command("list", text=signal_text.page, help=N_("List signals, the newest first."))
@_filters
def listing(ctx: Context, **given: Any) -> answer.Answer:
    return _page(ctx, "signal list", None, given)


@command("search", text=signal_text.page, help=N_("Search in signals. Every word must occur."))
@argument("words", nargs=-1, required=True, metavar="WORDS")
@_filters
def search(ctx: Context, words: tuple[str, ...], **given: Any) -> answer.Answer:
    return _page(ctx, "search", " ".join(words), given)


def _page(ctx: Context, name: str, words: str | None, given: dict[str, Any]) -> answer.Answer:
    wanted = _wanted(words, given)
    with open_profile(ctx) as session:
        from mh_tui.services import reading

        lines, after = reading.page(
            session, wanted, limit=given["limit"], after=given["after"], mine=given["mine"]
        )
    data = {"signals": [reading.line_json(line) for line in lines], "next": after}
    return answer.Answer(
        data, beside={"again": _again(name, words, given), "empty": _empty(words, given)}
    )


def _wanted(words: str | None, given: dict[str, Any]) -> Filter:
    from mh_tui.projection.listing import Filter, read_cursor
    from mh_tui.services import reading

    if given["state"] is not None:
        from mh_tui.reference.route import route

        refuse_unknown("state", given["state"], route().states)
    if given["form"] is not None or given["urgency"] is not None:
        from mh_tui.reference.indicators import indicators

        refuse_unknown("form", given["form"], indicators().forms)
        refuse_unknown("urgency", given["urgency"], indicators().advice.levels)
    if given["after"] is not None:
        read_cursor(given["after"])
    return Filter(
        state=given["state"],
        form=given["form"],
        municipality=given["municipality"],
        since=None if given["since"] is None else reading.since_ms(given["since"]),
        urgency=given["urgency"],
        overdue_at=_now_ms() if given["overdue"] else None,
        words=words,
    )


def _now_ms() -> int:
    from mh_tui.journal import clock

    return clock.wall_ms()


def _again(name: str, words: str | None, given: dict[str, Any]) -> str:
    """The command of the next page, as it is typed."""
    import shlex

    typed = [name]
    for key, value in given.items():
        if key != "after" and value not in (None, False) and (key, value) != ("limit", 50):
            typed += [f"--{key}"] + ([] if value is True else [shlex.quote(str(value))])
    return " ".join(typed + ([shlex.quote(words)] if words else []))


def _empty(words: str | None, given: dict[str, Any]) -> str:
    if words or any(value for key, value in given.items() if key != "limit"):
        return _("No signal fits. Leave out a filter to see more.")
    return _("Here will be the signals. Record one with: mh-tui signal new")


@signal.command("show", text=signal_text.whole, help=N_("Show all of one signal that you may see."))
@argument("id")
def show(ctx: Context, id: str) -> answer.Answer:
    with open_profile(ctx) as session:
        return _shown(session, id)


def _shown(session: Session, id: str) -> answer.Answer:
    from mh_tui.services import reading

    data = reading.show(session, id)
    beside = {
        "names": office_names(session, _offices(data)),
        "organisation": session.keys.card.organisation,
    }
    return answer.Answer(data, beside=beside)


def _offices(data: answer.Data) -> Iterable[str | None]:
    yield data.get("from")
    yield from (one["from"] for one in data["feedback"])
    yield from (one["by"] for one in data.get("history", ()) if _is_office(one["by"]))


def _is_office(by: str) -> bool:
    return len(by) == 64 and not set(by) - set("0123456789abcdef")


# -- change ---------------------------------------------------------------------------


@signal.command(
    "amend", text=signal_text.whole, help=N_("Change the fields in a JSON file, and no others.")
)
@argument("id")
@file_option("--from", "from_", required=True, help=N_("The file; '-' is standard input."))
@option(
    "--not-bsn",
    is_flag=True,
    help=N_("A person checked that numbers in it are no citizen numbers (BSN)."),
)
def amend(ctx: Context, id: str, from_: str, not_bsn: bool) -> answer.Answer:
    raw = read_input(from_, field="from")
    with open_profile(ctx) as session:
        from mh_tui.services import recording
        from mh_tui.signals import json_text

        recording.allow_recording(session)
        [changes] = json_text.parse(raw, many=False)
        whole_id = recording.amend(session, id, changes.data, not_bsn=not_bsn)
        return _shown(session, whole_id)


@signal.command("withdraw", text=signal_text.whole, help=N_("Withdraw a signal of your own."))
@argument("id")
@option("--reason", metavar="TEXT", required=True, help=N_("Why, in a few words."))
def withdraw(ctx: Context, id: str, reason: str) -> answer.Answer:
    with open_profile(ctx) as session:
        from mh_tui.services import recording

        return _shown(session, recording.withdraw(session, id, reason))
