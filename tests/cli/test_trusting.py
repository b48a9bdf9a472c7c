"""Cards are believed after a telephone call, and never overwritten or taken back in silence."""

from __future__ import annotations

import pytest

DEVICE = {"device", "office", "role", "organisation", "state", "fingerprint", "via"}


def test_a_card_is_written_once_and_never_over_another_file(strangers, tmp_path):
    focal, out = strangers.focal, tmp_path / "focal.mhcard"
    card = focal.ok("card", "--out", out)
    assert set(card) == {"path", "device", "office", "fingerprint"}
    assert {key: focal.made[key] for key in ("device", "office", "fingerprint")} == {
        key: card[key] for key in ("device", "office", "fingerprint")
    }
    before = out.read_bytes()
    assert focal.refused("card", "--out", out)[:2] == (5, "file_exists")
    assert out.read_bytes() == before == focal.card.read_bytes()


def test_a_card_is_admitted_by_the_digits_however_they_are_spaced(strangers, tmp_path):
    region = strangers.copy(tmp_path)
    digits = region.focal.made["fingerprint"].replace(" ", "")
    spaced = " ".join(digits[n : n + 3] for n in range(0, 30, 3))
    admitted = region.desk.ok(
        "admit", region.focal.card, "--fingerprint", spaced, "--upstream", "melding"
    )
    assert admitted == {
        "device": region.focal.made["device"],
        "office": region.focal.made["office"],
        "role": "focal-point",
        "organisation": "hoorn",
        "fingerprint": region.focal.made["fingerprint"],
    }
    again = region.desk.ok("admit", region.focal.card, "--fingerprint", spaced)
    assert again == admitted


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        ("1234", (2, "fingerprint_length", "fingerprint")),
        ("x" * 30, (2, "fingerprint_length", "fingerprint")),
        ("0" * 30, (4, "wrong_fingerprint", None)),
    ],
)
def test_digits_that_do_not_fit_admit_nobody(strangers, digits, expected):
    desk = strangers.desk
    assert desk.refused("admit", strangers.focal.card, "--fingerprint", digits) == expected
    assert [one["state"] for one in desk.ok("trust", "list")["devices"]] == ["own"]


def test_a_damaged_card_is_refused_and_a_missing_one_is_named(strangers, tmp_path):
    desk = strangers.desk
    digits = ("--fingerprint", strangers.focal.made["fingerprint"])
    raw = bytearray(strangers.focal.card.read_bytes())
    raw[-1] ^= 1
    changed = tmp_path / "changed.mhcard"
    changed.write_bytes(raw)
    assert desk.refused("admit", changed, *digits)[:2] == (4, "bad_signature")
    changed.write_bytes(raw[:50])
    assert desk.refused("admit", changed, *digits)[:2] == (4, "damaged")
    changed.write_bytes(b"hello")
    assert desk.refused("admit", changed, *digits)[:2] == (4, "not_a_bundle")
    assert desk.refused("admit", tmp_path / "none", *digits) == (2, "not_found", "file")


@pytest.mark.parametrize(
    ("profile", "expected"),
    [("tafel", (5, "wrong_addressee")), ("x", (2, "unknown_code")), ("", (2, "unknown_code"))],
)
def test_an_office_gets_only_what_it_may_get(strangers, profile, expected):
    said = strangers.desk.refused(
        "admit",
        strangers.region.card,
        "--fingerprint",
        strangers.region.made["fingerprint"],
        "--upstream",
        profile,
    )
    assert said[:2] == expected


def test_nobody_admits_its_own_card(strangers):
    desk = strangers.desk
    said = desk.refused("admit", desk.card, "--fingerprint", desk.made["fingerprint"])
    assert said[:2] == (5, "own_card")


def test_a_card_of_our_own_office_is_told_loudly_what_it_becomes(own_region, tmp_path):
    from mh_tui.services import admitting, setup
    from mh_tui.trust.fingerprint import fingerprint

    office = bytes.fromhex(own_region.desk.made["office"])
    second = setup.create(
        tmp_path / "second", role="desk", organisation="hoorn", name=None, user="Bea",
        passphrase="een zin die lang genoeg is", office=office,
    ).session  # fmt: skip
    with second:
        admitting.write_card(second, tmp_path / "second.mhcard")
    digits = fingerprint(second.me.device)
    said = own_region.desk("admit", tmp_path / "second.mhcard", "--fingerprint", digits)
    assert "Let op: deze kaart noemt uw eigen kantoor" in said.out
    assert f"mh-tui trust revoke {second.me.device.hex()[:8]}" in " ".join(said.out.split())


def test_the_list_tells_who_is_in_and_through_whom(admitted):
    devices = admitted.focal.ok("trust", "list")["devices"]
    assert all(set(one) == DEVICE for one in devices)
    assert [one["state"] for one in devices] == ["own", "admitted", "admitted"]
    assert {one["via"] for one in devices} == {admitted.focal.made["device"]}
    text = admitted.focal("trust", "list").out
    assert "Stand: toegelaten" in text
    assert admitted.desk.made["fingerprint"] in text


def test_a_withdrawn_device_gets_nothing_and_cannot_come_back(own_region, tmp_path):
    focal, desk = own_region.focal, own_region.desk
    start = desk.made["device"][:10]
    assert focal.refused("trust", "revoke", start, "--reason", " ")[:2] == (2, "empty_text")
    assert focal.refused("trust", "revoke", start[:7], "--reason", "weg") == (
        2,
        "not_found",
        "device",
    )
    [device] = focal.ok("trust", "revoke", start, "--reason", "laptop kwijt")["devices"]
    assert (device["device"], device["state"]) == (desk.made["device"], "revoked")
    assert focal.refused("trust", "revoke", start, "--reason", "weer")[:2] == (5, "revoked")
    again = focal.refused("admit", desk.card, "--fingerprint", desk.made["fingerprint"])
    assert again[:2] == (5, "revoked")
    to = ("export", "--to", desk.made["office"][:8], "--out", tmp_path)
    assert focal.refused(*to)[:2] == (5, "revoked")
    own = focal.refused("trust", "revoke", focal.made["device"], "--reason", "x")
    assert own[:2] == (5, "own_card")
