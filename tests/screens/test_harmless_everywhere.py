"""What others wrote cannot steer the terminal, whichever field it stands in and where it is shown.

- The busy offices are built with texts that try: escapes, OSC, C1, bidi overrides, zero-width
  characters and Textual's markup, in every field of every signal, answer, note, contact, card and
  file name that travels or is typed.
- Each screen that shows such data is opened on them and read to its end.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from screens.walking import WORK
from tests.screens import busy
from tests.screens.gallery import NAMES
from tests.screens.scene import Scene, lines_of, opened, painted, settled
from tests.screens.still import still
from tests.screens.test_snapshots import STEERING

NO_DATA = {
    "hidden", "help", "help_review", "partner_empty", "triage_danger", "entry_indicators",
    "palette", "ask_quit", "signals_filter", "choose", "checklist",
    "entry_acute", "entry_context", "entry_time", "entry_minor", "entry_forms", "entry_sector",
    "practice", "practice_story", "practice_danger", "practice_indicators", "practice_look",
    "practice_decide", "settings", "passphrase", "sent",
    "signals_search",
}  # fmt: skip
"""Screens on which nothing stands that a person wrote; the search finds nothing of it."""
SHOWS_DATA = [name for name, one in NAMES.items() if one.start == WORK and name not in NO_DATA]
WRITTEN = ("rood", "vet", "groen", "rechtsom", "omgekeerd")
"""Words of the hostile texts; one of them must come into sight, or nothing was tried."""
PAGES = 8


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> busy.Busy:
    """The busy offices with hostile words."""
    with still(busy.NOW) as now:
        return busy.build(tmp_path_factory.mktemp("hostile") / "profiles", now, busy.hostile)


@pytest.mark.parametrize("name", SHOWS_DATA)
async def test_hostile_text_in_every_field_is_shown_as_text(name, hostile):
    shown = replace(NAMES[name], words=busy.hostile)
    async with opened(shown, hostile) as scene:
        text = await read_to_the_end(scene)
        assert any(word in text for word in WRITTEN), text
        assert scene.app._exception is None


async def read_to_the_end(scene: Scene) -> str:
    """All that the page shows, each line checked as it is painted."""
    pages: list[str] = []
    while len(pages) < PAGES:
        pages.append(checked(scene))
        if len(pages) > 1 and pages[-1] == pages[-2]:
            break
        await scene.pilot.press("pagedown")
        await settled(scene.pilot)
    return "\n".join(pages)


def checked(scene: Scene) -> str:
    strips = painted(scene.app)
    lines = lines_of(strips)
    for strip, line in zip(strips, lines, strict=True):
        assert not STEERING.search(line), line.encode("unicode-escape")
        assert not any(one.control for one in strip), line
        for one in strip:
            meta = one.style.meta if one.style is not None else {}
            assert "@click" not in meta, line
            if one.style is not None and one.style.bold and "vet" in one.text:
                assert "[b]vet" in one.text, line
    return "\n".join(lines)
