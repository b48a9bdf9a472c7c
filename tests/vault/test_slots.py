"""``keys.json`` as found on a disk that failed, or put there by someone else."""

from __future__ import annotations

import json
import time
import tracemalloc
from dataclasses import replace

import pytest

from mh_tui.errors import MhError, StorageFailed, WrongPassphrase
from mh_tui.vault import sealing, slots
from mh_tui.vault.slots import KeysFile
from tests.vault.conftest import ANNA, BOB

JUNK = (None, True, -1, 1 << 60, 1.5, "", "zz", "00", [], {}, ["00"], [[]], "é")
NO_KEYS_FILE = [
    b"[]",
    b"null",
    b"7",
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b"9" * 10_000,
    b" " * (slots.FILE_LIMIT + 1),
    b'{"format": 1}',
    b'{"format": [], "sum": 0}',
]
HOSTILE_COSTS = [
    [100 << 20, 3, 4],
    [65536, 1 << 30, 4],
    [65536, 3, 1 << 20],
    [1024, 3, 4],
    [65536, 1, 4],
    [65536, 3, 1],
    [65536, 3],
    [65536, 3, 4, 5],
    [65536.0, 3, 4],
    ["65536", 3, 4],
    None,
]


def rewrite(path, content) -> None:
    """As an attacker would: with a sum that fits."""
    content = {key: value for key, value in content.items() if key != "sum"}
    content["sum"] = slots._sum(content)
    path.write_text(json.dumps(content), encoding="utf-8")


def test_every_flipped_byte_is_refused_or_harmless(profile):
    whole = (profile.folder / "keys.json").read_bytes()
    keys = KeysFile.parse(whole)
    refused = 0
    for place in range(len(whole)):
        loaded = parsed_or_code(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert loaded in (keys, "damaged", "newer_format"), place
        refused += loaded != keys
    assert refused > 0.8 * len(whole)


@pytest.mark.parametrize("cut", [0, 1, 100, -1, -3])
def test_a_cut_file_is_called_damaged_and_not_a_wrong_passphrase(profile, cut):
    path = profile.folder / "keys.json"
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(StorageFailed, match="damaged") as caught:
        profile.open()
    assert caught.value.exit_code == 7
    assert "keys.json" in caught.value.message()


@pytest.mark.parametrize("content", NO_KEYS_FILE, ids=range(len(NO_KEYS_FILE)))
def test_what_is_no_keys_file_is_called_damaged(profile, content):
    (profile.folder / "keys.json").write_bytes(content)
    with pytest.raises(StorageFailed, match="damaged"):
        profile.open()


def test_a_newer_format_asks_for_a_newer_program(profile):
    path = profile.folder / "keys.json"
    rewrite(path, json.loads(path.read_bytes()) | {"format": 2, "slots": "another shape"})
    with pytest.raises(StorageFailed, match="newer_format"):
        profile.open()


@pytest.mark.parametrize("cost", HOSTILE_COSTS, ids=str)
def test_a_hostile_file_cannot_ask_for_memory_or_time(profile, real_stretch, cost):
    path = profile.folder / "keys.json"
    content = json.loads(path.read_bytes())
    for slot in content["slots"]:
        slot["argon2id"] = cost
    rewrite(path, content)
    start = time.monotonic()
    with pytest.raises(StorageFailed, match="damaged"):
        profile.open()
    assert time.monotonic() - start < 1


def test_a_huge_file_is_not_read_into_memory(profile):
    with open(profile.folder / "keys.json", "r+b") as file:
        file.truncate(1 << 30)
    tracemalloc.start()
    with pytest.raises(StorageFailed, match="damaged"):
        profile.open()
    assert tracemalloc.get_traced_memory()[1] < 3 * slots.FILE_LIMIT
    tracemalloc.stop()


def parsed_or_code(raw: bytes) -> KeysFile | str:
    try:
        return KeysFile.parse(raw)
    except StorageFailed as error:
        return error.code


def exit_code(profile) -> int:
    """How unlocking ends; anything but an error of ours passes."""
    try:
        profile.open().close()
    except MhError as error:
        return error.exit_code
    return 0


def places(value, path=()):
    yield path
    inner = enumerate(value) if isinstance(value, list) else getattr(value, "items", tuple)()
    for key, below in inner:
        yield from places(below, (*path, key))


def put_at(content, path, value):
    changed = json.loads(json.dumps(content))
    target = changed
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = value
    return changed


def test_a_forged_file_never_ends_in_a_traceback(profile):
    path = profile.folder / "keys.json"
    content = json.loads(path.read_bytes())
    content["tries"] = [[content["slots"][0]["id"], 1, 1, 1], [None, 1, 1, 1]]
    opened = 0
    for place in places(content):
        for junk in JUNK if place and place[0] != "sum" else ():
            rewrite(path, put_at(content, place, junk))
            code = exit_code(profile)
            assert code in (0, 2, 3, 7), (place, junk)
            opened += code == 0
    assert opened


def test_forged_boxes_of_any_size_never_end_in_a_traceback(profile):
    path = profile.folder / "keys.json"
    content = json.loads(path.read_bytes())
    for name in ("private", "database", "identity"):
        for size in (0, 1, 11, 12, 13, 28, 1119, 1120, 1136, 1168, 1232):
            box = "ab" * size
            value = [box] if name == "database" else box
            rewrite(path, put_at(content, ("slots", 0, name), value))
            if (name, size) == ("identity", 0):
                profile.open().close()
                continue
            with pytest.raises((StorageFailed, WrongPassphrase)):
                profile.open()


def test_a_real_profile_cannot_be_passed_off_as_a_demo(profile):
    path = profile.folder / "keys.json"
    rewrite(path, json.loads(path.read_bytes()) | {"demo": True})
    with pytest.raises(WrongPassphrase):
        profile.open()


def test_two_users_who_swap_names_get_in_nowhere(profile):
    path = profile.folder / "keys.json"
    keys = KeysFile.load(path)
    anna, bob = keys.find("Anna"), keys.find("Bob")
    swapped = keys.put(replace(anna, name=bob.name)).put(replace(bob, name=anna.name))
    swapped.save(path)
    for passphrase in (ANNA, BOB):
        with pytest.raises(WrongPassphrase):
            profile.open("Anna", passphrase)


def test_a_stronger_slot_of_a_later_version_still_opens(tmp_path, real_stretch):
    made = slots.new_slot(b"c" * 17, b"n" * 32, b"een lange zin")
    assert made.slot.cost == sealing.Cost(64 * 1024, 3, 4)
    assert made.slot.open_private(b"c" * 17, b"een lange zin") == made.private
    assert sealing.Cost(256 * 1024, 4, 4).acceptable()


def test_keys_in_memory_are_not_in_the_repr_that_a_crash_could_show():
    made = slots.new_slot(b"c" * 17, b"n" * 32, b"een lange zin")
    ring = slots.KeyRing((b"database-key",), b"identity-key")
    assert "database-key" not in repr(ring)
    assert repr(made.private)[2:20] not in repr(made)
