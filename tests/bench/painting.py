"""What a person waits for: the first paint, a key in the table, a key in the narrative.

All on a pseudo-terminal of 80 by 24 that answers like a real one; elsewhere than on Unix the
lines say so instead.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from tests.bench.measure import (
    MILLISECONDS,
    ROOT,
    Line,
    Setting,
    against,
    below,
    environment,
    interleaved,
    p95,
)

HELLO = "Hello, World!"
LABEL = "Wachtwoord"
PAINT_GOAL, ROW_LIMIT, KEY_LIMIT, WRITE_LIMIT = 1.15, 0.3, 0.050, 0.030
PAGE_DOWN = b"\x1b[6~"
UNIX = sys.platform != "win32"
_ELSEWHERE = "measured on Unix only"


def first_paint(setting: Setting) -> list[Line]:
    """From the start of the process to the frame with the passphrase field in it."""
    name = "first paint, bare Textual"
    if not UNIX:
        return [Line(name, note=_ELSEWHERE)]
    profile = setting.store.pair() / "desk"
    ours, other = interleaved(
        setting.sizes.starts,
        lambda: _shows([sys.executable, "-m", "mh_tui"], LABEL, profile),
        lambda: _shows([sys.executable, "-m", "tests.bench.stage", "hello"], HELLO, profile),
        warm=True,
    )
    return [against(name, ours, other, PAINT_GOAL, unit=MILLISECONDS)]


def _shows(command: Sequence[str], text: str, profile: Path) -> float:
    from tests.bench.terminal import Terminal

    with Terminal(command, environment(profile), ROOT) as terminal:
        return terminal.until(text)


def signal_table(setting: Setting) -> list[Line]:
    """The first row after the letter that opens the table; then pages down, then a search."""
    count = setting.sizes.many
    names = [f"table of {count:,}, {what}" for what in ("first row", "page down p95", "search p95")]
    if not UNIX:
        return [Line(name, note=_ELSEWHERE) for name in names]
    from tests.bench.terminal import Terminal

    profile = setting.store.filled(count)
    command = [sys.executable, "-m", "tests.bench.stage", "table", str(profile)]
    with Terminal(command, environment(profile), ROOT) as terminal:
        terminal.until("Hoorn")
        terminal.quiet()
        row = terminal.key(b"a", shows="Vandaag melden")
        terminal.quiet()
        pages = [terminal.key(PAGE_DOWN) for _ in range(setting.sizes.keys)]
        terminal.key(b"/")
        letters = [terminal.key(letter.encode()) for letter in _typing(setting.sizes.keys)]
    limits = (ROW_LIMIT, KEY_LIMIT, KEY_LIMIT)
    values = (row, p95(pages), p95(letters))
    return [
        below(name, [value], limit)
        for name, value, limit in zip(names, values, limits, strict=True)
    ]


def _typing(keys: int) -> list[str]:
    """Letters of words that occur, with a backspace a letter so that the field never fills."""
    word = "paspoort"
    typed = [letter for n in range(keys) for letter in (word[n % len(word)], "\x7f")]
    return typed[:keys]


def narrative(setting: Setting) -> list[Line]:
    """A letter typed in the middle of 20,000 characters."""
    name = "key in a narrative of 20,000, p95"
    if not UNIX:
        return [Line(name, note=_ELSEWHERE)]
    from tests.bench.terminal import Terminal

    with setting.store.copy(setting.store.pair() / "desk") as desk:
        command = [sys.executable, "-m", "tests.bench.stage", "narrative", str(desk)]
        with Terminal(command, environment(desk), ROOT) as terminal:
            terminal.until("verhaal")
            terminal.quiet()
            keys = [terminal.key(b"e") for _ in range(setting.sizes.keys)]
    return [below(name, [p95(keys)], WRITE_LIMIT)]
