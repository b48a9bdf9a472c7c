"""Publish what the offices of the region look up: the contacts of partners."""

from __future__ import annotations

from collections.abc import Iterator

from mh_tui.cli import answer
from mh_tui.cli.grammar import argument, group
from mh_tui.cli.opening import open_profile
from mh_tui.cli.options import Context, InputFile, read_input
from mh_tui.errors import InvalidInput
from mh_tui.language import N_, _, ngettext

MOST_BYTES = 1024 * 1024
"""A list of contacts is a page or two."""

publish = group("publish", help=N_("Fill in what your offices look up, and send it along."))


def _lines(data: answer.Data) -> Iterator[str]:
    count = data["published"]
    text = ngettext("{count} contact filled in.", "{count} contacts filled in.", count)
    yield text.format(count=count)
    if count:
        yield _("Your offices get it with the next export.")


@publish.command(
    "partners",
    text=_lines,
    help=N_("Fill in contacts of partners from a TOML file with [[contact]] tables."),
)
@argument("file", type=InputFile())
def partners(ctx: Context, file: str) -> answer.Data:
    raw = read_input(file, field="file", limit=MOST_BYTES)
    if len(raw) > MOST_BYTES:
        raise InvalidInput("too_large", N_("{field}: this file is too large."), field="file")
    from mh_tui.services import contacts

    given = contacts.parse(raw)
    with open_profile(ctx) as session:
        return {"published": contacts.publish(session, given)}
