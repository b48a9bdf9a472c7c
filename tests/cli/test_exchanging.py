"""Files go out and come in, each with its outcome, and nothing is lost on the way."""

from __future__ import annotations

import pytest

FILE = {"path", "outcome", "bundle", "from", "new", "known", "set_aside", "acked", "missing"}
BUNDLE = {"path", "bundle", "to", "entries", "bytes"}
MINIMAL = {"context": "straat", "acute": "nee", "gut_feeling": True}


def _bundle(office, to, folder) -> str:
    """Write one bundle; its path."""
    [written] = office.ok("export", "--to", to, "--out", folder)["bundles"]
    path: str = written["path"]
    return path


def _one(office, path) -> tuple[int, str]:
    """Exit code and outcome of importing one file."""
    said = office("import", path, "--json")
    [result] = said.json["files"]
    assert set(result) == FILE
    return said.code, result["outcome"]


# -- out ------------------------------------------------------------------------------


def test_an_export_names_its_file_and_a_second_sends_the_same_again(region, tmp_path):
    desk = region.desk
    desk.add(MINIMAL)
    first = desk.ok("export", "--to", "upstream", "--out", tmp_path / "new" / "stick")
    [written] = first["bundles"]
    assert set(written) == BUNDLE
    assert written["to"] == region.focal.made["office"]
    assert written["path"].endswith(f"{written['bundle']}.mhb")
    second = desk.ok("export", "--to", region.focal.made["office"][:8], "--out", tmp_path)
    assert second["bundles"][0]["entries"] == written["entries"]
    assert second["bundles"][0]["bundle"] != written["bundle"]


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (("--to", "upstream"), (2, "missing", "out")),
        (("--to", "enkhuizen", "--out", "x"), (2, "not_found", "to")),
        (("--to", "ffffffff", "--out", "x"), (2, "not_found", "to")),
    ],
)
def test_an_addressee_that_is_not_known_gets_no_file(region, tmp_path, args, expected):
    args = tuple(str(tmp_path / arg) if arg == "x" else arg for arg in args)
    assert region.desk.refused("export", *args) == expected
    assert list(tmp_path.iterdir()) == []


def test_an_export_of_nothing_makes_its_folder_so_that_a_script_can_go_on(strangers, tmp_path):
    out = tmp_path / "new" / "stick"
    assert strangers.desk.ok("export", "--to", "all", "--out", out)["bundles"] == []
    assert strangers.desk.ok("import", out) == {"files": []}


def test_without_an_upstream_there_is_nobody_to_send_to(strangers, tmp_path):
    said = strangers.desk.refused("export", "--to", "upstream", "--out", tmp_path)
    assert said[:2] == (5, "no_upstream")
    assert strangers.desk.ok("export", "--to", "all", "--out", tmp_path) == {
        "bundles": [],
        "nothing_for": [],
    }


def test_what_arrived_is_not_sent_again_unless_asked(own_region, tmp_path):
    desk, focal = own_region.desk, own_region.focal
    own_region.carry(desk, focal, tmp_path / "a")
    own_region.carry(focal, desk, tmp_path / "b")
    nothing = desk.ok("export", "--to", "all", "--out", tmp_path / "c")
    # An acknowledgement is still due; after that there is nothing at all.
    focal.ok("import", *[one["path"] for one in nothing["bundles"]])
    done = desk.ok("export", "--to", "all", "--out", tmp_path / "d")
    assert done == {"bundles": [], "nothing_for": [focal.made["office"]]}
    everything = desk.ok("export", "--to", "all", "--out", tmp_path / "e", "--everything")
    assert everything["bundles"][0]["entries"] > 0


# -- in -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def stick(admitted, tmp_path_factory):
    """Copies of the offices, and a bundle of the desk for its focal point."""
    region = admitted.copy(tmp_path_factory.mktemp("stick"))
    region.desk.add(MINIMAL)
    return region, _bundle(region.desk, "upstream", region.folder / "files")


def test_a_bundle_comes_in_once_and_is_known_after_that(own_region, stick):
    _region, path = stick
    first = own_region.focal.ok("import", path)["files"][0]
    assert (first["outcome"], first["from"]) == ("imported", own_region.desk.made["office"])
    assert first["new"] > 0
    second = own_region.focal.ok("import", path)["files"][0]
    assert (second["outcome"], second["new"], second["known"]) == ("already_known", 0, first["new"])


def test_a_file_for_others_is_no_refusal_in_a_shared_folder_but_is_one_by_name(stick):
    region, path = stick
    assert _one(region.region, path) == (4, "not_for_us")
    said = region.region("import", region.folder / "files", "--json")
    assert (said.code, [one["outcome"] for one in said.json["files"]]) == (0, ["not_for_us"])


def test_a_sender_that_was_not_admitted_can_be_admitted_and_tried_again(strangers, stick, tmp_path):
    # The same device, of which this focal point has not seen the card yet.
    focal = strangers.copy(tmp_path).focal
    assert _one(focal, stick[1]) == (4, "unknown_sender")
    text = focal("import", stick[1])
    assert "Laat die toe" in text.out or "toegelaten" in text.out


def test_a_damaged_file_stops_no_other(own_region, stick, tmp_path):
    _region, path = stick
    with open(path, "rb") as file:
        raw = bytearray(file.read())
    broken = bytearray(raw)
    broken[len(raw) // 2] ^= 1
    (tmp_path / "a.mhb").write_bytes(broken)
    (tmp_path / "b.mhb").write_bytes(raw[: len(raw) // 2])
    (tmp_path / "c.mhb").write_bytes(b"a text")
    (tmp_path / "d.mhb").write_bytes(raw)
    (tmp_path / "e.txt").write_bytes(b"not looked at")
    said = own_region.focal("import", tmp_path, "--json")
    assert said.code == 4
    assert [one["outcome"] for one in said.json["files"]] == [
        "damaged",
        "damaged",
        "not_a_bundle",
        "imported",
    ]
    assert said.err == ""
    assert len(own_region.focal.ok("signal", "list")["signals"]) == 1


def test_an_empty_folder_is_no_failure_and_a_missing_file_is_named(stick, tmp_path):
    focal = stick[0].focal
    assert focal.ok("import", tmp_path) == {"files": []}
    assert focal.refused("import", tmp_path / "none.mhb") == (2, "not_found", "file")
    assert focal.refused("import")[:2] == (2, "missing")


def test_a_person_hears_each_outcome_and_what_to_do(stick):
    text = stick[0].region("import", stick[1]).out
    assert "Bestand: " in text
    assert "Uitkomst: Dit bestand is voor een ander kantoor." in text


# -- look and check -------------------------------------------------------------------


def test_without_a_key_a_file_tells_little_and_with_one_more(stick):
    region, path = stick
    keys = {"kind", "format", "for_us", "from", "entries", "created", "bytes"}
    closed = region.focal.mh("inspect", path, "--json").json
    assert set(closed) == keys
    assert (closed["kind"], closed["from"], closed["entries"]) == ("bundle", None, None)
    opened = region.focal.ok("inspect", path)
    assert (opened["for_us"], opened["from"]) == (True, region.desk.made["office"])
    assert opened["entries"] > 0
    others = region.region.ok("inspect", path)
    assert [others[key] for key in ("for_us", "from", "entries", "created")] == [False, *[None] * 3]
    assert region.focal.ok("outbox") == {"to": []}


def test_a_card_is_known_without_a_profile_and_anything_else_is_refused(quick, stick, tmp_path):
    region, _path = stick
    card = quick("inspect", region.desk.card, "--json").json
    assert (card["kind"], card["from"]) == ("card", region.desk.made["office"])
    other = tmp_path / "x"
    other.write_bytes(b"a text of somebody")
    said = quick("inspect", other, "--json")
    assert (said.code, said.error["code"]) == (4, "not_a_bundle")
    assert quick("inspect", tmp_path / "none", "--json").code == 2


def test_a_sound_profile_is_verified(journey):
    found = journey.region.focal.ok("verify")
    assert set(found) == {"ok", "entries", "streams", "problems", "notices"}
    assert (found["ok"], found["problems"], found["notices"]) == (True, [], [])
    assert found["entries"] > found["streams"] > 0
    assert "Alles is in orde." in journey.region.focal("verify").out


def test_a_profile_put_back_from_a_copy_is_told_so_and_writes_nothing(own_region, tmp_path):
    import shutil

    desk = own_region.desk
    shutil.copytree(desk.home, tmp_path / "copy")
    desk.add(MINIMAL)
    for name in ("vault.db", "vault.db-wal", "vault.db-shm"):
        (desk.home / name).unlink(missing_ok=True)
        if (tmp_path / "copy" / name).exists():
            shutil.copy2(tmp_path / "copy" / name, desk.home / name)
    said = desk("verify", "--json")
    assert (said.code, said.json["ok"]) == (7, False)
    assert "rolled_back" in [one["code"] for one in said.json["problems"]]
    given = desk.refused("signal", "add", "--from", "-", stdin='{"acute":"nee","context":"straat"}')
    assert given[:2] == (5, "rolled_back")
    assert desk.refused("export", "--to", "all", "--out", tmp_path / "x")[:2] == (5, "rolled_back")
    assert desk("signal", "list").err.startswith("Let op: ")
