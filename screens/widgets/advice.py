"""The advice line: a level and its reasons, never a number, and always the two sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from mh_tui.language import N_, _

ALWAYS = N_("A person decides. You may always report, also without any indicator.")


class AdviceLine(Widget):
    """Moves with each tick; ``signal`` is the form as far as it goes."""

    DEFAULT_CSS = "AdviceLine { height: auto; max-height: 4; }"

    signal: reactive[Mapping[str, Any]] = reactive(dict, layout=True)
    """What was answered until now."""

    def render(self) -> Content:
        return advice_text(self.signal)


def advice_text(signal: Mapping[str, Any]) -> Content:
    """Level, reasons, and that a person decides; of nothing ticked no level is told."""
    from mh_tui.reference.indicators import indicators
    from mh_tui.signals.advice import advise, rests_on_something

    if not rests_on_something(signal):
        nothing = _("No advice yet: tick what you recognise.")
        return Content.assemble((nothing, "bold"), "\n", (_(ALWAYS), "$mh-quiet"))
    advice = advise(signal)
    level = indicators().advice.levels[advice.level]
    tone = "$mh-look" if level.order >= 2 else "$mh-ink"
    return Content.assemble(
        (_("Advice: {label}.").format(label=level.label), f"bold {tone}"),
        " ",
        " ".join(advice.texts()),
        "\n",
        (_(ALWAYS), "$mh-quiet"),
    )
