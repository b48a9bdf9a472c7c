"""Each widget is told its size, also one that was laid out on the way (Textual issue 5024).

Textual tells the new sizes at a reflow, to what was not in its map before. After a scroll a mere
question for a place fills that map: a widget mounted just then is never told that it has a size,
and a list stays wrapped to no width at all.
"""

from __future__ import annotations

from textual._compositor import Compositor, CompositorMap, ReflowResult
from textual.geometry import Size
from textual.widget import Widget


class TellingCompositor(Compositor):
    """Compares each reflow with the one before, whatever was asked in between."""

    def __init__(self) -> None:
        super().__init__()
        self._told: CompositorMap = {}

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        self._full_map = self._told
        found = super().reflow(parent, size)
        self._told = self._full_map
        return found
