"""What every screen has: header, body, notice and footer; how it works and what it tells.

- A page asks services and tells what a person chose; it holds a view value and paints it.
- ``body`` makes the widgets, ``paint`` fills them from ``self`` (called after each compose, so
  also when the language changes).
- Work that takes time: ``run_job(function)`` in a thread; its result comes back as a message.
- ``place`` says how to open this page again after a lock; drafts are saved in ``put_away``.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual import actions, events, on
from textual._context import active_message_pump
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from mh_tui.errors import MhError
from mh_tui.language import _
from screens.keys import APP_KEYS, Key, in_footer
from screens.layout import TellingCompositor
from screens.widgets.edges import Edges
from screens.widgets.field import Secret, TextField
from screens.widgets.footer import Footer
from screens.widgets.notice import Notice, error_text
from screens.widgets.rows import RowList, wrapped

if TYPE_CHECKING:
    from mh_tui.services.session import Session
    from screens.app import MhApp

T = TypeVar("T")
IN_SIGHT = 0.7
"""Seconds that a page was in sight, and no early key came, before a key decides there."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page to open again: the room's name and what it was opened with (ids, never content)."""

    room: str
    args: Mapping[str, Any] = field(default_factory=dict)


class Page(Screen[None]):
    """One screen. Set ``KEYS`` and ``BINDINGS = bindings(KEYS)``; write ``body``, ``paint``."""

    KEYS: ClassVar[tuple[Key, ...]] = ()
    ABOUT: ClassVar[str] = ""
    """msgid: what this screen is for, in a few sentences; ``help`` shows it with the keys."""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 - as in Screen
    """Classes by width in cells: ``-wide`` has room for a panel beside a list."""
    IS_HELP: ClassVar[bool] = False
    """The help itself has no help."""
    _session: Session | None = None
    HIDDEN_APP_KEYS: ClassVar[frozenset[str]] = frozenset()
    """Ids of app keys that the footer of this page leaves out, where room is short."""

    class Failed(Message):
        """A job ended with an error of ours."""

        def __init__(self, error: MhError) -> None:
            super().__init__()
            self.error = error

    def __init__(self) -> None:
        super().__init__()
        self._compositor = TellingCompositor()
        self._in_sight_since = math.inf
        self._pointed = 0.0

    # -- what cannot be taken back ----------------------------------------------------

    def on_screen_resume(self) -> None:
        self.comes_in_sight()

    def comes_in_sight(self) -> None:
        """What is shown now is new: from the next painting on somebody can see it."""
        self._in_sight_since = math.inf
        self.call_after_refresh(self._came_in_sight)

    def _came_in_sight(self) -> None:
        self._in_sight_since = Message().time

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """It comes before the click, so also before what the click chooses."""
        self._pointed = event.time

    def was_seen(self, key: str) -> bool:
        """Whether this key came from somebody who saw the page; else it says to press it again.

        A burst of keys, from a fast hand or a remote desktop, decides nothing on a page that came
        up in the middle of it.
        """
        pressed = max(self.mh.typing.pressed, self._pointed)
        if pressed - self._in_sight_since >= IN_SIGHT:
            return True
        self._in_sight_since = max(self._in_sight_since, pressed)
        self.tell(_("Check it first. {key} again does it.").format(key=key), "look")
        return False

    # -- what a page fills in ---------------------------------------------------------

    def body(self) -> ComposeResult:
        """The widgets between header and footer."""
        yield from ()

    def paint(self) -> None:
        """Fill the widgets from what this page knows."""

    def about_text(self) -> str:
        """What help says about this page, in the chosen language."""
        return _(self.ABOUT)

    def title_text(self) -> str:
        """Where one is, without personal data."""
        return ""

    def name_text(self) -> str:
        """What help calls this page."""
        return self.title_text()

    def status_text(self) -> str:
        """What the right end of the header says."""
        return ""

    def kept_text(self) -> str:
        """Whether what is typed here is kept, where something is typed."""
        return ""

    def place(self) -> Place | None:
        """How to open this page again, or None: it is not opened again after a lock."""
        return None

    def keep(self) -> None:
        """Take over what stands in the fields: the widgets are about to be made anew."""

    def put_away(self) -> None:
        """Save what was typed: the program locks or closes, or this page goes."""

    def close_profile(self) -> None:
        """Close a profile that only this page holds (the set-up)."""

    def unsent(self) -> str:
        """Why one might not want to quit now, or nothing."""
        return ""

    # -- frame ------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        yield Edges(id="header")
        with Vertical(id="body"):
            yield from self.body()
        yield Notice(id="notice")
        yield Footer(id="footer")

    def on_mount(self) -> None:
        self._painted()

    def _painted(self) -> None:
        self.paint_frame()
        self.paint()

    def paint_frame(self) -> None:
        """Header and footer, from ``title_text``, ``status_text`` and ``shown_keys``."""
        if not self.query("#header"):  # the language changes: all is made anew, and painted then
            return
        header = self.query_one("#header", Edges)
        header.left = Content.assemble(
            (" mh_tui", "bold $mh-accent"), "   ", (self.title_text(), "bold")
        )
        status = "   ".join(filter(None, (self.status_text(), self.kept_text())))
        header.right = Content.assemble((status, "$mh-quiet"), " ")
        self.query_one("#footer", Footer).keys = tuple(in_footer(self.shown_keys()))

    def own_keys(self) -> tuple[Key, ...]:
        """The keys of this page itself; ``check_action`` may leave out what does nothing now."""
        return self.KEYS

    def explained_keys(self) -> list[Key]:
        """The keys of this page that do something now, for its help."""
        return [key for key in self.own_keys() if key.help and self._allows(key)]

    def shown_keys(self) -> Iterable[Key]:
        for key in (*APP_KEYS, *self.own_keys()):
            if key.id not in self.HIDDEN_APP_KEYS and self._allows(key):
                yield key

    def _allows(self, key: Key) -> bool:
        if key.action.startswith("app."):
            return bool(self.app.check_action(key.action.removeprefix("app."), ()))
        _namespace, name, parameters = actions.parse(key.action)
        return bool(self.check_action(name, parameters))

    async def relabel(self) -> None:
        """The language changed: make all texts anew and keep the focus.

        As a message of its own: no timer and no answer of a job comes while the widgets are gone.
        """
        if active_message_pump.get(None) is self:
            await self._relabel()
        elif self.is_running:
            done = asyncio.Event()

            async def relabelled() -> None:
                try:
                    await self._relabel()
                finally:
                    done.set()

            self.call_next(relabelled)
            await done.wait()

    async def _relabel(self) -> None:
        """What is typed, but for a passphrase, and where the cursors stand comes back."""
        self.keep()
        fields = [one for one in self.query(TextField) if not isinstance(one, Secret)]
        typed = {one.path: one.value for one in fields}
        current = {one.id: one.current.id for one in self.query(RowList) if one.current}
        focused = self.focused
        names = [one.id for one in focused.ancestors_with_self if one.id] if focused else []
        await self.recompose()
        self._painted()
        for one in self.query(TextField):
            one.value = one.value or typed.get(one.path, "")
        for rows in self.query(RowList):
            rows.select(current.get(rows.id, ""))
        self._focus_again(names)
        self.read_again()

    def read_again(self) -> None:
        """The language changed: read anew what a service put in words."""

    def _focus_again(self, names: Iterable[str]) -> None:
        """What one can type in, in the innermost of these: the input of a field has no id."""
        for name in names:
            for found in self.query(f"#{name}"):
                inside = [
                    one for one in found.walk_children(Widget, with_self=True) if one.focusable
                ]
                if len(inside) == 1:
                    inside[0].focus()
                    return

    # -- at work ----------------------------------------------------------------------

    @property
    def mh(self) -> MhApp:
        return cast("MhApp", self.app)

    def works_in(self, session: Session | None) -> None:
        """The profile that was unlocked when this page was made."""
        self._session = session

    @property
    def session(self) -> Session:
        """The unlocked profile this page works in.

        A message that came just before a lock is dealt with after it: then it is the closed one,
        which refuses every read, and the page is on its way out.
        """
        self._session = self.mh.session or self._session
        assert self._session is not None
        return self._session

    def run_job(self, work: Callable[[], Message | None]) -> None:
        """Do ``work`` in a thread; post the message it returns here, or ``Failed``.

        The profile stays open until the work ends, also when the program locks meanwhile; a
        message for a page that is gone is dropped.
        """
        self.mh.run_held(self, work)

    def attempt(self, work: Callable[[], T], labels: Mapping[str, str] | None = None) -> T | None:
        """``work()``, or None after its error was shown; for what takes no time."""
        self.query_one(Notice).clear()
        try:
            return work()
        except MhError as error:
            self.tell_error(error, labels)
            return None

    def tell(self, text: str, kind: str = "good") -> None:
        """Say something above the footer; kind: good, look or error."""
        self.query_one(Notice).say(text, kind)

    def tell_error(self, error: MhError, labels: Mapping[str, str] | None = None) -> None:
        self.tell(error_text(error, labels), "error")

    @on(Failed)
    def failed(self, message: Failed) -> None:
        """A job failed; a page with fields of its own overrides this to name them."""
        message.stop()
        self.tell_error(message.error)

    async def action_back(self) -> None:
        """Back, unless what was typed cannot be saved: then it stays in sight."""
        try:
            self.put_away()
        except MhError as error:
            self.tell_error(error)
            return
        self.mh.back()


def hanging(rows: Iterable[tuple[str, str]], width: int, label: int = 22) -> Content:
    """Lines of a quiet label and its text; what is wrapped stays beside its label."""
    lines: list[Content] = []
    for name, text in rows:
        for number, part in enumerate(wrapped(text, max(20, width - label))):
            start = name if number == 0 else ""
            lines.append(Content.assemble((f"{start:<{label - 1}} ", "$mh-quiet"), part))
    return Content("\n").join(lines)


def quiet(text: str) -> Content:
    """Text of second importance."""
    return Content.styled(text, "$mh-quiet")


def labelled(rows: Iterable[tuple[str, str]], width: int = 16) -> Content:
    """Lines of a quiet label and its value, aligned."""
    return Content("\n").join(
        Content.assemble((f"{label:<{width}}", "$mh-quiet"), value) for label, value in rows
    )
