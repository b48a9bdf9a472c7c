"""The one way out: what a call prints, and its exit code.

- Standard output holds the answer and nothing else; with ``--json`` one JSON document, also on
  failure. Errors, progress and messages for people go to standard error.
- Only this module turns an error into an exit code.
- What is unexpected shows type, file and line; never a message, a value or a traceback, which
  may hold what a person typed.
- Control characters from data reach no terminal (TERMINAL.md, Secrets 1).

A command module is small: no service is imported at its top, the function returns what
``--json`` prints, and a second function makes plain text of it::

    from mh_tui.cli.grammar import argument, group, option
    from mh_tui.cli.options import Context
    from mh_tui.language import N_, ngettext

    inbox = group("inbox", help=N_("Read the feedback that came in."))

    def _lines(data: answer.Data) -> str: ...

    @inbox.default(text=_lines)
    @option("--all", "everything", is_flag=True, help=N_("Also what was read before."))
    def waiting(ctx: Context, everything: bool) -> answer.Data:
        from mh_tui.services import feedback
        ...
        return {"items": [...]}

    @inbox.command("read", text=_one, help=N_("Read one message."))
    @argument("n", type=int, help=N_("The number in the list."))
    def read(ctx: Context, n: int) -> answer.Data: ...

and one line in ``main.COMMANDS``: ``"inbox": ("mh_tui.cli.passing", "inbox")``. A command that
prints its document with an exit code of its own (``import``, ``verify``) returns ``Answer``.
"""

from __future__ import annotations

import errno
import gettext
import json
import os
import re
import sys
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import click

from mh_tui import language
from mh_tui.cli.starting import default_language
from mh_tui.errors import InvalidInput, MhError, StorageFailed
from mh_tui.language import N_, _

Data = Mapping[str, Any]
"""What ``--json`` prints: str keys, JSON values."""
Text = Callable[[Data], "str | Iterable[str]"]
"""Makes the plain text for people: one string, or its lines."""

INTERRUPTED = 130
_DISK = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EROFS: "read_only",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
}
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)
_JSON_CONTROL = re.compile("[\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Answer:
    """A document with an exit code of its own, such as ``import`` with a refused file.

    ``beside``: what only the plain text shows; the contract of ``data`` stays as it is.
    """

    data: Data
    exit_code: int = 0
    beside: Data = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What must be known before the arguments are parsed, to answer a usage error in."""

    json: bool
    lang: str

    @classmethod
    def of(cls, args: Sequence[str]) -> Wishes:
        wants_json, lang = False, default_language()
        words = iter(args)
        for word in words:
            if word == "--":
                break
            if word == "--json":
                wants_json = True
            elif word == "--lang":
                lang = next(words, lang)
            elif word.startswith("--lang="):
                lang = word.partition("=")[2]
        return cls(wants_json, lang)


def run(call: Callable[[list[str], Wishes], int], args: list[str]) -> int:
    """Do one call and answer for whatever comes out of it; returns the exit code."""
    wishes = Wishes.of(args)
    _prepare(wishes.lang)
    try:
        return call(args, wishes)
    except (click.Abort, KeyboardInterrupt):
        return _failed(_Interrupted(), wishes)
    except click.ClickException as error:
        return _misused(error, wishes)
    except MhError as error:
        return _failed(error, wishes)
    except OSError as error:
        confess(error, error.__traceback__)
        return _failed(StorageFailed(_DISK.get(error.errno or 0, "io_failed")), wishes)
    except Exception as error:  # noqa: BLE001 - the one edge: nothing leaves as a traceback
        confess(error, error.__traceback__)
        return _failed(MhError(), wishes)


def give(result: Answer | Data, text: Text, *, as_json: bool) -> int:
    """Print a command's result for a program or for a person; returns the exit code."""
    made = result if isinstance(result, Answer) else Answer(result)
    if as_json:
        say_json(made.data)
    else:
        shown = text({**made.data, **made.beside})
        say(shown if isinstance(shown, str) else "\n".join(shown))
    return made.exit_code


def say(text: str) -> None:
    """Plain text on standard output; nothing for an empty one."""
    if text:
        _write(sys.stdout, fitted(safe(text), sys.stdout))


def say_json(data: Data) -> None:
    document = json.dumps(data, ensure_ascii=False, allow_nan=False)
    _write(sys.stdout, _JSON_CONTROL.sub(lambda hit: f"\\u{ord(hit[0]):04x}", document))


def note(text: str) -> None:
    """Progress or a message for a person, on standard error."""
    _write(sys.stderr, fitted(safe(text), sys.stderr))


def safe(text: str) -> str:
    """The text with a visible mark for each character that could steer a terminal."""
    return _CONTROL.sub(lambda hit: f"\\u{ord(hit[0]):04x}", text)


def fitted(text: str, stream: TextIO | None) -> str:
    """On a terminal each line broken between words; elsewhere as it is.

    A terminal breaks in the middle of a word, which a screen reader then reads in two halves.
    """
    try:
        width = os.get_terminal_size(stream.fileno()).columns if stream is not None else 0
    except (OSError, ValueError):
        return text
    return "\n".join(_broken(line, width) for line in text.split("\n")) if width > 1 else text


def _broken(line: str, width: int) -> str:
    """As lines of at most ``width`` characters; a start of spaces and an end of one are kept."""
    if len(line) < width:
        return line
    import textwrap

    start = line[: len(line) - len(line.lstrip(" "))]
    end = " " if line.endswith(" ") else ""
    lines = textwrap.wrap(
        line, width - 1, subsequent_indent=start, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(lines) + end


class _Interrupted(MhError):
    code, exit_code = "interrupted", INTERRUPTED
    text = N_("Stopped. What was not confirmed is not recorded.")


def _failed(error: MhError, wishes: Wishes) -> int:
    message = error.message()
    if wishes.json:
        _tell_json(error.code, message, error.field, error.detail)
    else:
        named = error.field and "{field}" not in error.text
        _last_word(f"{error.field}: {message}" if named else message)
    return error.exit_code


def _misused(error: click.ClickException, wishes: Wishes) -> int:
    """Wrong usage as click found it, in our words and our JSON."""
    code, field = _usage_code(error)
    nothing_named = isinstance(error, click.exceptions.NoArgsIsHelpError)
    if wishes.json:
        message = _("Missing command.") if nothing_named else error.format_message()
        _tell_json(code, message, field, {})
    elif nothing_named or not isinstance(error, click.UsageError) or error.ctx is None:
        _last_word(error.format_message())
    else:
        _last_word(f"{error.ctx.get_usage()}\n{error.format_message()}")
    return InvalidInput.exit_code


def _usage_code(error: click.ClickException) -> tuple[str, str | None]:
    match error:
        case click.NoSuchOption() | click.BadOptionUsage():
            field = error.option_name.lstrip("-").replace("-", "_")
            return ("unknown_option" if isinstance(error, click.NoSuchOption) else "usage"), field
        case click.MissingParameter():
            return "missing", _named(error.param)
        case click.BadParameter():
            return "invalid_value", _named(error.param)
        case click.exceptions.NoSuchCommand():
            return "unknown_command", None
        case click.exceptions.NoArgsIsHelpError():
            return "missing_command", None
    return "usage", None


def _named(param: click.Parameter | None) -> str | None:
    """The name as typed; ``from_`` is a word that Python keeps for itself."""
    return param.name.rstrip("_") if param is not None and param.name else None


def _tell_json(code: str, message: str, field: str | None, detail: Data) -> None:
    error = {"code": code, "message": message, "field": field, "detail": dict(detail)}
    try:
        say_json({"error": error})
    except OSError:
        _last_word(message)


def _last_word(text: str) -> None:
    """Say it on standard error; when that fails too only the exit code is left."""
    try:
        note(text)
    except OSError:
        _hush(sys.stderr)


def confess(error: BaseException, trace: TracebackType | None) -> None:
    """Type, file and line of what was not expected; its message may hold what was typed."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = ""
    if trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        where = f" {'/'.join(file.parts[-2:])}:{trace.tb_lineno}"
    _last_word(f"{type(error).__name__}{where}")


def _prepare(lang: str) -> None:
    """Streams in UTF-8, texts (click's own too) in this language, no talkative crashes."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            # A lone surrogate from a file name becomes \udc80: readable, and valid in JSON.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    language.use(lang)
    import assets

    # click translates through the default domain, whose language comes from the environment.
    gettext.bindtextdomain(language.DOMAIN, str(Path(assets.__file__).parent / "locales"))
    gettext.textdomain(language.DOMAIN)
    os.environ["LANGUAGE"] = language.current()
    sys.excepthook = lambda kind, error, trace: confess(error, trace)
    sys.unraisablehook = lambda hook: confess(hook.exc_value or RuntimeError(), hook.exc_traceback)
    threading.excepthook = lambda hook: confess(
        hook.exc_value or RuntimeError(), hook.exc_traceback
    )


def _write(stream: TextIO | None, text: str) -> None:
    """Write a line and flush. A reader that went away is no failure of ours."""
    if stream is None:
        return
    try:
        stream.write(text + "\n")
        stream.flush()
    except OSError as error:
        # Windows reports a closed pipe as EINVAL.
        if not isinstance(error, BrokenPipeError) and error.errno != errno.EINVAL:
            _hush(stream)
            raise
        _hush(stream)


def _hush(stream: TextIO | None) -> None:
    """Let the interpreter's own flush at the end go nowhere."""
    if stream is None:
        return
    try:
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, stream.fileno())
        os.close(sink)
    except (OSError, ValueError):
        stream.close()
