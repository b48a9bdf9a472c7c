"""How every command is called and answers, shown with the commands of ``sample``."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.sample import NARRATIVE
from tests.conftest import ROOT, MhTui

SAMPLE = ("-m", "tests.cli.sample")


@pytest.fixture
def sample(mh: MhTui) -> MhTui:
    return replace(mh, program=SAMPLE)


def test_the_version_is_one_line(mh):
    assert mh("--version").out.split() == ["mh-tui", "0.1.0"]


@pytest.mark.parametrize(
    "args",
    [("--version", "--json"), ("--json", "--version"), ("--lang", "en", "--json", "--version")],
)
def test_the_version_is_json_when_asked(mh, args):
    assert mh(*args).json == {"version": "0.1.0"}


@pytest.mark.parametrize(
    "args",
    [
        ("--user", "Anna", "--json", "plain", "list"),
        ("plain", "--user", "Anna", "--json", "list"),
        ("plain", "list", "--user", "Anna", "--json"),
        ("--json", "plain", "list", "--user=Anna"),
        ("--user", "Bea", "plain", "list", "--user", "Anna", "--json"),
    ],
)
def test_common_options_stand_before_or_after_the_command(sample, args):
    assert sample(*args).json["user"] == "Anna"


def test_an_option_wins_from_the_environment(sample, tmp_path):
    env = {"MH_TUI_HOME": str(tmp_path / "a"), "MH_TUI_LANG": "en"}
    assert sample("tell", "--json", env=env).json["home"] == str(tmp_path / "a")
    assert sample("tell", "--json", env=env).json["lang"] == "en"
    told = sample("--home", tmp_path / "b", "tell", "--lang", "nl", "--json", env=env).json
    assert (told["home"], told["lang"]) == (str(tmp_path / "b"), "nl")


def test_without_json_a_person_gets_plain_text(sample):
    assert "did: list" in sample("plain", "list").out


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ((), ("look", [], False)),
        (("--all",), ("look", [], True)),
        (("--user", "read"), ("look", [], False)),
        (("Hoorn", "opvang"), ("look", ["Hoorn", "opvang"], False)),
        (("--", "read"), ("look", ["read"], False)),
    ],
)
def test_the_name_of_a_group_alone_is_a_command(sample, args, expected):
    said = sample("box", *args, "--json") if "--" not in args else sample("--json", "box", *args)
    assert (said.json["did"], said.json["words"], said.json["everything"]) == expected


@pytest.mark.parametrize("args", [("box", "read", "3"), ("box", "--user", "Anna", "read", "3")])
def test_a_command_of_that_group_is_still_found(sample, args):
    assert sample(*args, "--json").json["n"] == 3


@pytest.mark.parametrize(
    ("args", "code", "field"),
    [
        (("tell", "--bogus"), "unknown_option", "bogus"),
        (("nothing",), "unknown_command", None),
        (("tell", "--limit", "many"), "invalid_value", "limit"),
        (("tell", "--lang", "fr"), "invalid_value", "lang"),
        (("tell", "--home", ""), "invalid_value", "home"),
        (("tell", "--limit"), "usage", "limit"),
        (("tell", "extra"), "usage", None),
        (("fail",), "missing", "how"),
        (("plain",), "missing_command", None),
        ((), "missing_command", None),
    ],
)
def test_wrong_usage_is_exit_2_and_one_json_document(sample, args, code, field):
    said = sample("--json", *args)
    assert said.code == 2
    assert (said.error["code"], said.error["field"]) == (code, field)
    assert said.error["message"]
    assert said.err == ""


def test_wrong_usage_without_json_goes_to_standard_error(sample):
    said = sample("tell", "--limit", "many", "--lang", "nl")
    assert (said.code, said.out) == (2, "")
    assert "Gebruik: mh-tui tell" in said.err
    assert "De waarde van '--limit' klopt niet" in said.err


def test_usage_errors_speak_the_chosen_language(sample):
    assert "Invalid value for '--limit'" in sample("tell", "--limit", "x", "--lang", "en").err
    assert "klopt niet" in sample("tell", "--limit", "x", env={"MH_TUI_LANG": "nl"}).err
    assert "klopt niet" in sample("tell", "--limit", "x", env={"LANG": "de_DE.UTF-8"}).err


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("nl", ("Gebruik:", "[OPTIES]", "Opties bij elke opdracht", "Wachtwoord", "Opdrachten")),
        ("en", ("Usage:", "[OPTIONS]", "Common options", "Passphrase", "Commands")),
    ],
)
def test_help_speaks_the_chosen_language(sample, lang, words):
    text = sample("--help", "--lang", lang).out + sample("tell", "--help", "--lang", lang).out
    assert [word for word in words if word not in text] == []


def test_help_of_a_group_names_its_commands_and_its_own_options(sample):
    text = sample("box", "--help").out
    assert "read" in text
    assert "--all" in text


def test_help_is_json_when_asked(sample):
    assert "tell" in sample("--help", "--json").json["help"]


def test_without_a_terminal_the_line_commands_are_named(sample):
    said = sample("--lang", "en")
    assert (said.code, said.out) == (2, "")
    assert "tell" in said.err
    assert "box" in said.err


@pytest.mark.parametrize(
    ("how", "exit_code", "code"),
    [
        ("refused", 4, "fork"),
        ("not_allowed", 5, "not_allowed"),
        ("disk", 7, "disk_full"),
        ("interrupted", 130, "interrupted"),
        ("other", 1, "unexpected"),
    ],
)
def test_each_failure_has_its_exit_code_with_and_without_json(sample, how, exit_code, code):
    said = sample("fail", how, "--json")
    assert (said.code, said.error["code"]) == (exit_code, code)
    plain = sample("fail", how)
    assert (plain.code, plain.out) == (exit_code, "")
    assert said.error["message"] in plain.err


def test_an_error_carries_its_counts_and_field(sample):
    assert sample("fail", "refused", "--json").error["detail"] == {"seq": 41}
    assert sample("fail", "not_allowed", "--json").error["field"] == "state"
    assert "state: " in sample("fail", "not_allowed").err


@pytest.mark.parametrize("how", ["other", "disk"])
def test_what_was_typed_never_leaves_with_an_unexpected_error(sample, how):
    said = sample("fail", how, "--json")
    assert NARRATIVE not in said.out + said.err
    assert "Traceback" not in said.err
    assert "sample.py:" in said.err


def test_a_document_can_come_with_an_exit_code(sample):
    said = sample("fail", "partly", "--json")
    assert (said.code, said.json) == (4, {"files": []})


def test_no_control_character_of_the_data_reaches_the_terminal(sample):
    text = sample("fail", "controls").out
    assert not [c for c in text.rstrip("\n") if unicodedata.category(c) in {"Cc", "Cf"}]
    assert "red" in text
    document = sample("fail", "controls", "--json")
    assert document.json["text"] == "\x1b[31mred \u202egnp\x9b"
    assert "\x9b" not in document.out


def test_a_file_name_that_is_no_text_is_still_one_json_document(sample):
    assert sample("fail", "name", "--json").json == {"path": "caf\udce9.mhb"}


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of a shell")
def test_a_reader_that_goes_away_is_no_error(sample):
    command = f'"{sys.executable}" -m tests.cli.sample fail many --json | head -c 10'
    done = subprocess.run(
        ["bash", "-c", f"{command}; exit ${{PIPESTATUS[0]}}"],
        capture_output=True,
        cwd=ROOT,
        env=sample.environment(),
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_an_answer_that_could_not_be_written_is_a_failure(sample):
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, *SAMPLE, "tell", "--json"],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            env=sample.environment(),
        )
    assert done.returncode == 7
    assert b"Traceback" not in done.stderr
