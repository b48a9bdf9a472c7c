"""How a call is spelled, on top of click.

- The common options stand before or after the command's name, at any depth.
- Help texts are msgids; they are translated where they are shown, as is click's own wording.
- A command's module is imported when the command is called.
- A group may have a default: ``inbox`` lists, ``inbox read 3`` reads (CLI.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, TypeVar

import click

from mh_tui import __version__, language
from mh_tui.cli import answer
from mh_tui.cli.options import Context, InputFile, refuse_two_on_stdin, remember
from mh_tui.cli.starting import can_paint, open_app
from mh_tui.errors import InvalidInput
from mh_tui.language import N_, _

Function = Callable[..., Any]
F = TypeVar("F", bound=Function)


class Option(click.Option):
    """An option whose help is a msgid."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        return record and (record[0], _translated(record[1], self.help))


class Argument(click.Argument):
    """An argument whose help is a msgid."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        spelled, text = super().get_help_record(ctx)
        return spelled, _translated(text, self.help)


def option(*names: str, **settings: Any) -> Callable[[F], F]:
    """``click.option`` with a translated help."""
    return click.option(*names, cls=Option, **settings)


def argument(name: str, **settings: Any) -> Callable[[F], F]:
    """``click.argument`` with a translated help."""
    return click.argument(name, cls=Argument, **settings)


def file_option(*names: str, **settings: Any) -> Callable[[F], F]:
    """An option that names a file to read, ``-`` for standard input: see ``read_input``."""
    return option(*names, type=InputFile(), metavar="FILE", **settings)


def group(name: str, *, help: str) -> Group:
    """A group of commands, itself to be named in ``main.COMMANDS``."""
    return Group(name, help=help)


def command(name: str, *, text: answer.Text, help: str) -> Callable[[Function], Command]:
    """A command: its function gets a ``Context`` and its own options, and returns the answer."""
    return click.command(name, Command, text=text, help=help)


USAGE_PIECES = (N_("[OPTIONS]"), N_("COMMAND [ARGS]..."), N_("[COMMAND] [ARGS]..."))
"""click writes these without translating them; ``collect_usage_pieces`` does."""


class _Spoken(click.Command):
    """What commands and groups share: common options, and help in the person's language."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        return [*self.params, *COMMON]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return HELP

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [_(piece) for piece in super().collect_usage_pieces(ctx)]

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first sentence, uncut: a line too many is easier than half a sentence."""
        text = self.help or ""
        return _(text).partition(". ")[0].removesuffix(".")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        text = self.help or ""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(text))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.format_own(self.params, ctx, formatter)
        with formatter.section(_("Common options")):
            formatter.write_dl([record for p in COMMON if (record := p.get_help_record(ctx))])

    def format_own(
        self,
        params: list[click.Parameter],
        ctx: click.Context,
        formatter: click.HelpFormatter,
    ) -> None:
        own = [p.get_help_record(ctx) for p in params if isinstance(p, click.Option)]
        if own:
            with formatter.section(_("Options")):
                formatter.write_dl([record for record in own if record])


class Command(_Spoken):
    """One command. ``text`` makes plain text of what its function returns."""

    def __init__(self, name: str | None, *, text: answer.Text, **settings: Any) -> None:
        super().__init__(name, **settings)
        self.text = text

    def invoke(self, ctx: click.Context) -> int:
        assert self.callback is not None
        refuse_two_on_stdin(ctx)
        common = Context.of(ctx)
        result = self.callback(common, **ctx.params)
        return answer.give(result, self.text, as_json=common.json)


class Group(_Spoken, click.Group):
    """Commands under one name, with or without a default one."""

    command_class = Command
    standing_in: Command | None = None

    def __init__(self, name: str, *, help: str) -> None:
        super().__init__(
            name,
            help=help,
            invoke_without_command=True,
            no_args_is_help=False,
            callback=click.pass_context(self.before),
        )

    def before(self, ctx: click.Context) -> int:
        """Called for every use of the group; alone and without a default it shows its help."""
        if ctx.invoked_subcommand is None:
            raise click.exceptions.NoArgsIsHelpError(ctx)
        return 0

    def default(self, *, text: answer.Text) -> Callable[[Function], Command]:
        """The command that the group's name alone stands for."""

        def register(function: Function) -> Command:
            self.standing_in = command(self.name or "", text=text, help=self.help or "")(function)
            return self.standing_in

        return register

    def chosen(self, args: list[str]) -> click.Command:
        """The group, or its default when these words name none of its commands."""
        if self.standing_in is None:
            return self
        for word in _own_words(args):
            return self if word == "--help" or word in self.commands else self.standing_in
        return self.standing_in

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, found, rest = super().resolve_command(ctx, args)
        return name, found.chosen(rest) if isinstance(found, Group) else found, rest

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.standing_in is not None:
            self.format_own(self.standing_in.params, ctx, formatter)
        self.format_commands(ctx, formatter)
        super().format_options(ctx, formatter)


class Root(Group):
    """``mh-tui`` itself: without a command it opens the screens."""

    def __init__(self, table: Mapping[str, tuple[str, str]]) -> None:
        super().__init__(
            "mh-tui",
            help=N_(
                "Note a signal of human trafficking, hand it on safely and hear what became of"
                " it, without a network. Without a command the screens open."
            ),
        )
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.table:
            return None
        module, attribute = self.table[cmd_name]
        found = getattr(import_module(module), attribute)
        assert isinstance(found, click.Command)
        return found

    def before(self, ctx: click.Context) -> int:
        if ctx.invoked_subcommand is None:
            return _open_screens(Context.of(ctx), self.list_commands(ctx))
        return 0


def _open_screens(ctx: Context, names: list[str]) -> int:
    if ctx.json or not can_paint():
        raise InvalidInput(
            "missing_command",
            N_("The screens cannot open here. Use a command: {commands}. Help: mh-tui --help"),
            commands=", ".join(names),
        )
    return open_app(ctx.home, ctx.lang)


def _own_words(args: list[str]) -> list[str]:
    """The words without the common options and their values; ``--`` and later ones stay."""
    flags = {name for p in COMMON if p.is_flag for name in p.opts} - {"--help"}
    valued = {name for p in COMMON if not p.is_flag for name in p.opts}
    words: list[str] = []
    rest = iter(args)
    for word in rest:
        if word == "--":
            return [*words, word, *rest]
        if word in valued:
            next(rest, None)
        elif word not in flags and word.partition("=")[0] not in valued:
            words.append(word)
    return words


def _translated(record: str, msgid: str | None) -> str:
    return record.replace(msgid, _(msgid), 1) if msgid else record


def _show_help(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        text = ctx.get_help()
        answer.give({"help": text}, lambda data: str(data["help"]), as_json=_wants_json(ctx))
        ctx.exit()


def _show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        data = {"version": __version__}
        answer.give(data, lambda data: f"mh-tui {data['version']}", as_json=_wants_json(ctx))
        ctx.exit()


def _wants_json(ctx: click.Context) -> bool:
    """Help and version are answered while parsing, before ``--json`` may have been reached."""
    wishes = ctx.find_object(answer.Wishes)
    return wishes is not None and wishes.json


HELP = Option(
    ["--help"],
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_help,
    help=N_("Show this help."),
)


def _common(*names: str, **settings: Any) -> Option:
    return Option(list(names), expose_value=False, callback=remember, **settings)


COMMON = (
    _common(
        "--home",
        metavar="DIR",
        help=N_("The profile's folder (or set MH_TUI_HOME)."),
    ),
    _common(
        "--lang",
        type=click.Choice(language.LANGUAGES),
        help=N_("The language of texts (or set MH_TUI_LANG)."),
    ),
    _common("--user", metavar="NAME", help=N_("Your name, where several people use the profile.")),
    _common(
        "--passphrase-file",
        metavar="PATH",
        help=N_("A file with your passphrase; '-' is standard input."),
    ),
    _common("--json", is_flag=True, help=N_("Answer with one JSON document.")),
    Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_show_version,
        help=N_("Show the version."),
    ),
    HELP,
)
