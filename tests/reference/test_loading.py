"""Only the released reference data is used, and each file only when it is asked for."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from mh_tui.errors import StorageFailed
from mh_tui.reference import loading, version
from mh_tui.reference.checking import check_all
from mh_tui.reference.indicators import indicators
from mh_tui.reference.indicators import load as load_indicators
from mh_tui.reference.partners import load as load_partners
from mh_tui.reference.partners import partners
from mh_tui.reference.practice import load as load_practice
from mh_tui.reference.practice import practice
from mh_tui.reference.roles import load as load_roles
from mh_tui.reference.roles import roles
from mh_tui.reference.route import load as load_route
from mh_tui.reference.route import route
from mh_tui.reference.shape import ReferenceBroken
from mh_tui.reference.shelter import load as load_shelter
from mh_tui.reference.shelter import shelter
from tests.conftest import ROOT

LOADERS: dict[str, Callable[..., Any]] = {
    "indicators.toml": load_indicators,
    "partners.toml": load_partners,
    "practice_cases.toml": load_practice,
    "roles.toml": load_roles,
    "route.toml": load_route,
    "shelter_guide.toml": load_shelter,
}


def test_every_file_of_the_release_is_pinned_and_sound():
    files = sorted(path.name for path in loading.FOLDER.glob("*.toml"))
    assert sorted(loading.pins()) == files == sorted(LOADERS)
    check_all()


@pytest.mark.parametrize("name", sorted(LOADERS))
def test_the_pin_is_the_hash_of_the_file_as_it_is_shipped(name):
    raw = (loading.FOLDER / name).read_bytes()
    assert hashlib.sha256(raw).hexdigest() == loading.pins()[name]
    assert b"\r" not in raw


@pytest.mark.parametrize("name", sorted(LOADERS))
def test_a_file_that_was_changed_on_the_disk_is_refused(name, edited):
    path = edited(name, "version", "versjon")
    with pytest.raises(ReferenceBroken) as caught:
        LOADERS[name](path)
    assert (caught.value.code, caught.value.exit_code) == ("reference_damaged", 7)
    assert caught.value.detail["file"] == name
    assert caught.value.detail["reason"] == "changed"
    assert name in caught.value.message()


@pytest.mark.parametrize("name", sorted(LOADERS))
def test_one_changed_byte_in_a_comment_is_enough(name, edited):
    with pytest.raises(ReferenceBroken, match="reference_damaged"):
        LOADERS[name](edited(name, "# ", "#  "))


@pytest.mark.parametrize("name", sorted(LOADERS))
def test_an_unchanged_copy_is_accepted_wherever_it_stands(name, edited):
    path = edited(name, "# ", "# ")
    assert LOADERS[name](path).meta.version == version()


@pytest.mark.parametrize("name", sorted(LOADERS))
def test_a_sound_file_that_is_not_pinned_passes_the_full_check(name, edited):
    path = edited(name, "# ", "# edited: ")
    assert LOADERS[name](path, pinned=False).meta.version == version()


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ReferenceBroken) as caught:
        load_roles(tmp_path / "gone.toml")
    assert caught.value.detail["file"] == "roles.toml"
    assert caught.value.detail["reason"] == "unreadable"


@pytest.mark.parametrize("raw", [b"[meta", b"\xff\xfe", b"meta = nan nan"])
def test_a_file_that_is_no_toml_is_named(tmp_path, raw):
    path = tmp_path / "roles.toml"
    path.write_bytes(raw)
    with pytest.raises(ReferenceBroken) as caught:
        load_roles(path, pinned=False)
    assert caught.value.detail["reason"] == "no_toml"


def test_a_list_of_pins_that_cannot_be_read_refuses_everything(tmp_path, monkeypatch):
    monkeypatch.setattr(loading, "FOLDER", tmp_path)
    loading.pins.cache_clear()
    try:
        with pytest.raises(StorageFailed, match="reference_damaged"):
            loading.pins()
    finally:
        loading.pins.cache_clear()


def test_the_five_files_carry_one_version():
    files = (indicators(), partners(), roles(), route(), shelter(), practice())
    assert {one.meta.version for one in files} == {version()}


def test_a_file_is_read_once(monkeypatch):
    shelter.cache_clear()
    first = shelter()
    monkeypatch.setattr(loading, "_bytes", lambda path, name: pytest.fail("read twice"))
    assert shelter() is first


def test_asking_for_one_file_reads_no_other():
    code = """
import json
from mh_tui.reference import loading
read, names = loading._bytes, []
loading._bytes = lambda path, name: (names.append(name), read(path, name))[1]
from mh_tui.reference.partners import partners
partners().search("nidos")
print(json.dumps(names))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=True)
    assert json.loads(done.stdout) == ["partners.toml"]
