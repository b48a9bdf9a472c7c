"""Draw README's picture from the program itself: the checklist of a signal, on invented data."""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

from mh_tui import language
from mh_tui.services import demo
from mh_tui.services.session import open_session
from screens.app import MhApp

TARGET = Path(__file__).parent.parent / "assets" / "picture.svg"
SIZE = (80, 24)
WAIT = 0.6
"""Seconds for a screen to settle; only a maintainer waits for it."""
KEYS = ("n", "n", "enter", "space", "down", "down", "space")


async def draw() -> str:
    """The SVG of the second page of a signal with two indicators ticked."""
    language.use("nl")
    with tempfile.TemporaryDirectory() as folder:
        made = demo.build(Path(folder) / "region", signals=3)
        home = Path(made["home"])
        session = open_session(home, user=made["user"], passphrase=made["passphrase"])
        app = MhApp(home, "nl", session)
        async with app.run_test(size=SIZE) as pilot:
            await asyncio.sleep(WAIT)
            for key in KEYS:
                await pilot.press(key)
                await asyncio.sleep(WAIT)
            drawn = app.export_screenshot(title="mh_tui")
    # The picture names fonts on the web; a reader's own fixed-width font will do.
    return re.sub(r"@font-face\s*{[^}]*}", "", drawn)


if __name__ == "__main__":
    TARGET.write_text(asyncio.run(draw()), encoding="utf-8")
