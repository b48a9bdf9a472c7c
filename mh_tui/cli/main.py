"""The way in.

- ``--version`` is answered before anything else is imported, click included; ``mh-tui`` alone
  opens the screens without it.
- A command's module is imported only when that command is called, or for the list in ``--help``.
- A command that does not exist yet has no line in ``COMMANDS``: it is absent, not stubbed.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mh_tui import __version__

if TYPE_CHECKING:
    from mh_tui.cli.answer import Wishes

COMMANDS: dict[str, tuple[str, str]] = {
    "signal": ("mh_tui.cli.signal", "signal"),
    "search": ("mh_tui.cli.signal", "search"),
    "inbox": ("mh_tui.cli.passing", "inbox"),
    "handover": ("mh_tui.cli.passing", "handover"),
    "feedback": ("mh_tui.cli.passing", "feedback"),
    "exchange": ("mh_tui.cli.exchanging", "exchange"),
    "export": ("mh_tui.cli.exchanging", "export"),
    "import": ("mh_tui.cli.exchanging", "import_"),
    "outbox": ("mh_tui.cli.exchanging", "outbox"),
    "inspect": ("mh_tui.cli.exchanging", "inspect"),
    "partners": ("mh_tui.cli.reference", "partners"),
    "indicators": ("mh_tui.cli.reference", "indicators"),
    "publish": ("mh_tui.cli.publishing", "publish"),
    "card": ("mh_tui.cli.trusting", "card"),
    "admit": ("mh_tui.cli.trusting", "admit"),
    "trust": ("mh_tui.cli.trusting", "trust"),
    "init": ("mh_tui.cli.setup", "init"),
    "user": ("mh_tui.cli.setup", "user"),
    "recover": ("mh_tui.cli.setup", "recover"),
    "config": ("mh_tui.cli.setup", "config"),
    "verify": ("mh_tui.cli.exchanging", "verify"),
    "demo": ("mh_tui.cli.setup", "demo"),
}
"""Name on the command line -> (module, attribute); ``--help`` keeps this order."""


def main(args: Sequence[str] | None = None) -> int:
    """Run one call and return its exit code (CLI.md, exit codes).

    args: the words after ``mh-tui``; None means those of this process.
    """
    given = list(sys.argv[1:] if args is None else args)
    if "--version" in given and set(given) <= {"--version", "--json"}:
        as_json = "--json" in given
        print(f'{{"version": "{__version__}"}}' if as_json else f"mh-tui {__version__}")
        return 0
    if not given:
        from mh_tui.cli import starting

        if starting.can_paint():
            return starting.open_alone()
    from mh_tui.cli import answer

    return answer.run(_root, given)


def _root(args: list[str], wishes: Wishes) -> int:
    from mh_tui.cli.grammar import Root

    root = Root(COMMANDS)
    result = root.main(args=args, prog_name="mh-tui", standalone_mode=False, obj=wishes)
    return result if isinstance(result, int) else 0
