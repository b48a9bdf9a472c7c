"""Help: what this screen is for and what each key does, from the tables the screen itself uses."""

from __future__ import annotations

import textwrap
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from mh_tui.language import _
from screens.keys import APP_KEYS, BACK, Key, bindings
from screens.page import Page
from screens.widgets.advice import ALWAYS

INDENT = 18  # cells before what a key does
MARGIN = 6  # cells beside the text


class Help(Page):
    """About the page it was asked on."""

    CSS_PATH = "help.tcss"
    IS_HELP = True
    KEYS: ClassVar[tuple[Key, ...]] = (BACK,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, about: Page) -> None:
        super().__init__()
        self.about = about

    def body(self) -> ComposeResult:
        with VerticalScroll(id="scroll"):
            yield Static(id="text", markup=False)

    def title_text(self) -> str:
        return _("Help · {page}").format(page=self.about.name_text())

    def status_text(self) -> str:
        return _("Esc: back")

    def paint(self) -> None:
        own = self.about.explained_keys()
        about = self.about.about_text()
        parts = [Content(about)] if about else []
        if own:
            parts.append(keys_text(_("On this screen"), own, self._width))
        everywhere = [key for key in APP_KEYS if self._allows(key)]
        parts.append(keys_text(_("Everywhere"), everywhere, self._width))
        parts.append(Content.styled(_(ALWAYS), "$mh-quiet"))
        self.query_one("#text", Static).update(Content("\n\n").join(parts))
        if self.focused is None:
            self.query_one("#scroll").focus()

    @property
    def _width(self) -> int:
        """Cells for a line of text: the page without its edges and the scrollbar."""
        return max(40, self.size.width - MARGIN)

    def on_resize(self) -> None:
        self.paint()


def keys_text(title: str, keys: list[Key], width: int) -> Content:
    """A heading and a line a key: the key, its other key, what it does.

    What does not fit in ``width`` cells goes on under the text, not under the key.
    """
    lines = [Content.styled(title, "bold $mh-accent")]
    for key in keys:
        name = " / ".join(part for part in (_(key.shown), key.shown_fallback) if part)
        first, *rest = textwrap.wrap(_(key.help), width - INDENT)
        lines.append(Content.assemble((f"  {name:<{INDENT - 2}}", "bold"), first))
        lines += [Content(" " * INDENT + line) for line in rest]
    return Content("\n").join(lines)
