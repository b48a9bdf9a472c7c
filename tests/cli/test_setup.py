"""A new profile, who may open it, its settings, and the region to practise in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mh_tui.vault.files import FolderLock, Paths
from mh_tui.vault.slots import KeysFile
from mh_tui.vault.tries import now_ms
from tests.cli.conftest import PASSPHRASE

INIT = ("init", "--role", "desk", "--organisation", "hoorn", "--user", "Anna")


def _file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


# -- init -----------------------------------------------------------------------------


def test_a_new_profile_tells_all_that_its_owner_has_to_keep(strangers):
    made = strangers.focal.made
    assert set(made) == {
        "profile",
        "device",
        "office",
        "role",
        "organisation",
        "user",
        "recovery_code",
        "fingerprint",
    }
    assert (made["role"], made["organisation"], made["user"]) == ("focal-point", "hoorn", "Sanne")
    assert [len(group) for group in made["fingerprint"].split()] == [5] * 6
    assert len(bytes.fromhex(made["device"])) == len(bytes.fromhex(made["office"])) == 32


def test_a_person_reads_the_fingerprint_group_by_group_and_keeps_the_code(quick, secret_file):
    said = quick(*INIT, "--passphrase-file", secret_file(PASSPHRASE))
    assert said.code == 0
    lines = said.out.splitlines()
    assert [line for line in lines if line.startswith("Herstelcode: ")]
    assert len([line for line in lines if line.startswith("  groep ")]) == 6
    assert "mh-tui signal new" in said.out


def test_an_organisation_that_is_not_in_the_list_brings_its_name(quick, secret_file):
    own = ("init", "--role", "field", "--organisation", "oefenstichting", "--user", "Bo")
    secret = ("--passphrase-file", secret_file(PASSPHRASE), "--json")
    said = quick(*own, *secret)
    assert (said.code, said.error["field"]) == (2, "organisation")
    made = quick(*own, "--name", "Oefenstichting", *secret).json
    assert (made["organisation"], made["role"]) == ("oefenstichting", "field")


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (INIT[:5], (2, "missing", "user")),
        (INIT[:3], (2, "missing", "organisation")),
        (("init", "--role", "boss", *INIT[3:]), (2, "unknown_code", "role")),
        (INIT, (3, "passphrase_needed", None)),
    ],
)
def test_a_profile_that_cannot_be_made_leaves_no_folder(quick, args, expected):
    said = quick(*args, "--json")
    assert (said.code, said.error["code"], said.error["field"]) == expected
    assert not quick.home.exists()


def test_a_short_passphrase_is_refused(quick, secret_file):
    said = quick(*INIT, "--passphrase-file", secret_file("kort"), "--json")
    assert (said.code, said.error["code"]) == (2, "passphrase_too_short")
    assert not quick.home.exists()


def test_an_existing_profile_is_never_overwritten(region):
    assert region.desk.refused(*INIT)[:2] == (5, "profile_exists")


# -- unlock ---------------------------------------------------------------------------


def test_a_folder_without_a_profile_says_so_before_it_asks_anything(quick):
    said = quick("signal", "list", "--json")
    assert (said.code, said.error["code"]) == (3, "no_profile")


def test_without_terminal_or_file_the_profile_stays_locked(region):
    said = region.desk.mh("inbox", "--json")
    assert (said.code, said.error["code"]) == (3, "passphrase_needed")


def test_a_wrong_passphrase_says_how_long_to_wait_and_waiting_is_kept(own_region, secret_file):
    desk, keys = own_region.desk, Paths(own_region.desk.home).keys
    wrong = secret_file("iets heel anders dan het was")
    waits = []
    for _try in range(3):
        said = desk.mh("outbox", "--passphrase-file", wrong, "--json")
        assert (said.code, said.error["code"]) == (3, "wrong_passphrase")
        waits.append(said.error["detail"]["wait_seconds"])
    assert waits == [0, 0, 1]
    assert "over 1 seconde opnieuw" in said.error["message"]
    # As after many more: the right one is not looked at until the wait is over.
    known = KeysFile.load(keys)
    late = tuple(replace(one, running=9, last_at=now_ms()) for one in known.tries)
    replace(known, tries=late).save(keys)
    again = desk("outbox", "--json")
    assert (again.code, again.error["code"]) == (3, "wrong_passphrase")
    assert again.error["detail"]["wait_seconds"] > 30
    assert KeysFile.load(keys).tries == late


def test_a_name_that_nobody_has_is_locked(region):
    assert region.desk.refused("inbox", "--user", "Onbekend")[:2] == (3, "no_such_user")


def test_while_one_process_holds_the_profile_a_second_is_told_so(region):
    lock = FolderLock(Paths(region.desk.home).lock)
    try:
        assert region.desk.refused("signal", "list")[:2] == (6, "busy")
    finally:
        lock.release()


# -- users ----------------------------------------------------------------------------


def test_users_come_and_go_and_each_has_a_passphrase(own_region, tmp_path):
    desk, anna = own_region.desk, ("--user", "Anna")
    bilal = _file(tmp_path, "bilal", "de zin van Bilal is lang")
    users = desk.ok("user", "add", "Bilal", "--new-passphrase-file", bilal)["users"]
    assert [(one["name"], one["role"]) for one in users] == [
        ("Anna", "reporter"),
        ("Bilal", "reporter"),
    ]
    assert all(set(one) == {"name", "role", "created"} for one in users)
    assert desk.refused("inbox") == (2, "user_needed", "user")
    again = desk.refused("user", "add", "Bilal", "--new-passphrase-file", bilal, *anna)
    assert again == (5, "user_exists", "user")
    as_bilal = ("--user", "Bilal", "--passphrase-file", bilal, "--json")
    assert desk.mh("signal", "list", *as_bilal).code == 0
    new = _file(tmp_path, "new", "een nieuwe zin van Bilal")
    assert desk.mh("user", "passphrase", "--new-passphrase-file", new, *as_bilal).code == 0
    assert desk.mh("user", "list", *as_bilal).error["code"] == "wrong_passphrase"
    left = desk.ok("user", "remove", "Bilal", *anna)["users"]
    assert [one["name"] for one in left] == ["Anna"]
    assert desk.refused("user", "remove", "Anna") == (5, "last_user", None)
    assert desk.refused("user", "remove", "Niemand")[0] in (2, 3)


def test_a_deputy_works_between_two_dates_only(own_region, tmp_path):
    focal = own_region.focal
    secret = _file(tmp_path, "deputy", "de zin van de vervanger")
    add = ("user", "add", "Ties", "--role", "deputy_focal_point", "--new-passphrase-file", secret)
    assert focal.refused(*add) == (2, "invalid_date", "from")
    assert focal.refused(*add, "--from", "2026-01-02", "--until", "2026-01-01")[2] == "until"
    focal.ok(*add, "--from", "2020-01-01", "--until", "2020-02-01")
    said = focal.mh("inbox", "--user", "Ties", "--passphrase-file", secret, "--json")
    assert (said.code, said.error["code"]) == (5, "mandate_over")


@pytest.mark.parametrize(
    ("role", "expected"), [("boss", (2, "unknown_code")), ("focal_point", (5, "role_of_office"))]
)
def test_a_role_that_does_not_fit_the_office_is_refused(region, tmp_path, role, expected):
    secret = _file(tmp_path, "new", "een lange zin voor iemand")
    said = region.desk.refused("user", "add", "X", "--role", role, "--new-passphrase-file", secret)
    assert said[:2] == expected


def test_the_recovery_code_gives_a_new_passphrase(own_region, tmp_path):
    desk = own_region.desk
    code = desk.made["recovery_code"]
    new = _file(tmp_path, "new", "een zin na het herstel")
    again = ("recover", "--new-passphrase-file", new, "--user", "Anna", "--json", "--code-file")
    mistyped = code[:-1] + ("0" if code[-1] != "0" else "1")
    said = desk.mh(*again, _file(tmp_path, "mistyped", mistyped))
    assert (said.code, said.error["code"]) == (2, "mistyped_code")
    typed = f" {code.lower().replace('-', ' ')} \n"
    assert desk.mh(*again, _file(tmp_path, "code", typed)).json == {"user": "Anna"}
    assert desk.mh("inbox", "--passphrase-file", new, "--json").code == 0
    assert desk.refused("inbox")[:2] == (3, "wrong_passphrase")


def test_the_recovery_code_of_another_profile_opens_nothing(own_region, tmp_path):
    code = _file(tmp_path, "code", own_region.focal.made["recovery_code"])
    new = _file(tmp_path, "new", "een zin na het herstel")
    said = own_region.desk.mh(
        "recover", "--user", "Anna", "--code-file", code, "--new-passphrase-file", new, "--json"
    )
    assert said.code == 3
    assert own_region.desk.mh("recover", "--json").error["field"] == "user"


# -- settings -------------------------------------------------------------------------


def test_settings_have_the_type_they_are_of(region):
    focal = region.focal
    found = focal.ok("config", "list")["config"]
    assert found["has_local_table"] is None
    assert found["second_person_for_export"] is False
    assert found["idle_minutes"] == 5
    assert found["regional_recipient"] == region.region.made["office"]
    told = focal("config", "list").out.splitlines()
    assert not [name for name in found if f"  {name}" in told]  # each is said in words
    assert focal.ok("config", "set", "has_local_table", "no")["config"]["has_local_table"] is False
    assert focal.ok("config", "set", "idle_minutes", "7")["config"]["idle_minutes"] == 7


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("has_local_table", "ja", (2, "wrong_type", "value")),
        ("idle_minutes", "0", (2, "wrong_type", "value")),
        ("colour", "blue", (2, "unknown_code", "name")),
        ("regional_recipient", "x", (5, "set_by_admit", None)),
    ],
)
def test_a_setting_that_cannot_be_is_refused(region, name, value, expected):
    assert region.focal.refused("config", "set", name, value) == expected


# -- the region to practise in --------------------------------------------------------


def test_a_demonstration_is_a_region_that_really_exchanged(quick, region, tmp_path):
    out = tmp_path / "demo"
    made = quick("demo", "--out", out, "--signals", "4", "--role", "focal-point", "--json").json
    assert set(made) == {"home", "role", "user", "passphrase", "region"}
    assert {place["role"] for place in made["region"]} == {
        "desk",
        "field",
        "focal-point",
        "coordinator",
    }
    assert all(set(p) == {"home", "role", "organisation", "office"} for p in made["region"])
    secret = _file(tmp_path, "secret", made["passphrase"])
    here = ("--home", made["home"], "--passphrase-file", secret, "--json")
    lines = quick("signal", "list", *here).json["signals"]
    assert len(lines) >= 2
    assert all(datetime.fromisoformat(one["updated_at"]) <= datetime.now(UTC) for one in lines)
    again = quick("demo", "--out", out, "--json")
    assert (again.code, again.error["code"]) == (5, "folder_not_empty")
    # Invented data and real ones never meet.
    card, own = tmp_path / "demo.mhcard", region.desk
    assert quick("card", "--out", card, *here).code == 0
    digits = ("--fingerprint", "12345" * 6)
    assert own.refused("admit", card, *digits)[:2] == (4, "not_a_bundle")
    said = quick("admit", own.card, *digits, *here)
    assert (said.code, said.error["code"]) == (4, "not_a_bundle")


def test_a_demonstration_without_signals_is_an_empty_region(quick, tmp_path):
    made = quick("demo", "--out", tmp_path / "demo", "--signals", "0", "--json").json
    secret = _file(tmp_path, "secret", made["passphrase"])
    here = ("--home", made["home"], "--passphrase-file", secret, "--json")
    assert quick("signal", "list", *here).json["signals"] == []


def test_a_demonstration_of_nobody_is_refused(quick):
    said = quick("demo", "--role", "boss", "--json")
    assert (said.code, said.error["field"]) == (2, "role")
