"""What the first paint needs, and what the environment cannot make the program do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

FIRST = """
import asyncio, sys
from pathlib import Path
from screens.app import MhApp

HEAVY = {"sqlalchemy", "sqlmodel", "pydantic", "cryptography", "sqlcipher3", "babel", "click"}

async def main():
    app, loaded = MhApp(Path(sys.argv[1]), "nl"), []
    display = app._display

    def first(screen, renderable):
        if renderable is not None and not loaded:
            loaded.append(sorted({name.split(".")[0] for name in sys.modules} & HEAVY))
        display(screen, renderable)

    app._display = first
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a", "b")
        while not app.screen.unfolded or not app.screen.query("#passphrase Input"):
            await asyncio.sleep(0.01)
        await pilot.pause()
        typed = app.screen.query_one("#passphrase").value
    print(loaded[0], typed)

asyncio.run(main())
"""
CONSTANTS = """
import screens.app
from textual import constants
print(constants.DEBUG, constants.LOG_FILE, constants.SCREENSHOT_DELAY, constants.DRIVER,
      constants.ESCAPE_DELAY, constants.TEXTUAL_ANIMATIONS)
"""


def run(code: str, *args: str, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *args],
        capture_output=True,
        cwd=ROOT,
        env=os.environ | (env or {}),
        check=True,
        timeout=60,
    )
    return done.stdout.decode().strip()


def test_the_lock_is_painted_before_any_heavy_library_and_keeps_what_was_typed(tmp_path: Path):
    (tmp_path / "keys.json").write_text("{}", encoding="utf-8")
    assert run(FIRST, str(tmp_path)) == "[] ab"


def test_the_environment_cannot_log_keys_save_the_screen_or_load_code():
    hostile = {
        "TEXTUAL": "debug,devtools",
        "TEXTUAL_DEBUG": "1",
        "TEXTUAL_LOG": "/tmp/keys.log",
        "TEXTUAL_SCREENSHOT": "1",
        "TEXTUAL_DRIVER": "os:system",
        "ESCDELAY": "1",
    }
    assert run(CONSTANTS, env=hostile) == "False None -1 None 0.3 none"
