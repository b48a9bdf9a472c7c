"""Calls of ``mh-tui`` as processes of their own, as a script or a person makes them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import screens  # noqa: F401 - before Textual, as in the program: nothing is animated
from mh_tui import language

ROOT = Path(__file__).resolve().parent.parent
NOT_INHERITED = ("MH_TUI_", "TEXTUAL", "LC_", "COVERAGE_")


def pytest_xdist_auto_num_workers() -> int:
    """Half as many again as there are cores: a test of a screen also waits for its painting."""
    return ((os.cpu_count() or 1) * 3 + 1) // 2


@pytest.fixture(autouse=True)
def _in_dutch():
    """Each test begins in the default language, whichever one the test before it spoke."""
    language.use(language.DEFAULT)


@dataclass(frozen=True, slots=True)
class Said:
    """What one call left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as the one JSON document it must be."""
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        assert set(self.json) == {"error"}, self.out
        error: dict[str, Any] = self.json["error"]
        assert set(error) == {"code", "message", "field", "detail"}
        return error


@dataclass(frozen=True, slots=True)
class MhTui:
    """Runs the program in ``home``; every call is a new process without a terminal."""

    home: Path
    program: tuple[str, ...] = ("-m", "mh_tui")

    def __call__(
        self,
        *args: str | Path,
        stdin: str | bytes = b"",
        env: dict[str, str] | None = None,
        timeout: float = 60,
    ) -> Said:
        done = subprocess.run(
            [sys.executable, *self.program, *map(str, args)],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            env=self.environment() | (env or {}),
            cwd=ROOT,
            timeout=timeout,
        )
        return Said(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(NOT_INHERITED)}
        return kept | {"MH_TUI_HOME": str(self.home), "PYTHONWARNINGS": "default"}


@pytest.fixture
def mh(tmp_path: Path) -> MhTui:
    """``mh("signal", "list", "--json").json`` in a profile folder that does not exist yet."""
    return MhTui(tmp_path / "profile")


@pytest.fixture
def secret_file(tmp_path: Path):
    """Write a passphrase to a file and return its path."""

    def write(text: str | bytes, name: str = "passphrase") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return write
