"""Nothing that a person wrote is ever in clear on a disk, or on a wire.

Markers are planted wherever the program takes words; then every file that it leaves is searched,
also while it works, after a kill and after a purge.
"""

from __future__ import annotations

import json
import os
import signal as signals
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from mh_tui.journal import clock
from mh_tui.services import feedback, forgetting, handover, reading, recording
from mh_tui.services.session import Session
from mh_tui.vault.drafts import Draft
from tests.region import PASSPHRASE, Region, assert_fold_is_fresh

ROOT = Path(__file__).resolve().parents[2]
WORDS = {
    "narrative": "kersenboomgaard",
    "note": "vuurvliegje",
    "name": "Zwaluwstaart",
    "plate": "QX-421-B",
    "organisation": "Paardenbloem",
    "reporter": "Madeliefje",
    "draft": "boterbloemetje",
    "answer": "korenwolfje",
    "withdrawn": "distelvinkje",
    "user": "Annelies",
    "passphrase": PASSPHRASE,
    "municipality": "Drechterland",
}
MARKED = {
    "narrative": WORDS["narrative"],
    "municipality": WORDS["municipality"],
    "persons": [{"role": "unknown", "name": WORDS["name"], "note": WORDS["note"]}],
    "vehicles": [{"plate": WORDS["plate"]}],
    "organisations": [{"name": WORDS["organisation"]}],
    "reporter": {"kind": "melder_balie", "name": WORDS["reporter"], "contact": "06-12345678"},
}


def traces(folder: Path, words: dict[str, str] = WORDS) -> set[tuple[str, str]]:
    """(file, word) of every word found, in any of the ways a text is written down."""
    found = set()
    for path in folder.rglob("*"):
        content = path.name.encode() + (path.read_bytes() if path.is_file() else b"")
        lowered = content.lower()
        for what, word in words.items():
            forms = {word.lower().encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")}
            forms.add(word.encode().hex().encode())
            if any(form in lowered for form in forms):
                found.add((path.name, what))
    return found


def a_day(play: Region) -> str:
    """All that a signal goes through, with markers everywhere."""
    signal = play.record("desk", **MARKED)
    play["desk"].vault.drafts.save(Draft("Annelies", "signal", WORDS["draft"] * 20))
    play.settle()
    shown = handover.preview(
        play["focal"], signal, profile="tafel", to=play.office("coord").hex(),
        legal_basis="wgs_riec",
    )  # fmt: skip
    handover.approve(play["focal"], shown)
    play.settle()
    feedback.give(play["focal"], signal, outcome="dank", text=f"Dank, {WORDS['answer']}")
    play.settle()
    feedback.reply(play["desk"], 1, f"Graag gedaan, {WORDS['answer']}")
    recording.withdraw(play["desk"], play.record("desk", **MARKED), WORDS["withdrawn"])
    play.settle()
    return signal


def test_no_word_is_in_clear_in_any_profile_or_bundle(play: Region):
    a_day(play)
    kept = {key: word for key, word in WORDS.items() if key != "user"}
    assert len(list(play.folder.rglob("*-wal"))) >= 7
    assert len(list(play.folder.rglob("*.mhb"))) > 10
    assert traces(play.folder, kept) == set()
    assert traces(play.folder / "desk") == set()
    play.close()
    assert traces(play.folder, kept) == set()


def test_the_search_would_find_a_word(tmp_path):
    (tmp_path / "x").write_bytes(b"\0" + WORDS["name"].upper().encode("utf-16-le"))
    assert traces(tmp_path) == {("x", "name")}


@pytest.mark.skipif(sys.platform == "win32", reason="needs a fork and SIGKILL")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("after", [0.02, 0.05, 0.1])
def test_no_word_is_in_clear_after_a_kill(play: Region, after: float):
    play["desk"].close()
    child = os.fork()
    if child == 0:
        try:
            play.open("desk")
            while True:
                play.record("desk", **MARKED)
        finally:
            os._exit(1)
    time.sleep(after)
    os.kill(child, signals.SIGKILL)
    os.waitpid(child, 0)
    assert traces(play.folder / "desk") == set()


# -- what was forgotten is gone ---------------------------------------------------------


PAGE, RESERVED = 4096, 80
"""SQLCipher 4: each page ends in an IV of 16 and an HMAC of 64 bytes."""


def plain(session: Session) -> bytes:
    """Every byte of the database file under its encryption: rows, indexes and free pages."""
    session.vault.database.checkpoint()
    raw = (session.vault.folder / "vault.db").read_bytes()
    key = algorithms.AES(session.vault.database.key)
    found = []
    for at in range(0, len(raw), PAGE):
        end = at + PAGE - RESERVED
        begin = at or 16  # the first page begins with the salt
        opener = Cipher(key, modes.CBC(raw[end : end + 16])).decryptor()
        found.append(opener.update(raw[begin:end]) + opener.finalize())
    return b"".join(found)


CONTENT = ("narrative", "note", "name", "plate", "organisation", "reporter")


def test_what_a_desk_forgets_is_in_no_row_index_or_log(play: Region):
    signal = play.record("desk", **MARKED)
    recording.amend(play["desk"], signal, {"narrative": f"Toch geen {WORDS['narrative']}"})
    before = plain(play["desk"])
    assert {what for what in CONTENT[:5] if WORDS[what].encode() not in before} == set()
    play.settle()
    later = clock.wall_ms() + 40 * clock.DAY_MS
    assert forgetting.forget_due(play["desk"], now_ms=later) == 1
    gone = plain(play["desk"]).lower()
    assert {what for what in CONTENT if WORDS[what].lower().encode() in gone} == set()
    wal = play.folder / "desk" / "vault.db-wal"
    assert not wal.exists() or wal.stat().st_size == 0
    shown = reading.show(play["desk"], signal)
    assert shown["receipt"] == "received"
    assert WORDS["narrative"] not in json.dumps(shown)
    assert_fold_is_fresh(play["desk"])
    assert (play.folder / "desk" / "vault.db").read_bytes()[:6] != b"SQLite"


def test_what_was_forgotten_is_not_found_by_searching(play: Region):
    from mh_tui.projection import listing

    play.record("desk", **MARKED)
    wanted = listing.Filter(words=WORDS["narrative"])
    assert len(reading.page(play["desk"], wanted)[0]) == 1
    play.settle()
    assert reading.page(play["desk"], wanted)[0] == []
    with play["desk"].read() as connection:
        connection.exec_driver_sql(
            "CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'signal_words', 'row')"
        )
        terms = connection.exec_driver_sql("SELECT term FROM terms").scalars().all()
    assert terms == []


# -- the network ------------------------------------------------------------------------

LISTENING = """
import sys
opened = []
def hook(event, args):
    if event.startswith("socket.") and event not in ("socket.gethostname",):
        opened.append((event, repr(args)))
    if event in ("os.system", "subprocess.Popen", "os.exec", "os.posix_spawn"):
        opened.append((event, repr(args)))
sys.addaudithook(hook)
from pathlib import Path
import pytest
from mh_tui.vault import sealing
from tests import region
from tests.faults.test_traces import a_day
sealing.stretch = region.quick
folder = Path(sys.argv[1])
from tests.region import Region
play = Region.copy(Path(sys.argv[2]), folder)
a_day(play)
play.close()
print(opened)
"""


def test_a_whole_journey_opens_no_socket_and_starts_no_program(region_template, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", LISTENING, str(tmp_path / "region"), str(region_template)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
