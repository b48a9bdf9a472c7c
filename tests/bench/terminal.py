"""A pseudo-terminal to measure in: starts a program, sends keys, times what it paints.

It answers the question for synchronized output with yes, as today's terminals do: each frame of
Textual then ends in a mark, and that mark is the moment of the paint. Unix only.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

ROWS, COLUMNS = 24, 80
FRAME_ENDS = b"\x1b[?2026l"
_QUESTION, _ANSWER = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
PATIENCE = 20.0
QUIET = 0.3


class Terminal:
    """``with Terminal(command, environment, folder)``: runs from entering to leaving."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], folder: Path):
        self._command = list(command)
        self._environment = {**environment, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self._folder = folder
        self._seen = b""

    def __enter__(self) -> Self:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self._began = time.perf_counter()
        self._process = subprocess.Popen(
            self._command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=self._environment,
            cwd=self._folder,
            start_new_session=True,
        )
        os.close(theirs)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._ours)

    def until(self, text: str) -> float:
        """Seconds from the start of the program to the end of the frame that shows ``text``."""
        self._wait(text.encode())
        return time.perf_counter() - self._began

    def key(self, sent: bytes, *, shows: str = "") -> float:
        """Seconds from a key to the end of the next frame, or of the one that shows a text."""
        self._drain(0)
        began = time.perf_counter()
        os.write(self._ours, sent)
        self._wait(shows.encode())
        seconds = time.perf_counter() - began
        self._drain(0.01)
        return seconds

    def quiet(self) -> None:
        """Wait until nothing was painted for a while."""
        self._drain(QUIET)

    def _wait(self, text: bytes) -> None:
        """Until a frame ends after ``text`` was painted."""
        self._seen = b""
        end = time.perf_counter() + PATIENCE
        while True:
            at = self._seen.find(text)
            if at >= 0 and self._seen.find(FRAME_ENDS, at) >= 0:
                return
            if not self._read(max(0.0, end - time.perf_counter())):
                shown = self._seen[-2000:].decode(errors="replace")
                raise RuntimeError(f"{text!r} was never painted: {shown!r}")

    def _drain(self, seconds: float) -> None:
        while self._read(seconds):
            self._seen = b""

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._ours], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self._ours, 1 << 16)
        except OSError:  # Linux: the program is gone
            return False
        if _QUESTION in data:
            os.write(self._ours, _ANSWER)
        self._seen += data
        return bool(data)
