"""The bottom line: the keys that matter here, from the key table; a click presses them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from mh_tui.language import _
from screens.keys import Key


class Footer(Widget):
    """``keys`` in the order in which they are shown; of the page's own as many as fit."""

    DEFAULT_CSS = "Footer { dock: bottom; height: 2; }"

    keys: reactive[tuple[Key, ...]] = reactive(())
    """The keys to show."""

    def render(self) -> Content:
        return footer_line(self.keys, self.content_size.width)

    def on_click(self, event: events.Click) -> None:
        """A click on a key presses it."""
        offset = event.get_content_offset(self)
        at = 1
        for key, name, label in fitting(self.keys, self.content_size.width):
            width = cell_len(f"{name} {label}")
            if offset is not None and at <= offset.x < at + width:
                self.app.simulate_key(key.key)
            at += width + 2


ALWAYS = ("app.help", "app.call", "app.panic", "app.lock")
"""Never left out: they stand on every screen. The others give way to the keys of the page."""


def footer_line(keys: Sequence[Key], width: int) -> Content:
    """The keys on one line."""
    parts = [
        Content.assemble((name, "bold $mh-accent"), f" {label}")
        for _key, name, label in fitting(keys, width)
    ]
    return Content.assemble(" ", Content("  ").join(parts))


def fitting(keys: Sequence[Key], width: int) -> list[tuple[Key, str, str]]:
    """(key, its name, its label) of those that fit on the line, in order."""
    texts = {key.id: (_(key.shown), _(key.label)) for key in keys}
    widths = {key: cell_len(" ".join(text)) + 2 for key, text in texts.items()}
    kept = {key.id for key in keys if key.id in ALWAYS}
    room = width + 1 - sum(widths[key] for key in kept)
    for key in keys:
        if key.id not in kept and widths[key.id] <= room:
            kept.add(key.id)
            room -= widths[key.id]
    return [(key, *texts[key.id]) for key in keys if key.id in kept]
