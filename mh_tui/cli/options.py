"""What every command may be told, and where secrets and input files come from.

- A passphrase comes from a file, from standard input (``-``) or, on a terminal, is asked without
  echo. It is never an argument: other users of the machine see those.
- Standard input is read for one option only.
- Without a terminal nothing is ever asked: that is ``Locked``, exit 3.
"""

from __future__ import annotations

import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import click

from mh_tui.cli.starting import default_home, default_language
from mh_tui.errors import InvalidInput, Locked
from mh_tui.language import N_, _

MIB = 1024 * 1024
SECRET_BYTES = 64 * 1024
INPUT_BYTES = 64 * MIB
_GIVEN = "mh_tui.common"
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Context:
    """The common options of one call; ``home`` is resolved, the rest is as given."""

    home: Path
    lang: str
    user: str | None
    json: bool
    passphrase_file: str | None

    @classmethod
    def of(cls, ctx: click.Context) -> Context:
        given: dict[str, Any] = ctx.meta.get(_GIVEN, {})
        return cls(
            home=Path(given["home"]) if "home" in given else default_home(),
            lang=given.get("lang") or default_language(),
            user=given.get("user"),
            json=bool(given.get("json")),
            passphrase_file=given.get("passphrase_file"),
        )


class InputFile(click.ParamType[str]):
    """An option that takes a file to read; ``-`` is standard input, for one option only."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return str(value)


def remember(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    """Keep a common option wherever it stood; the one nearest to the end wins."""
    if value:
        ctx.meta.setdefault(_GIVEN, {})[param.name] = value
    elif value == "":
        raise click.BadParameter(_("This may not be empty."), ctx, param)


def refuse_two_on_stdin(ctx: click.Context) -> None:
    """Raise InvalidInput ``stdin_twice`` when more than one option of this call is ``-``."""
    given = {
        param.name.rstrip("_"): ctx.params.get(param.name)
        for param in ctx.command.params
        if isinstance(param.type, InputFile)
    }
    given["passphrase_file"] = ctx.meta.get(_GIVEN, {}).get("passphrase_file")
    names = sorted(name for name, value in given.items() if value == "-")
    if len(names) > 1:
        raise InvalidInput(
            "stdin_twice",
            N_("Only one option can read from standard input ('-'): {options}."),
            field=names[0],
            options=", ".join("--" + name.replace("_", "-") for name in names),
        )


def passphrase(ctx: Context, *, prompt: str | None = None) -> str:
    """The passphrase of the user who works: from ``--passphrase-file``, or asked."""
    return secret(ctx.passphrase_file, field="passphrase_file", prompt=prompt or _("Passphrase"))


def secret(path: str | None, *, field: str, prompt: str, twice: bool = False) -> str:
    """A passphrase or code from a file (CLI.md: BOM and one line end dropped, NFC), or asked.

    field: the option's name with underscores; it names the file in an error.
    twice: asked a second time on a terminal, for a new passphrase.
    Raises InvalidInput for an unreadable file, Locked where there is no terminal.
    """
    if path is None:
        return _asked(prompt, twice=twice)
    raw = read_input(path, field=field, limit=SECRET_BYTES)
    if len(raw) > SECRET_BYTES:
        raise InvalidInput("too_large", N_("{field}: this file is too large."), field=field)
    try:
        text = raw.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidInput(
            "not_utf8",
            N_("{field}: this file is not UTF-8 text. Save it again as UTF-8."),
            field=field,
        ) from error
    return unicodedata.normalize("NFC", _without_line_end(text))


def read_input(path: str, *, field: str, limit: int = INPUT_BYTES) -> bytes:
    """A file's bytes, or standard input's for ``-``: at most one more than ``limit``.

    The caller refuses what is longer than its limit. Raises InvalidInput ``no_such_file`` or
    ``unreadable_file``.
    """
    try:
        if path == "-":
            return _stdin(field).read(limit + 1)
        with open(path, "rb") as file:
            return file.read(limit + 1)
    except FileNotFoundError as error:
        raise InvalidInput(
            "no_such_file", N_("{field}: there is no such file."), field=field
        ) from error
    except OSError as error:
        raise InvalidInput(
            "unreadable_file", N_("{field}: this file cannot be read."), field=field
        ) from error


def has_terminal() -> bool:
    """Whether a person can be asked something: standard input is a terminal."""
    return sys.stdin is not None and sys.stdin.isatty()


def _stdin(field: str) -> IO[bytes]:
    if sys.stdin is None:
        raise InvalidInput(
            "no_such_file", N_("{field}: there is no standard input to read."), field=field
        )
    return sys.stdin.buffer


def _without_line_end(text: str) -> str:
    return text.removesuffix("\r\n") if text.endswith("\r\n") else text.removesuffix("\n")


def _asked(prompt: str, *, twice: bool) -> str:
    first = _ask(prompt)
    if twice and _ask(_("The same once more")) != first:
        raise InvalidInput("not_the_same", N_("You typed two different things. Try again."))
    return first


def _ask(prompt: str) -> str:
    """Ask without echo; getpass itself would fall back to an echo or to another terminal."""
    if not has_terminal():
        raise _no_terminal()
    import getpass
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            typed = getpass.getpass(f"{prompt}: ", stream=sys.stderr)
        except (EOFError, getpass.GetPassWarning) as error:
            raise _no_terminal() from error
    return unicodedata.normalize("NFC", typed)


def _no_terminal() -> Locked:
    return Locked(
        "passphrase_needed",
        N_("A passphrase is needed here and there is no terminal to ask it on. Give it in a file."),
    )
