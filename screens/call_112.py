"""Immediate danger: whom to call, what to say; on F2 everywhere, also while locked.

It shows reference data only, and the focal point's number where the office filled it in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from mh_tui.language import N_, _
from screens.keys import BACK, Key, bindings
from screens.page import Page
from screens.safe import safe


class Call112(Page):
    """The card; Esc goes back to what one was doing."""

    CSS_PATH = "call_112.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = (BACK,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    ABOUT = N_("Call first, write later. What you were typing is still there.")

    def body(self) -> ComposeResult:
        with VerticalScroll(id="scroll"):
            yield Static(id="card", markup=False)

    def title_text(self) -> str:
        return _("Immediate danger")

    def status_text(self) -> str:
        return _("Esc: back")

    def paint(self) -> None:
        self.query_one("#card", Static).update(card(self.mh.config))


def card(config: Mapping[str, object]) -> Content:
    """The instruction, and whom to call when one is not sure."""
    from mh_tui.reference.route import route

    parts = [instruction(config)]
    if "focal_point_phone" in config and not config["focal_point_phone"]:  # empty while locked
        text = _("The focal point's number: not filled in yet. To do so: home, z, Focal point.")
        parts.append(Content.styled(text, "$mh-look"))
    parts.append(Content(route().acute.unknown))
    parts.append(
        Content.styled(_("Do not confront anyone and do not investigate yourself."), "$mh-look")
    )
    return Content("\n\n").join(parts)


def instruction(config: Mapping[str, object]) -> Content:
    """The call instruction of route.toml, and the focal point's number where it is known."""
    from mh_tui.reference.route import route

    acute = route().acute
    steps = [Content(f"{number}. {text}") for number, text in enumerate(acute.steps, 1)]
    focal = focal_point(config)
    if focal is not None:
        steps += [Content(""), focal]
    title = Content.assemble(
        (_(" CALL 112 "), "bold $mh-alarm-ink on $mh-alarm"), "  ", (acute.title, "bold")
    )
    return Content("\n").join([title, Content(""), *steps])


def focal_point(config: Mapping[str, object]) -> Content | None:
    """Name and number of the office's focal point, or what is known of them.

    The number has a line of its own: broken over two it is dialled wrong.
    """
    parts = (config.get("focal_point_name"), config.get("focal_point_phone"))
    known = "\n".join(safe(str(part)) for part in parts if part)
    return Content.assemble((_("Focal point: "), "$mh-quiet"), (known, "bold")) if known else None
