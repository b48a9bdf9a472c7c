"""A disk that is full, read-only or pulled out: a clear answer, and what was answered for stays."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mh_tui.bundle import placing
from mh_tui.bundle.outcome import Outcome
from mh_tui.errors import NotAllowed, StorageFailed
from mh_tui.projection import listing
from mh_tui.services import admitting, exporting, inspecting, intake, reading, recording
from mh_tui.services.session import Session, open_session
from mh_tui.vault import files
from tests.faults.test_killed import MANY
from tests.region import PASSPHRASE, Region, assert_fold_is_fresh, heads, record
from tests.vault.test_storage_failures import fill_up, small_disk

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mounts a tmpfs")


@pytest.fixture
def disk(tmp_path):
    with small_disk(tmp_path / "disk", 8192) as place:
        yield place


def moved(play: Region, name: str, disk: Path) -> Session:
    """The profile of ``name`` on that disk from now on."""
    play[name].close()
    shutil.copytree(play.folder / name, disk / name)
    play.sessions[name] = open_session(disk / name, user=None, passphrase=PASSPHRASE)
    return play[name]


def count(session: Session) -> int:
    return len(reading.page(session, listing.Filter(), limit=1000)[0])


def sound(session: Session) -> None:
    assert inspecting.verify(session)["problems"] == []
    assert_fold_is_fresh(session)


@linux
def test_recording_on_a_full_disk_says_so_and_keeps_what_was_recorded(play: Region, disk):
    desk = moved(play, "desk", disk)
    record(desk)
    ballast = fill_up(disk)
    with pytest.raises(StorageFailed, match="disk_full") as caught:
        recording.add(desk, recording.check(desk, recording.parse(MANY), not_bsn=False))
    assert caught.value.exit_code == 7
    assert count(desk) == 1
    ballast.unlink()
    record(desk)
    assert count(desk) == 2
    sound(desk)
    play.settle()
    assert count(play["focal"]) == 2


@linux
@pytest.mark.parametrize("free", [4096, 100_000, 400_000, 900_000])
@pytest.mark.parametrize("looked", [True, False], ids=["foreseen", "while it is written"])
def test_importing_on_a_full_disk_takes_nothing_and_can_be_done_again(
    play: Region, disk, free, looked, monkeypatch
):
    desk = play["desk"]
    for _ in range(4):
        recording.add(desk, recording.check(desk, recording.parse(MANY), not_bsn=False))
    paths = play.export("desk", "focal")
    focal = moved(play, "focal", disk)
    before = heads(focal)
    ballast = fill_up(disk)
    os.truncate(ballast, max(0, ballast.stat().st_size - free))
    if not looked:
        monkeypatch.setattr(intake, "_check_room", lambda session, size: None)
    with pytest.raises(StorageFailed, match="disk_full"):
        intake.import_paths(focal, paths)
    assert heads(focal) == before
    ballast.unlink()
    assert play.take("focal", *paths) == [Outcome.IMPORTED]
    assert count(focal) == 400
    sound(focal)


@linux
def test_exporting_to_a_full_stick_leaves_nothing_there(play: Region, disk):
    desk = play["desk"]
    recording.add(desk, recording.check(desk, recording.parse(MANY), not_bsn=False))
    ballast = fill_up(disk)
    os.truncate(ballast, ballast.stat().st_size - 30_000)
    with pytest.raises(StorageFailed, match="disk_full"):
        exporting.export(desk, "upstream", disk / "out")
    assert list((disk / "out").glob("*")) == []
    ballast.unlink()
    exporting.export(desk, "upstream", disk / "out")
    assert play.take("focal", disk / "out") == [Outcome.IMPORTED]


@linux
def test_a_stick_that_cannot_be_written_says_so(play: Region, disk):
    record(play["desk"])
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with pytest.raises(StorageFailed, match="read_only"):
        exporting.export(play["desk"], "upstream", disk / "out")
    with pytest.raises(StorageFailed, match="read_only"):
        exporting.export(play["desk"], "upstream", disk)
    sound(play["desk"])


@linux
def test_a_profile_on_a_disk_that_turned_read_only_says_so(play: Region, disk):
    desk = moved(play, "desk", disk)
    record(desk)
    desk.close()
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with pytest.raises(StorageFailed, match="read_only"):
        open_session(disk / "desk", user=None, passphrase=PASSPHRASE)


@pytest.mark.parametrize("moment", ["while writing", "before the rename", "after the rename"])
def test_a_stick_pulled_out_while_writing_leaves_no_bundle(play: Region, monkeypatch, moment):
    desk, out = play["desk"], play.folder / "stick"
    recording.add(desk, recording.check(desk, recording.parse(MANY), not_bsn=False))

    def pulled(call: Any) -> Any:
        """``call``, and then the stick is gone."""

        def gone(*args: Any) -> Any:
            done = call(*args)
            shutil.rmtree(out, ignore_errors=True)
            return done

        return gone

    if moment == "while writing":
        monkeypatch.setattr(placing._Hashing, "write", pulled(placing._Hashing.write))
    elif moment == "before the rename":
        monkeypatch.setattr(os, "fsync", pulled(os.fsync))
    else:
        monkeypatch.setattr(files, "replace", pulled(files.replace))
    with pytest.raises(StorageFailed, match="io_failed"):
        exporting.export(desk, "upstream", out)
    assert not out.exists() or list(out.glob("*")) == []
    monkeypatch.undo()
    exporting.export(desk, "upstream", play.folder / "another")
    assert play.take("focal", play.folder / "another") == [Outcome.IMPORTED]
    sound(desk)


def test_a_stick_that_gives_back_other_bytes_is_found_out(play: Region, monkeypatch):
    record(play["desk"])
    replace = files.replace

    def worn_out(source: Path, target: Path) -> None:
        raw = bytearray(source.read_bytes())
        raw[-1] ^= 1
        source.write_bytes(raw)
        replace(source, target)

    monkeypatch.setattr(files, "replace", worn_out)
    with pytest.raises(StorageFailed, match="io_failed"):
        exporting.export(play["desk"], "upstream", play.folder / "worn")
    assert list((play.folder / "worn").glob("*")) == []


def test_nothing_is_ever_overwritten(play: Region, tmp_path):
    target = tmp_path / "desk.mhcard"
    admitting.write_card(play["desk"], target)
    first = target.read_bytes()
    with pytest.raises(NotAllowed, match="file_exists"):
        admitting.write_card(play["focal"], target)
    assert target.read_bytes() == first
    target.unlink()
    (tmp_path / ".desk.mhcard.part").write_bytes(b"left by a kill")
    admitting.write_card(play["desk"], target)
    assert target.read_bytes() == first
