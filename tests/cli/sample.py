"""A command module as small as a real one, to test how every command behaves.

``python -m tests.cli.sample ARGS`` is ``mh-tui`` with these commands only.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mh_tui.cli import answer, main
from mh_tui.cli.grammar import argument, command, file_option, group, option
from mh_tui.cli.options import Context, passphrase, read_input, secret
from mh_tui.errors import NotAllowed, Refused

NARRATIVE = "the story of Jan Jansen"


def _lines(data: answer.Data) -> list[str]:
    return [f"{name}: {value}" for name, value in data.items()]


@command("tell", text=_lines, help="Passphrase")
@file_option("--new-passphrase-file", "new", help="Passphrase")
@file_option("--from", "source", help="Options")
@option("--limit", type=int, help="Options")
@option("--ask", is_flag=True)
def tell(
    ctx: Context, new: str | None, source: str | None, limit: int | None, ask: bool
) -> answer.Data:
    told = {"home": str(ctx.home), "lang": ctx.lang, "user": ctx.user, "limit": limit}
    if ctx.passphrase_file or ask:
        told["passphrase"] = passphrase(ctx)
    if new:
        told["new"] = secret(new, field="new_passphrase_file", prompt="New")
    if source:
        told["source"] = read_input(source, field="source").decode()
    return told


@command("fail", text=_lines, help="Options")
@argument("how")
def fail(ctx: Context, how: str) -> answer.Data | answer.Answer:
    match how:
        case "refused":
            raise Refused("fork", seq=41)
        case "not_allowed":
            raise NotAllowed(field="state")
        case "partly":
            return answer.Answer({"files": []}, exit_code=4)
        case "interrupted":
            raise KeyboardInterrupt
        case "disk":
            raise OSError(28, NARRATIVE)
        case "controls":
            return {"text": "\x1b[31mred \u202egnp\x9b"}
        case "name":
            return {"path": "caf\udce9.mhb"}
        case "many":
            return {str(n): "x" * 100 for n in range(20_000)}
    raise ValueError(NARRATIVE)


box = group("box", help="Options")


@box.default(text=_lines)
@option("--all", "everything", is_flag=True, help="Commands")
@argument("words", nargs=-1)
def look(ctx: Context, everything: bool, words: tuple[str, ...]) -> answer.Data:
    return {"did": "look", "everything": everything, "words": list(words), "user": ctx.user}


@box.command("read", text=_lines, help="Commands")
@argument("n", type=int)
def read(ctx: Context, n: int) -> answer.Data:
    return {"did": "read", "n": n, "user": ctx.user}


plain = group("plain", help="Options")


@plain.command("list", text=_lines, help="Commands")
def listed(ctx: Context) -> answer.Data:
    return {"did": "list", "user": ctx.user, "here": Path.cwd().name != ""}


if __name__ == "__main__":
    main.COMMANDS.clear()
    main.COMMANDS.update(
        {name: ("tests.cli.sample", name) for name in ("tell", "fail", "box", "plain")}
    )
    sys.exit(main.main())
