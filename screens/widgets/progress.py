"""Long work: what runs, how far, the time left, and that Esc stops it.

- The job counts in a ``Tally`` from its thread; this widget looks at it ten times a second. A
  message a step would cost more than the work (TERMINAL.md 2.13).
- A job that can be stopped asks ``tally.stopped`` now and then and undoes itself.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from textual.content import Content
from textual.widget import Widget

from mh_tui.language import _, ngettext

LOOKS = 0.1  # seconds


@dataclass(slots=True)
class Tally:
    """``done`` of ``total`` steps; written by the job, read by the screen."""

    done: int = 0
    total: int = 0
    stopped: bool = False
    started: float = field(default_factory=time.monotonic)

    def __call__(self, done: int, total: int) -> None:
        """As the progress function that services call."""
        self.done, self.total = done, total

    def seconds_left(self) -> int | None:
        """A guess from the pace until now; None while there is nothing to go by."""
        if not 0 < self.done < self.total:
            return None
        passed = time.monotonic() - self.started
        return round(passed / self.done * (self.total - self.done))


class Progress(Widget):
    """Shown while there is a tally."""

    DEFAULT_CSS = "Progress { height: 2; display: none; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.tally: Tally | None = None
        self.what = ""

    def begin(self, what: str, *, can_stop: bool = True) -> Tally:
        """Show a bar for ``what`` (translated); gives the tally for the job."""
        self.what = what
        self.can_stop = can_stop
        self.tally = Tally()
        self.display = True
        return self.tally

    def resume(self, what: str, tally: Tally) -> None:
        """Show the bar of a job that runs already, in a widget made anew."""
        self.what, self.can_stop, self.tally = what, True, tally
        self.display = True

    def end(self) -> None:
        self.tally = None
        self.display = False

    def on_mount(self) -> None:
        self.set_interval(LOOKS, self._look)

    def _look(self) -> None:
        if self.tally is not None:
            self.refresh()

    def render(self) -> Content:
        if self.tally is None:
            return Content("")
        bar = bar_of(self.tally, max(10, self.content_size.width - 8))
        return Content("\n").join([Content(self._caption(self.tally)), bar])

    def _caption(self, tally: Tally) -> str:
        left = tally.seconds_left()
        parts = [self.what]
        if left is not None:
            parts.append(ngettext("{n} second left", "{n} seconds left", left).format(n=left))
        if tally.stopped:
            parts.append(_("stopping…"))
        elif self.can_stop:
            parts.append(_("Esc: stop"))
        return " · ".join(parts)


def bar_of(tally: Tally, width: int) -> Content:
    """A bar of ``width`` cells and the percentage."""
    share = min(1.0, tally.done / tally.total) if tally.total else 0.0
    full = round(share * width)
    return Content.assemble(
        ("█" * full, "$mh-accent"), ("░" * (width - full), "$mh-line"), f" {share:4.0%}"
    )
