"""Bundles: send, collect, see what is under way, and check (CLI.md).

- Each file gets its outcome in words and what to do about it; one bad file stops no other.
- The answer is printed also where files were refused (4) or problems were found (7).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mh_tui.cli import answer, telling
from mh_tui.cli.grammar import argument, command, option
from mh_tui.cli.opening import Progress, has_profile, office_names, open_profile
from mh_tui.cli.options import Context
from mh_tui.errors import Refused, StorageFailed
from mh_tui.language import N_, _, ngettext


def _export_lines(data: answer.Data) -> Iterator[str]:
    names = data["names"]
    for one in data["bundles"]:
        yield _("Written for {name}: {path}").format(name=names[one["to"]], path=one["path"])
        count = one["entries"]
        yield ngettext("{count} entry, {size}", "{count} entries, {size}", count).format(
            count=count, size=telling.size(one["bytes"])
        )
    for office in data["nothing_for"]:
        yield _("Nothing new for {name}: everything arrived.").format(name=names[office])
    if data["bundles"]:
        yield _("Take the file there by stick, share or mail. Sending it twice does no harm.")
    elif not data["nothing_for"]:
        yield _("Nobody is admitted yet, so there is nobody to send to.")


@command("export", text=_export_lines, help=N_("Write a bundle with all that did not arrive yet."))
@option("--to", required=True, metavar="OFFICE", help=N_("An office, 'upstream' or 'all'."))
@option("--out", required=True, metavar="DIR", help=N_("The folder for the files."))
@option("--everything", is_flag=True, help=N_("Also what was confirmed before."))
def export(ctx: Context, to: str, out: str, everything: bool) -> answer.Answer:
    with open_profile(ctx) as session:
        from mh_tui.services import exporting

        done = exporting.export(
            session, to, Path(out), everything=everything, progress=Progress(ctx).tell
        )
        bundles = [
            {
                "path": str(written.path),
                "bundle": written.bundle.hex(),
                "to": office.hex(),
                "entries": written.entries,
                "bytes": written.bytes,
            }
            for office, written in done.bundles
        ]
        nothing = [office.hex() for office in done.nothing_for]
        names = office_names(session, [*(office.hex() for office, _one in done.bundles), *nothing])
    return answer.Answer({"bundles": bundles, "nothing_for": nothing}, beside={"names": names})


def _outbox_lines(data: answer.Data) -> Iterator[str]:
    if not data["to"]:
        yield _("Nothing is under way.")
    for one in data["to"]:
        name = data["names"].get(one["office"])
        yield name or _("Waiting: you report to nobody yet")
        yield from telling.told(
            (_("Recorded, not sent yet"), one["recorded"]),
            (_("Sent, not confirmed yet"), one["exported"]),
            (_("Received, no answer yet"), one["received"]),
            (_("Not confirmed since"), telling.moment(one["oldest_unacknowledged"])),
            (_("Last heard from"), telling.moment(one["last_heard"])),
        )


@command("outbox", text=_outbox_lines, help=N_("See which signals are still under way."))
def outbox(ctx: Context) -> answer.Answer:
    with open_profile(ctx) as session:
        from mh_tui.services import exchange as service

        lines = service.outbox(session)
        names = office_names(session, [line["office"] for line in lines])
    return answer.Answer({"to": lines}, beside={"names": names})


def _exchange_lines(data: answer.Data) -> Iterator[str]:
    yield _("Folder: {path}").format(path=data["folder"])
    yield from _import_lines(data)
    yield ""
    yield from _export_lines(data)
    if data["removable"]:
        yield _("No longer needed there, you may remove them:")
        yield from data["removable"]


@command(
    "exchange",
    text=_exchange_lines,
    help=N_("Send and collect in one go, in the folder used last or the one you name."),
)
@option("--folder", metavar="DIR", help=N_("A stick or a shared folder; it is remembered."))
def exchange(ctx: Context, folder: str | None) -> answer.Answer:
    with open_profile(ctx) as session:
        from mh_tui.services import exchange as service

        progress = Progress(ctx)
        done = service.exchange(
            session,
            None if folder is None else Path(folder).expanduser().absolute(),
            progress=lambda file, files, done, total: progress.tell(done, total),
            sending=progress.tell,
        )
        data = service.exchanged_json(done)
        offices = [one["from"] for one in data["files"]] + [one["to"] for one in data["bundles"]]
        names = office_names(session, [*offices, *data["nothing_for"]])
    refused = any(result.refused for result in done.files)
    return answer.Answer(data, Refused.exit_code if refused else 0, beside={"names": names})


def _import_lines(data: answer.Data) -> Iterator[str]:
    from mh_tui.bundle.outcome import TEXTS, Outcome

    if not data["files"]:
        yield _("There are no bundles in this folder.")
    for number, one in enumerate(data["files"]):
        if number:
            yield ""
        yield _("File: {path}").format(path=one["path"])
        text = TEXTS[Outcome(one["outcome"])]
        yield _("Outcome: {text}").format(text=_(text))
        yield from telling.told(
            (_("From"), data["names"].get(one["from"])),
            (_("New entries"), one["new"] or ""),
            (_("Kept apart, for a newer version or faulty"), one["set_aside"] or ""),
            (_("Confirmed by them"), one["acked"] or ""),
        )
        for gap in one["missing"]:
            yield _("Missing: entries {first} to {last}").format(**gap)


@command("import", text=_import_lines, help=N_("Take in bundles: files, or folders with files."))
@argument("files", nargs=-1, required=True, metavar="FILE|DIR...")
def import_(ctx: Context, files: tuple[str, ...]) -> answer.Answer:
    with open_profile(ctx) as session:
        from mh_tui.services import intake

        progress = Progress(ctx)
        results = intake.import_paths(
            session,
            [Path(file) for file in files],
            progress=lambda file, files, done, total: progress.tell(done, total),
        )
        shown = [intake.result_json(result) for result in results]
        names = office_names(session, [one["from"] for one in shown])
    refused = any(result.refused for result in results)
    return answer.Answer(
        {"files": shown}, Refused.exit_code if refused else 0, beside={"names": names}
    )


_KINDS = {"bundle": N_("bundle"), "card": N_("card"), "backup": N_("backup")}


def _inspect_lines(data: answer.Data) -> Iterator[str]:
    kind = _KINDS[data["kind"]]
    for_us = {True: _("yes"), False: _("no"), None: ""}[data["for_us"]]
    yield from telling.told(
        (_("Kind of file"), _(kind)),
        (_("Format"), data["format"]),
        (_("For us"), for_us),
        (_("From"), data["names"].get(data["from"], data["from"])),
        (_("Entries"), data["entries"]),
        (_("Made on"), telling.moment(data["created"])),
        (_("Size"), telling.size(data["bytes"])),
    )
    if data["kind"] == "bundle" and data["for_us"] is None:
        yield _("Without your passphrase nothing more can be seen.")


@command("inspect", text=_inspect_lines, help=N_("Look at a file without taking it in."))
@argument("file")
def inspect(ctx: Context, file: str) -> answer.Answer:
    from mh_tui.services import inspecting

    path = Path(file)
    if ctx.passphrase_file is None or not has_profile(ctx):
        return answer.Answer(inspecting.inspect(None, path), beside={"names": {}})
    with open_profile(ctx) as session:
        data = inspecting.inspect(session, path)
        return answer.Answer(data, beside={"names": office_names(session, [data["from"]])})


_FOUND = {
    "rolled_back": N_("This profile was put back from an older copy, or copied."),
    "damaged_pages": N_("Pages of the database are damaged: {count}"),
    "damaged_drafts": N_("The file with drafts and personal settings is damaged"),
    "damaged_database": N_("The database is damaged in {count} places."),
    "broken_chain": N_("A stream is broken at entry {seq}."),
    "head_not_signed": N_("The end of a stream is not signed by its author, entry {seq}."),
    "rows_differ": N_("Lists differ from what the entries say: {count}"),
    "unknown_slot": N_("The key file names users that the profile does not know: {count}"),
    "set_aside": N_("Entries kept apart, for a newer version or faulty: {count}"),
}


def _verify_lines(data: answer.Data) -> Iterator[str]:
    yield _("All is well.") if data["ok"] else _("There are problems. Call your administrator.")
    yield from telling.told((_("Entries"), data["entries"]), (_("Streams"), data["streams"]))
    for label, found in ((_("Problem"), data["problems"]), (_("Notice"), data["notices"])):
        for one in found:
            yield f"{label}: {_in_words(one)}"


def _in_words(one: Mapping[str, Any]) -> str:
    text = _FOUND.get(one["code"])
    return _(text).format_map(one) if text is not None else str(one["code"])


@command("verify", text=_verify_lines, help=N_("Check this profile for damage."))
def verify(ctx: Context) -> answer.Answer:
    with open_profile(ctx) as session:
        from mh_tui.services import inspecting

        data = inspecting.verify(session)
    return answer.Answer(data, 0 if data["ok"] else StorageFailed.exit_code)
