"""What is sealed opens for one key, in one context, and for nobody else."""

from __future__ import annotations

import pytest

from mh_tui.vault import sealing
from mh_tui.vault.sealing import SealBroken

PRIVATE, PUBLIC = sealing.new_pair()


def test_keys_have_the_sizes_that_other_layers_store():
    assert (len(PRIVATE), len(PUBLIC)) == (sealing.PRIVATE_BYTES, sealing.PUBLIC_BYTES)
    assert sealing.public_of(PRIVATE) == PUBLIC
    assert len(sealing.seal(PUBLIC, b"k" * 32, b"i")) == 1168


def test_a_seal_opens_in_its_own_context_only():
    box = sealing.seal(PUBLIC, b"secret", b"mh/a/1")
    assert sealing.unseal(PRIVATE, box, b"mh/a/1") == b"secret"
    with pytest.raises(SealBroken):
        sealing.unseal(PRIVATE, box, b"mh/b/1")
    with pytest.raises(SealBroken):
        sealing.unseal(sealing.new_pair()[0], box, b"mh/a/1")
    for place in (0, 1087, 1088, 1119, 1120, len(box) - 1):
        flipped = box[:place] + bytes([box[place] ^ 1]) + box[place + 1 :]
        with pytest.raises(SealBroken):
            sealing.unseal(PRIVATE, flipped, b"mh/a/1")


@pytest.mark.parametrize("size", [0, 1, 31, 1119, 1120, 1135])
def test_a_cut_seal_is_broken_and_nothing_else(size):
    with pytest.raises(SealBroken):
        sealing.unseal(PRIVATE, bytes(size), b"i")


@pytest.mark.parametrize("key", [b"", b"x" * 95, b"x" * 97])
def test_a_private_key_of_another_size_is_broken(key):
    with pytest.raises(SealBroken):
        sealing.unseal(key, sealing.seal(PUBLIC, b"x", b"i"), b"i")


@pytest.mark.parametrize(
    "key",
    [b"", PUBLIC[:-1], PUBLIC + b"x", b"\xff" * 1216],
    ids=["empty", "short", "long", "bad coefficient"],
)
def test_a_public_key_that_is_none_is_broken(key):
    with pytest.raises(SealBroken):
        sealing.seal(key, b"x", b"i")


def test_a_small_order_public_key_gets_nothing():
    with pytest.raises(SealBroken):
        sealing.seal(PUBLIC[:1184] + bytes(32), b"x", b"i")


def test_a_box_opens_with_its_key_and_its_associated_data():
    box = sealing.lock_box(b"k" * 32, b"secret", b"data")
    assert sealing.open_box(b"k" * 32, box, b"data") == b"secret"
    for key, content, data in [
        (b"x" * 32, box, b"data"),
        (b"k" * 32, box, b"other"),
        (b"k" * 32, box[:-1], b"data"),
        (b"k" * 32, b"", b"data"),
    ]:
        with pytest.raises(SealBroken):
            sealing.open_box(key, content, data)


def test_every_purpose_has_a_key_of_its_own():
    assert sealing.derive(b"k" * 32, b"a") != sealing.derive(b"k" * 32, b"b")
    assert len(sealing.derive(b"k" * 32, b"a")) == 32


def test_a_passphrase_is_stretched_by_argon2id_as_the_rfc_says(real_stretch):
    """Against OpenSSL's own: the parameters reach it in the right order."""
    cost = sealing.Cost(64 * 1024, 3, 4)
    first = sealing.stretch(b"een lange zin", b"s" * 16, cost)
    assert first.hex() == sealing.stretch(b"een lange zin", b"s" * 16, cost).hex()
    assert first != sealing.stretch(b"een lange zin", b"t" * 16, cost)
    assert first != sealing.stretch(b"een lange zin", b"s" * 16, sealing.Cost(64 * 1024, 4, 4))
