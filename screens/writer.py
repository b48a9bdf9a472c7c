"""What is shown goes to the terminal in a thread of its own, and never holds up the program.

Textual's own thread ends at the first failure, and who writes then waits for it without end: a
program whose window was closed ran on in the dark. A terminal that stops reading (Ctrl+S, a lost
connection) stopped the program itself, a signal to end included.

- A slow terminal slows the program down, so that keys do not run ahead of what is seen.
- One that takes nothing for ``PATIENCE`` seconds is waited for no longer; what comes stays in line.
- One that is gone loses what is written to it.
"""

from __future__ import annotations

import contextlib
import termios
import threading
import time
from collections import deque
from io import TextIOWrapper
from typing import Any

AHEAD = 30
"""Texts that may wait before the program waits too."""
PATIENCE = 1.0  # seconds
GIVEN_UP = 3.0
"""Seconds without a byte: a terminal takes some thousands at once, a slow one not each second."""
MOST = 15.0  # seconds that a slow terminal gets for what is left at the end
PIECE = 1024
"""Bytes at once: a slow terminal shows that it takes them."""
PICTURE = 200
"""Bytes from which a text is a picture and no order to the terminal."""
BLOCKED = 0.02  # seconds until it is asked again


class TerminalWriter(threading.Thread):
    """A thread with the methods of a text file; takes the place of Textual's ``WriterThread``."""

    def __init__(self, file: TextIOWrapper) -> None:
        super().__init__(daemon=True, name="textual-output")
        self._file = file
        buffer: Any = file.buffer
        self._raw = getattr(buffer, "raw", buffer)  # without a buffer (python -u) it is the file
        self._line: deque[bytes] = deque()
        self._changed = threading.Condition()
        self._taken = 0
        """Bytes that the terminal took."""
        self._is_stuck = self._is_gone = self._ends = False

    def write(self, text: str) -> None:
        data = text.encode(self._file.encoding, "replace")
        with self._changed:
            if self._is_gone:
                return
            if not self._is_stuck:
                self._is_stuck = not self._changed.wait_for(self._has_room, PATIENCE)
            self._line.append(data)
            self._changed.notify_all()

    def _has_room(self) -> bool:
        return self._is_gone or len(self._line) < AHEAD

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        """Of the terminal."""
        return self._file.fileno()

    def flush(self) -> None:
        """The thread writes at once."""

    def run(self) -> None:
        try:
            while (data := self._next()) is not None:
                self._write_whole(data)
                with self._changed:
                    self._is_stuck = False
        except (OSError, ValueError):  # hung up, or closed
            with self._changed:
                self._is_gone = True
                self._line.clear()
                self._changed.notify_all()

    def _next(self) -> bytes | None:
        with self._changed:
            self._changed.wait_for(lambda: self._line or self._ends)
            data = self._line.popleft() if self._line else None
            self._changed.notify_all()
            return data

    def _write_whole(self, data: bytes) -> None:
        """Past the buffer of the file: who waits in there keeps Python itself from ending."""
        view = memoryview(data)
        while view and not (self._ends and len(data) >= PICTURE):
            taken = self._raw.write(view[:PIECE]) or 0  # None: it would block
            view = view[taken:]
            self._taken += taken
            if not taken:
                time.sleep(BLOCKED)

    def _forget_what_was_written(self) -> None:
        """The system holds some 64 KB for a terminal: at a slow one half a minute of pictures."""
        with contextlib.suppress(OSError, termios.error):
            termios.tcflush(self._file.fileno(), termios.TCOFLUSH)

    def stop(self) -> None:
        """Write what is left, for as long as the terminal takes it.

        Pictures of a screen that goes are left out: what gives the terminal back comes after them.
        """
        with self._changed:
            self._ends = True
            orders = deque(data for data in self._line if len(data) < PICTURE)
            if self._is_stuck or len(orders) < len(self._line):
                self._forget_what_was_written()
            self._line = orders
            self._changed.notify_all()
        end = time.monotonic() + MOST
        with contextlib.suppress(RuntimeError):  # it never began
            while self.is_alive() and time.monotonic() < end:
                before = self._taken
                self.join(GIVEN_UP)
                if self._taken == before:
                    return
