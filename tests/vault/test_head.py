"""What must be there: the record of the newest own entry, against lost commits and old copies."""

from __future__ import annotations

import pytest

from mh_tui.errors import StorageFailed
from mh_tui.vault.head import Head, HeadFile, NewestOwn

KEY, OTHER = b"1" * 32, b"2" * 32
A, L = b"a" * 32, b"l" * 32
CONTENTS = [None, b"", b"x", bytes(8192), b"\xff" * 8192, bytes(10**6)]


@pytest.fixture
def head(tmp_path) -> HeadFile:
    made = HeadFile(tmp_path / "head.bin", KEY)
    made.start()
    return made


def again(tmp_path, key: bytes = KEY) -> HeadFile:
    return HeadFile(tmp_path / "head.bin", key)


def test_a_new_profile_has_no_own_entry_yet(head, tmp_path):
    assert head.read() is None
    assert again(tmp_path).read() is None


def test_the_newest_record_counts_after_a_restart(head, tmp_path):
    for seq in range(1, 6):
        again(tmp_path).write(seq, A, seq, L)
        assert again(tmp_path).read() == Head(seq + 1, seq, A, seq, L)


def test_a_torn_write_falls_back_to_the_record_before_it(head, tmp_path):
    head.write(1, A, 1, L)
    head.write(2, A, 2, L)
    path = tmp_path / "head.bin"
    torn = bytearray(path.read_bytes())
    at = (head.read().counter % 2) * 4096
    torn[at + 60 : at + 90] = bytes(30)
    path.write_bytes(torn)
    assert again(tmp_path).read().seq == 1
    again(tmp_path).write(3, A, 3, L)
    assert again(tmp_path).read().seq == 3


def test_any_flipped_byte_gives_this_record_or_the_one_before(head, tmp_path):
    head.write(1, A, 1, L)
    head.write(2, A, 2, L)
    path = tmp_path / "head.bin"
    whole = path.read_bytes()
    seen = set()
    for place in [*range(200), *range(4096, 4296), 300, 4095, 8191]:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        seen.add(again(tmp_path).read().seq)
    assert seen == {1, 2}


@pytest.mark.parametrize("content", CONTENTS, ids=range(len(CONTENTS)))
def test_a_lost_or_ruined_file_is_damage_and_never_a_fresh_start(head, tmp_path, content):
    head.write(1, A, 1, L)
    path = tmp_path / "head.bin"
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(StorageFailed, match="damaged") as caught:
        again(tmp_path).read()
    assert "head.bin" in caught.value.message()
    with pytest.raises(StorageFailed, match="damaged"):
        again(tmp_path).write(2, A, 2, L)


def test_the_record_of_another_profile_is_damage(head, tmp_path):
    head.write(1, A, 1, L)
    with pytest.raises(StorageFailed, match="damaged"):
        again(tmp_path, OTHER).read()


def test_a_device_renewed_starts_from_what_it_knows(head, tmp_path):
    head.start(NewestOwn(4, A, 4, L))
    assert again(tmp_path).read().seq == 4


def test_a_new_key_takes_the_record_along(head, tmp_path):
    head.write(5, A, 5, L)
    head.rekey(OTHER)
    assert head.read().seq == again(tmp_path, OTHER).read().seq == 5
    head.write(6, A, 6, L)
    assert again(tmp_path, OTHER).read().seq == 6


def test_a_rekey_that_was_done_before_a_kill_is_taken_over(head, tmp_path):
    head.write(5, A, 5, L)
    head.rekey(OTHER)
    late = again(tmp_path)
    late.rekey(OTHER)
    assert late.read().seq == 5


def test_a_rekey_does_not_hide_damage(head, tmp_path):
    (tmp_path / "head.bin").write_bytes(b"")
    late = again(tmp_path)
    late.rekey(OTHER)
    with pytest.raises(StorageFailed, match="damaged"):
        late.read()


@pytest.mark.parametrize(("audience", "link"), [(b"a", L), (A, b"l" * 33)])
def test_values_of_another_size_are_not_cut_or_padded(head, audience, link):
    with pytest.raises(ValueError):
        head.write(1, audience, 1, link)
    assert head.read() is None


def test_a_write_stays_within_the_file(head, tmp_path):
    size = (tmp_path / "head.bin").stat().st_size
    for seq in range(1, 5):
        head.write(seq, A, seq, L)
    assert (tmp_path / "head.bin").stat().st_size == size == 8192
