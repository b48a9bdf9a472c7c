"""Each call of the program as a process of its own, without paying for its imports each time.

- One process has everything imported and forks for every call; the child has its own standard
  streams, environment and words, as if it had been started.
- Where there is no fork (Windows) calls start in the ordinary way: ``tests.conftest.MhTui``.
- A passphrase costs a plain hash here, so that some two hundred unlocks fit in a minute; what
  Argon2id does is shown in ``tests/vault`` and by the calls of the plain ``mh``.
- What a fresh start imports is shown elsewhere: ``tests/test_import_hygiene.py``.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mh_tui.vault import sealing
from tests.conftest import ROOT, MhTui, Said

CAN_FORK = hasattr(os, "fork")
STREAMS = ("in", "out", "err")
BROKEN = 99
"""The exit code of a child that did not get as far as the program."""


class Forker:
    """The process that forks. ``call`` waits for one call and tells its exit code."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.cli.forking"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )

    def call(self, args: list[str], env: dict[str, str], folder: Path) -> int:
        asked = json.dumps({"args": args, "env": env, "folder": str(folder)})
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(asked.encode() + b"\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=10)
        self._process.stdout.close()


@dataclass(frozen=True, slots=True)
class Quick(MhTui):
    """``MhTui`` whose calls are forked off."""

    forker: Forker | None = None

    def __call__(
        self,
        *args: str | Path,
        stdin: str | bytes = b"",
        env: dict[str, str] | None = None,
        timeout: float = 60,
    ) -> Said:
        if self.forker is None:
            return MhTui.__call__(self, *args, stdin=stdin, env=env, timeout=timeout)
        with tempfile.TemporaryDirectory(prefix="mh-call-") as named:
            folder = Path(named)
            (folder / "in").write_bytes(stdin.encode() if isinstance(stdin, str) else stdin)
            code = self.forker.call(
                [str(arg) for arg in args], self.environment() | (env or {}), folder
            )
            out, err = ((folder / name).read_text("utf-8") for name in ("out", "err"))
        return Said(code, out, err)


def _quick(passphrase: bytes, salt: bytes, cost: sealing.Cost) -> bytes:
    return hashlib.sha256(salt + bytes([cost.lanes]) + passphrase).digest()


def _serve() -> None:
    """Read calls, one JSON line each; answer each with its exit code."""
    _import_everything()
    sealing.stretch = _quick
    for line in sys.stdin:
        call = json.loads(line)
        child = os.fork()
        if child == 0:
            code = BROKEN
            try:
                code = _run(call)
            finally:
                os._exit(code)
        _pid, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _run(call: dict[str, Any]) -> int:
    """One call in the child: its own streams and environment, then the program itself."""
    folder = Path(call["folder"])
    for number, name in enumerate(STREAMS):
        mode = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT
        handle = os.open(folder / name, mode, 0o600)
        os.dup2(handle, number)
        os.close(handle)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - it is the process's own
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    os.environ.clear()
    os.environ.update(call["env"])
    from mh_tui.cli.main import main

    code = main(call["args"])
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def _import_everything() -> None:
    from importlib import import_module

    from mh_tui.cli.main import COMMANDS
    from mh_tui.reference.indicators import indicators
    from mh_tui.reference.partners import partners
    from mh_tui.reference.roles import roles
    from mh_tui.reference.route import route

    for module, _attribute in COMMANDS.values():
        import_module(module)
    for name in ("demo", "inspecting", "intake", "exporting", "admitting"):
        import_module(f"mh_tui.services.{name}")
    for module in ("mh_tui.cli.grammar", "mh_tui.cli.signal_form", "babel.dates", "babel.numbers"):
        import_module(module)
    for known in (indicators, partners, roles, route):
        known()


if __name__ == "__main__":
    _serve()
