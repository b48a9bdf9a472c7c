"""The bottom line: the keys that matter here, from the key table; a click presses them."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from mh_tui.language import _
from screens.keys import Key


class Footer(Widget):
    """``keys`` in the order in which they are shown; what does not fit is left out at its end."""

    DEFAULT_CSS = "Footer { dock: bottom; height: 2; }"

    keys: reactive[tuple[Key, ...]] = reactive(())
    """The keys to show."""

    def render(self) -> Content:
        return line(self.keys, self.content_size.width)


def line(keys: Sequence[Key], width: int) -> Content:
    """The keys on one line; a key that would make it too long is left out."""
    parts: list[Content] = []
    used = 1
    for key in keys:
        part = Content.assemble(
            (_(key.shown), "bold $mh-accent"), " ", (_(key.label), "$mh-quiet")
        ).stylize(Style.from_meta({"@click": f"press({key.key!r})"}))
        if used + part.cell_length + 2 <= width:
            parts.append(part)
            used += part.cell_length + 2
    return Content.assemble(" ", Content("  ").join(parts))
