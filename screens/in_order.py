"""Keys one after another: each is dealt with before the next is given out.

Textual gives a key to what has the focus at that moment, also while the key before it still moves
the focus or opens a screen. Somebody who types fast, or whose remote desktop sends keys in bursts,
then types a passphrase into the field for the name, and letters into nothing.

- Keys and pastes wait in one line; all else passes at once. A letter into a text moves nothing,
  so the next one does not wait for it.
- The key that hides the screen never waits; what was still in the line is dropped then.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING

from textual import events
from textual.app import ScreenStackError
from textual.message_pump import MessagePump

if TYPE_CHECKING:
    from textual.app import App

PATIENCE = 2.0  # seconds that the next key waits at most for a widget that is busy
QUIET = 2
"""Rounds in which nothing moved before the key counts as dealt with."""
AHEAD = 16
"""Letters that a text is given before it has dealt with them. With more nothing else gets a turn:
not the key that hides the screen."""
AT_ONCE = 5
"""Turns of the loop in which a widget that has nothing to do answers."""

TO_NEXT = frozenset({"tab", "shift+tab", "enter"})
"""Keys to another field. Textual orders fields by where they were last laid out, so a field that
was just shown is in its place only after the screen was painted."""

Give = Callable[[events.Event], Awaitable[None]]


class InOrder:
    """The line of keys of one app; ``give`` hands an event to Textual."""

    def __init__(self, app: App[int], give: Give) -> None:
        self._app = app
        self._give = give
        self._line: deque[events.Event] = deque()
        self._task: asyncio.Task[None] | None = None
        self.pressed = 0.0
        """When the key was pressed that is being dealt with, by the clock of the events."""

    @property
    def is_empty(self) -> bool:
        """Nothing waits, and the last key was dealt with."""
        return self._task is None or self._task.done()

    def add(self, event: events.Event) -> None:
        self._line.append(event)
        if self.is_empty:
            self._task = asyncio.create_task(self._hand_out())

    def drop(self) -> None:
        """Forget what waits."""
        self._line.clear()

    async def _hand_out(self) -> None:
        try:
            ahead = 0
            while self._line and self._app.is_running:
                event = self._line.popleft()
                self.pressed = event.time
                if not self._may_move(event):
                    await self._give(event)
                    ahead += 1
                    if ahead % AHEAD == 0 and self._app.focused is not None:
                        await _emptied(self._app.focused, PATIENCE)
                    continue
                if (focused := self._app.focused) is not None:  # the letters before it
                    await _emptied(focused, PATIENCE)
                if isinstance(event, events.Key) and event.key in TO_NEXT:
                    await self._painted()
                await self._give(event)
                await self._settled()
        except ScreenStackError:  # the app ends
            self.drop()
        except Exception as error:  # noqa: BLE001 - as Textual does with what fails in a message
            self._app._handle_exception(error)  # noqa: SLF001

    def _may_move(self, event: events.Event) -> bool:
        """Whether it can do more than put a letter into the text that has the focus."""
        focused = self._app.focused
        if isinstance(event, events.Key) and focused is not None:
            return not focused.check_consume_key(event.key, event.character)
        return not isinstance(event, events.Paste)

    async def _settled(self) -> None:
        """Wait until what the key set going has ended, as far as it is known now.

        A key opens a screen, that mounts a page, that takes the focus; a choice tells its field,
        which tells the page, which shows another field: each step is seen a round later.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        before: object = None
        quiet = 0
        while quiet < QUIET and loop.time() < end:
            busy = False
            for pump in list(self._concerned()):
                if pump.is_running and loop.time() < end:
                    busy |= not await _emptied(pump, end - loop.time())
            now = (self._app.screen, self._app.focused)
            quiet = 0 if busy or now != before else quiet + 1
            before = now

    async def _painted(self) -> None:
        done = asyncio.Event()
        if self._app.screen.call_after_refresh(done.set):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), PATIENCE)

    def _concerned(self) -> Iterator[MessagePump]:
        """From what has the focus up to the screen and the app, as messages bubble."""
        focused = self._app.screen.focused
        if focused is not None:
            yield from list(focused.ancestors_with_self)[:-2]
        yield from (self._app.screen, self._app)


async def _emptied(pump: MessagePump, seconds: float) -> bool:
    """Wait until ``pump`` has dealt with all before this, or is gone; true if at once."""
    done = asyncio.Event()
    if not pump.post_message(events.Callback(callback=done.set)):
        return True
    for _turn in range(AT_ONCE):
        await asyncio.sleep(0)
        if done.is_set():
            return True
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while not done.is_set() and pump.is_running and loop.time() < end:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), 0.05)
    return False
