"""A file that unfolds to gibibytes costs us neither memory nor time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.region import Region
from tests.vectors.forge import entry, melding, padded, press, say

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import json, resource, sys, time
from pathlib import Path
from mh_tui.vault import sealing
from tests import region
sealing.stretch = region.quick
from mh_tui.services import intake
from mh_tui.services.session import open_session
session = open_session(Path(sys.argv[1]), user=None, passphrase=region.PASSPHRASE)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
begun = time.process_time()
outcomes = [r.outcome for r in intake.import_paths(session, [Path(sys.argv[2])])]
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([outcomes, (after - before) / 1024, time.process_time() - begun]))
"""
MIB = 1 << 20


def faulty(size: int) -> bytes:
    """A body that no schema knows and that unfolds from a few bytes."""
    return entry(b"o" * 32, "signal.sung", {"text": "[" * size}, subject=bytes(10))


@pytest.mark.skipif(sys.platform == "win32", reason="measures with resource")
def test_bombs_are_refused_in_little_memory_and_time(play: Region, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    honest = say(play["desk"], play["focal"], melding(play.office("desk")))
    large = honest.but(frames=lambda frames: [frames[0] * 1000] * 200)
    bombs = {
        "entries": large,
        "zeros": honest.but(plain=lambda plain: plain + bytes(400 * MIB)),
        "manifest": honest.but(plain=lambda plain: b"\x00\xff\xff\xff" + bytes(300 * MIB)),
        "packed": honest.but(pack=lambda plain: padded(press(plain + bytes(300 * MIB)))),
        "brackets": say(play["desk"], play["focal"], *[faulty(2 * MIB - 400)] * 10),
    }
    for name, bomb in bombs.items():
        (stick / f"{name}.mhb").write_bytes(bomb.make())
    play["focal"].close()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(play.folder / "focal"), str(stick)],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    outcomes, grown, seconds = json.loads(done.stdout)
    assert sorted(outcomes) == ["damaged"] * 3 + ["imported", "too_large"]
    assert grown < 100  # MiB
    assert seconds < 4
