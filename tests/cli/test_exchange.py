"""One command sends and collects; one fills in the contacts that all offices see."""

from __future__ import annotations

EXCHANGED = {"folder", "bundles", "nothing_for", "files", "removable"}
MINIMAL = {"context": "straat", "acute": "nee", "gut_feeling": True}
CONTACT = """
[[contact]]
partner = "zorgcoordinator"
person = "Zorgcoördinatie West-Friesland"
phone = "0229-000000"
checked_on = "2026-11-20"
"""


def test_one_command_sends_and_collects_and_the_next_needs_no_folder(own_region, tmp_path):
    desk, focal = own_region.desk, own_region.focal
    assert desk.refused("exchange")[:2] == (5, "no_folder")
    desk.add(MINIMAL)
    first = desk.ok("exchange", "--folder", tmp_path / "stick")
    assert set(first) == EXCHANGED
    assert [one["to"] for one in first["bundles"]] == [focal.made["office"]]
    taken = focal.ok("exchange", "--folder", tmp_path / "stick")
    assert [one["outcome"] for one in taken["files"]] == ["imported"]
    again = desk.ok("exchange")
    assert again["folder"] == str(tmp_path / "stick")
    outcomes = [one["outcome"] for one in again["files"]]
    assert "imported" in outcomes
    own = first["bundles"][0]["path"]
    assert own in again["removable"]
    assert desk.ok("outbox")["to"][0]["oldest_unacknowledged"] is None


def test_a_stick_that_is_not_there_is_said_and_its_folder_is_not_made(own_region, tmp_path):
    desk, stick = own_region.desk, tmp_path / "weg"
    desk.ok("exchange", "--folder", stick)
    for path in stick.iterdir():
        path.unlink()
    stick.rmdir()
    assert desk.refused("exchange")[:2] == (7, "folder_gone")
    assert not stick.exists()


def test_a_bad_file_in_the_folder_is_named_and_stops_nothing(own_region, tmp_path):
    (tmp_path / "slecht.mhb").write_bytes(b"geen bundel")
    own_region.desk.add(MINIMAL)
    said = own_region.desk("exchange", "--folder", tmp_path, "--json")
    assert said.code == 4
    assert [one["outcome"] for one in said.json["files"]] == ["not_a_bundle"]
    assert len(said.json["bundles"]) == 1
    told = own_region.desk("exchange", "--folder", tmp_path)
    assert "Dit is geen bundel van dit programma." in told.out


def test_who_is_silent_and_what_is_unconfirmed_stands_in_the_outbox(own_region, tmp_path):
    desk, focal, coordinator = own_region.desk, own_region.focal, own_region.region
    desk.add(MINIMAL)
    [line] = desk.ok("outbox")["to"]
    assert line["oldest_unacknowledged"].endswith("Z")
    own_region.carry(desk, focal, tmp_path / "stick")
    seen = {one["office"]: one for one in coordinator.ok("outbox")["to"]}
    assert focal.made["office"] in seen
    assert set(seen[focal.made["office"]]) >= {"last_heard", "oldest_unacknowledged"}
    assert "Niet bevestigd sinds" in desk("outbox").out


def test_published_contacts_are_counted_and_a_wrong_list_changes_nothing(own_region, tmp_path):
    focal, path = own_region.focal, tmp_path / "contacten.toml"
    path.write_text(CONTACT, encoding="utf-8")
    assert focal.ok("publish", "partners", path) == {"published": 1}
    path.write_text(CONTACT.replace("zorgcoordinator", "niemand"), encoding="utf-8")
    said = focal.refused("publish", "partners", path)
    assert said == (2, "unknown_code", "[0].partner")
    path.write_text("geen lijst", encoding="utf-8")
    assert focal.refused("publish", "partners", path)[:2] == (2, "not_toml")
    assert focal.refused("publish", "partners", tmp_path / "weg")[:2] == (2, "no_such_file")


def test_a_desk_publishes_nothing(own_region, tmp_path):
    path = tmp_path / "contacten.toml"
    path.write_text(CONTACT, encoding="utf-8")
    said = own_region.desk.refused("publish", "partners", path)
    assert said[:2] == (5, "not_allowed")
