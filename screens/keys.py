"""Keys as data: one table feeds bindings, footer, help and palette (TERMINAL.md 1).

- ``label`` is one word for the footer, ``help`` a sentence for help and palette; both are msgids
  and are translated where they are painted, so a change of language needs no new bindings.
- Function keys work everywhere, also inside a text; single letters only where no text has the
  focus.
- ``fallback`` serves keyboards and terminals that keep a function key for themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding, BindingType

from mh_tui.language import N_


@dataclass(frozen=True, slots=True)
class Key:
    """``key``, ``fallback``: names as Textual has them. ``action``: what it calls.

    ``footer`` 0: not in the footer; else its place there, low first. ``palette``: offered there.
    """

    id: str
    key: str
    action: str
    label: str
    help: str
    fallback: str = ""
    footer: int = 0
    palette: bool = False
    priority: bool = False

    @property
    def shown(self) -> str:
        """The key as a person reads it."""
        return _NAMES.get(self.key, self.key.upper() if len(self.key) > 1 else self.key)

    @property
    def shown_fallback(self) -> str:
        return self.fallback.replace("ctrl+", "Ctrl+").title() if self.fallback else ""


_NAMES = {
    "escape": "Esc",
    "enter": "Enter",
    "space": N_("space"),
    "tab": "Tab",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "slash": "/",
    "question_mark": "?",
    "delete": "Del",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "ctrl+q": "Ctrl+Q",
}


def everywhere(id: str, key: str, fallback: str, action: str, label: str, help: str, *,
               footer: int = 0, palette: bool = True) -> Key:  # fmt: skip
    """A key of the app: it has priority over whatever has the focus."""
    return Key(f"app.{id}", key, action, label, help, fallback, footer, palette, True)


APP_KEYS: tuple[Key, ...] = (
    everywhere(
        "help", "f1", "ctrl+g", "app.help", N_("Help"),
        N_("Explain this screen and its keys"), footer=1,
    ),
    everywhere(
        "call", "f2", "ctrl+n", "app.call_112", N_("112"),
        N_("Immediate danger: whom to call and what to say"), footer=2,
    ),
    everywhere(
        "exchange", "f5", "ctrl+o", "app.exchange", N_("Send"),
        N_("Send and collect, in the folder used last"), footer=80,
    ),
    everywhere("palette", "f8", "ctrl+p", "app.palette", N_("Commands"),
               N_("Search all commands"), palette=False),
    everywhere(
        "panic", "f9", "ctrl+b", "app.panic", N_("Hide"),
        N_("Hide the screen at once"), footer=90,
    ),
    everywhere(
        "lock", "f12", "ctrl+l", "app.lock", N_("Lock"),
        N_("Lock the program; what you typed is kept"), footer=91,
    ),
    everywhere("quit", "ctrl+q", "", "app.quit_app", N_("Quit"), N_("Close the program")),
)  # fmt: skip
"""Keys that work on every screen."""

HIDING = frozenset(
    name for key in APP_KEYS if key.id == "app.panic" for name in (key.key, key.fallback)
)
"""The keys that never wait for another."""

BACK = Key(
    "page.back", "escape", "back", N_("Back"), N_("Back to the screen before; nothing is lost"),
    "ctrl+r",
)  # fmt: skip
NEXT = Key(
    "page.next", "f6", "next", N_("Next"), N_("Keep this and go to the next page"), "ctrl+s",
    footer=30, priority=True,
)  # fmt: skip
PREVIOUS = Key(
    "page.previous", "f7", "previous", N_("Previous"), N_("Back to the page before"), "ctrl+t",
    footer=31, priority=True,
)  # fmt: skip


def bindings(keys: Iterable[Key]) -> list[BindingType]:
    """Textual's bindings for these keys; a fallback is a second key of the same action."""
    return [
        Binding(
            ",".join(name for name in (key.key, key.fallback) if name),
            key.action,
            key.label,
            show=False,
            priority=key.priority,
            id=key.id,
        )
        for key in keys
    ]


def in_footer(keys: Iterable[Key]) -> list[Key]:
    """Those that the footer shows, in its order."""
    return sorted((key for key in keys if key.footer), key=lambda key: key.footer)
