"""Pages on which something is typed: it is saved at every pause, and nothing of it is lost.

- Saved encrypted half a second after the last key, in a thread; at once when the program locks,
  hides or closes, and when one goes back. The header says that it is kept.
- ``Form``: what stands in the fields of a page is a form draft, named after the page's ``place``.
  It comes back when the page is opened again: after Esc, a lock, a crash, on another day.
- A passphrase is never gathered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, TextArea

from mh_tui.errors import MhError
from mh_tui.language import N_, _
from mh_tui.services.form_draft import FormDraft
from screens.page import Page
from screens.widgets.field import Secret, TextField
from screens.widgets.writing import Writing

PAUSE = 0.5  # seconds without a key before what was typed is saved


class Keeping(Page):
    """``version`` counts the changes, ``saved`` is the one that is durable."""

    KEPT: ClassVar[str] = N_("draft saved")
    """What the header says once it is."""

    class Kept(Message):
        """What was typed is durable up to this change; ``result``: what the saver gave."""

        def __init__(self, version: int, result: object) -> None:
            super().__init__()
            self.version = version
            self.result = result

    def __init__(self) -> None:
        super().__init__()
        self.version = self.saved = 0
        self._timer_of_pause: Timer | None = None
        self._waits = False
        """Whether something was typed that is not saved yet."""

    # -- what a page fills in ---------------------------------------------------------

    def harvest(self) -> None:
        """Take over what stands in the fields; count it in ``version`` where it changed."""

    def saver(self) -> Callable[[], object]:
        """Saves what is there now, durable when it returns; runs in a thread."""
        raise NotImplementedError

    def after_save(self, result: object) -> None:
        """What the saver gave, back on the page."""

    @property
    def is_kept(self) -> bool:
        """Whether there is a draft of this page."""
        return False

    # -- kept -------------------------------------------------------------------------

    def kept_text(self) -> str:
        if self._waits:
            return _("saving…")
        return _(self.KEPT) if self.is_kept else ""

    def typing(self) -> None:
        """Something is being typed: look at it when it stops."""
        self._stop_waiting()
        self._timer_of_pause = self.set_timer(PAUSE, self._paused)
        if not self._waits:
            self._waits = True
            self.paint_frame()

    def _paused(self) -> None:
        self.harvest()
        self.save_soon()

    def _stop_waiting(self) -> None:
        if self._timer_of_pause is not None:
            self._timer_of_pause.stop()

    def save_soon(self) -> None:
        """Save in a thread; the newest change wins."""
        if self.version == self.saved:
            self._rests()
            return
        version, save = self.version, self.saver()
        self.run_job(lambda: self.Kept(version, save()))

    @on(Kept)
    def kept(self, message: Kept) -> None:
        message.stop()
        self.saved = max(self.saved, message.version)
        self.after_save(message.result)
        if self.saved == self.version:
            self._rests()

    def _rests(self) -> None:
        self._waits = False
        self.paint_frame()


class Form(Keeping):
    """Make the widgets from ``filled``; it holds what was kept before, by ``gather``'s names.

    Say ``finished`` when it was sent or recorded. A page whose state is not in text fields alone
    has a ``gather`` of its own, and calls ``changed`` where it changes.
    """

    KEPT = N_("kept so far")
    """A form is no draft of a signal, and what is kept of it was not recorded yet."""
    UNTIL_LEFT: ClassVar[bool] = False
    """A search or a choice that outlives a lock, but not that one leaves the page."""

    def __init__(self, *, again: bool = False) -> None:
        """``again``: opened again after a lock."""
        super().__init__()
        self.again = again
        self.form: FormDraft | None = None
        self.filled: dict[str, Any] = {}
        self._seen: dict[str, Any] = {}
        self._ready = self._done = False

    # -- what a page fills in ---------------------------------------------------------

    def about(self) -> Mapping[str, Any]:
        """What this form is about: one draft is kept of each. What the page is opened with."""
        place = self.place()
        return place.args if place is not None else {}

    def gather(self) -> dict[str, Any]:
        """What is filled in now, by name; by itself all text fields, without passphrases."""
        found: dict[str, Any] = {
            field.path: field.value
            for field in self.query(TextField)
            if not isinstance(field, Secret)
        }
        return found | {text.id: text.value for text in self.query(Writing) if text.id}

    def untouched(self) -> Mapping[str, Any]:
        """What stands in an untouched form: that is not worth keeping."""
        return {}

    # -- frame ------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        if self.form is None:
            self._open_form()
        yield from super().compose()

    def _open_form(self) -> None:
        place = self.place()
        if place is None:
            return
        try:
            self.form = FormDraft(self.session, place.room, self.about())
            if self.UNTIL_LEFT and not self.again:
                self.form.save({})
        except MhError as error:  # the page works all the same
            self.call_after_refresh(self.tell_error, error)
            return
        self.filled = dict(self.form.values)
        self._seen = filled_in(self.filled)

    def _painted(self) -> None:
        super()._painted()
        self._ready = True

    def keep(self) -> None:
        self.filled = self.gather()

    @property
    def is_kept(self) -> bool:
        return self.form is not None and self.form.is_kept and not self.UNTIL_LEFT

    def kept_text(self) -> str:
        return "" if self.UNTIL_LEFT else super().kept_text()

    # -- kept -------------------------------------------------------------------------

    @on(TextField.Changed)
    @on(TextArea.Changed)
    @on(Input.Changed)
    def changed(self) -> None:
        """Something of the form changed."""
        if self._ready and self._now() != self._seen:
            self._done = False
            self.typing()

    def _now(self) -> dict[str, Any]:
        now = filled_in(self.gather())
        return {} if now == filled_in(self.untouched()) else now

    def harvest(self) -> None:
        if not self._ready or self._done:
            return
        now = self._now()
        if now != self._seen:
            self._seen = now
            self.version += 1

    def saver(self) -> Callable[[], object]:
        form, values, version = self.form, self._seen, self.version
        return lambda: form.keep(values, version) if form is not None else None

    def put_away(self) -> None:
        self._stop_waiting()
        self.harvest()
        if self.version != self.saved:
            self.saver()()
            self.saved = self.version
            self._rests()

    def finished(self) -> None:
        """It was sent, recorded or thrown away: nothing of it is kept."""
        self._stop_waiting()
        self._done, self._waits = True, False
        self._seen = {}
        self.version += 1
        self.saved = self.version
        form = self.form
        if form is not None:
            form.values = {}
            self.attempt(lambda: form.keep({}, self.version))

    async def action_back(self) -> None:
        if self.UNTIL_LEFT:
            self.finished()
        await super().action_back()


def filled_in(values: Mapping[str, Any]) -> dict[str, Any]:
    """Only what is filled in: an empty text, list or tick is nothing."""
    return {
        name: value
        for name, value in values.items()
        if (value.strip() if isinstance(value, str) else value)
    }
