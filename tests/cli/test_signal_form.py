"""The form question by question, as a person with a screen reader goes through it."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import unicodedata
from datetime import datetime, timedelta
from types import SimpleNamespace

import click
import pytest

from mh_tui import language
from mh_tui.cli import questions, signal_extras, signal_form
from tests.cli.conftest import PASSPHRASE
from tests.conftest import ROOT

needs_pty = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
NOW = datetime(2026, 11, 20, 14, 5).astimezone()
SHORT = ["n", "1", "", "Een man houdt de paspoorten", ""]


@pytest.fixture(autouse=True)
def _dutch():
    language.use("nl")


@pytest.fixture
def answers(monkeypatch):
    """Type these lines; what was asked and said is on standard error."""

    def type_lines(*lines: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    return type_lines


def filled(organisation: str = "hoorn") -> tuple[dict, bool]:
    """What the form gives for a desk of this organisation."""
    session = SimpleNamespace(
        me=SimpleNamespace(role="desk"),
        person=SimpleNamespace(name="Anna"),
        keys=SimpleNamespace(card=SimpleNamespace(organisation=organisation)),
    )
    return signal_form.fill_in(session)  # type: ignore[arg-type]


# -- the shortest way -----------------------------------------------------------------


def test_danger_is_asked_first_and_six_answers_make_a_signal(answers, capsys):
    answers(*SHORT, "ok")
    signal, not_bsn = filled()
    assert (signal["acute"], signal["context"], signal["municipality"]) == (
        "nee",
        "balie_brp",
        "Hoorn",
    )
    assert signal["narrative"] == "Een man houdt de paspoorten"
    assert signal["reporter"] == {"kind": "melder_balie", "name": "Anna"}
    assert (not_bsn, "indicators" in signal) == (False, False)
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines()[0].startswith("Is er op dit moment direct gevaar")


def test_in_danger_the_instruction_to_call_comes_before_any_other_question(answers, capsys):
    answers("j", "ja", "14:05", "1", "K-12", *SHORT[1:], "ok")
    signal, _ = filled()
    assert {key: signal["call"][key] for key in ("party", "reference")} == {
        "party": "112",
        "reference": "K-12",
    }
    shown = capsys.readouterr().err
    assert shown.index("Bel 112.") < shown.index("Hebt u gebeld?") < shown.index("Waar zag u het?")


def test_nobody_called_is_said_in_the_review_and_y_is_no_yes_in_dutch(answers, capsys):
    answers("y", "j", "y", "n", "", *SHORT[1:], "ok")
    signal, _ = filled()
    assert "call" not in signal
    shown = capsys.readouterr().err
    assert "Er is nog niet gebeld. Bel 112" in shown
    assert "Typ een nummer van 1 tot en met 3." in shown
    assert "Typ een nummer van 1 tot en met 2." in shown


def test_the_time_is_that_of_the_first_question(answers, monkeypatch):
    moments = iter([NOW, NOW + timedelta(minutes=40)])
    monkeypatch.setattr(signal_form, "now", lambda: next(moments))
    answers(*SHORT, "ok")
    assert datetime.fromisoformat(filled()[0]["observed_at"]) == NOW


def test_a_postcode_that_cannot_be_one_is_asked_again(answers, capsys):
    answers(*SHORT, "p", "Dorpsstraat", "12", "1234 A", "Hoorn", "", "1621ab", "ok")
    assert filled()[0]["place"]["postcode"] == "1621 AB"
    assert "Dat is geen postcode." in capsys.readouterr().err


def test_who_did_not_call_may_say_why_or_leave_it_open(answers):
    answers("j", "n", "Geen bereik", *SHORT[1:], "ok")
    assert filled()[0]["call"] == {"none_because": "Geen bereik"}
    answers("j", "n", "", *SHORT[1:], "ok")
    assert "call" not in filled()[0]


def test_who_does_not_know_hears_whom_to_call(answers, capsys):
    answers("w", *SHORT[1:], "ok")
    assert filled()[0]["acute"] == "weet_niet"
    assert "0900-8844" in capsys.readouterr().err


# -- indicators -----------------------------------------------------------------------


def test_indicators_are_chosen_by_number_and_explained_on_demand(answers, capsys):
    answers("n", "1", "?1", "99", "1, 3", "", "ok")
    signal, _ = filled()
    assert signal["indicators"] == ["ALG-01", "ALG-03"]
    shown = capsys.readouterr().err
    assert "Kan ook gewoon zijn: " in shown
    assert "Typ nummers van 1 tot en met 12." in shown
    assert "Advies: Vandaag melden" in shown


def test_all_indicators_are_there_when_the_core_list_is_too_short(answers):
    answers("n", "1", "alles", "1 99", "", "ok")
    assert len(filled()[0]["indicators"]) == 2


def test_an_indicator_of_danger_asks_the_question_again(answers, capsys):
    answers("n", "huis", "1", "n", "", "ok")
    assert filled()[0]["acute"] == "nee"
    shown = capsys.readouterr().err
    assert "U koos iets wat kan wijzen op direct gevaar." in shown
    assert shown.count("Is er op dit moment direct gevaar") == 2


def test_a_gut_feeling_is_enough(answers):
    answers("n", "1", "", "", "n", "", "j", "ok")
    signal, _ = filled()
    assert signal["gut_feeling"] is True
    assert "narrative" not in signal


# -- the review -----------------------------------------------------------------------


def test_everything_else_is_added_by_a_letter(answers):
    answers(
        *SHORT,
        *("p", "Dorpsstraat", "1", "", "Hoorn", ""),
        *("m", "1", "Piet", "3", "", "lang"),
        *("m", "j", "getuige", "", "", "", ""),
        *("b", "Bollen BV", "12345678", "werkgever"),
        *("v", "AB-123-C", "wit busje"),
        *("g", "2", "Jan", "toestel 3", "j"),
        *("k", "2", "3", ""),
        *("s", "1"),
        *("j", "2"),
        *("r", "Z-2026-1"),
        "ok",
    )
    signal, _ = filled()
    assert signal["place"] == {"street": "Dorpsstraat", "number": "1", "town": "Hoorn"}
    assert signal["persons"] == [
        {"role": "possible_victim", "name": "Piet", "minor": "unknown", "note": "lang"},
        {"role": "witness"},
    ]
    assert signal["organisations"] == [
        {"name": "Bollen BV", "kvk": "12345678", "role": "werkgever"}
    ]
    assert signal["vehicles"] == [{"plate": "AB-123-C", "note": "wit busje"}]
    assert signal["reporter"] == {
        "kind": "handhaver",
        "name": "Jan",
        "contact": "toestel 3",
        "wants_feedback": True,
    }
    assert signal["forms"] == ["arbeid", "crimineel"]
    assert (signal["sector"], signal["minor_possible"]) == ("agrarisch", "no")
    assert signal["reference"] == "Z-2026-1"


def test_what_was_added_can_be_taken_out(answers):
    answers(*SHORT, "v", "AB-1", "", "v", "n", "j", "s", "1", "s", "", "ok")
    signal, _ = filled()
    assert not {"vehicles", "sector"} & set(signal)


def test_each_answer_can_be_changed_and_the_whole_heard_again(answers, capsys):
    answers(*SHORT, "w", "6", "z", "Anders", "", "h", "", "d", "n", "a", "?", "ok")
    signal, _ = filled()
    assert (signal["context"], signal["narrative"]) == ("straat", "Anders")
    assert capsys.readouterr().err.count("Controleer") == 2


def test_a_municipality_is_asked_where_the_office_has_several(answers, capsys):
    answers(*SHORT, "", "3", "ok")
    assert filled("riec-nhn")[0]["municipality"] == "Hoorn"
    assert "Dit is nodig." in capsys.readouterr().err
    answers(*SHORT, "Amsterdam", "t", "", "", "ok")
    assert filled("riec-nhn")[0]["municipality"] == "Amsterdam"


def test_what_may_be_a_bsn_is_asked_about_in_words_of_the_form(answers, capsys):
    answers("n", "1", "", "BSN 123456782", "", "ok", "n", "z", "Zonder", "", "ok")
    signal, not_bsn = filled()
    assert (signal["narrative"], not_bsn) == ("Zonder", False)
    assert "Wat is gezien: dit kan een burgerservicenummer" in capsys.readouterr().err
    answers("n", "1", "", "zaak 123456782", "", "ok", "j")
    assert filled()[1] is True


@pytest.mark.parametrize("typed", [(*SHORT, "stop"), SHORT, ("n",)])
def test_who_stops_records_nothing(answers, typed):
    answers(*typed)
    with pytest.raises(click.Abort):
        filled()


# -- times ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", NOW),
        ("13:30", NOW.replace(hour=13, minute=30)),
        ("23:50", (NOW - timedelta(days=1)).replace(hour=23, minute=50)),
        ("19-11-2026 08:00", datetime(2026, 11, 19, 8).astimezone()),
        ("2026-11-19  08:00", datetime(2026, 11, 19, 8).astimezone()),
    ],
)
def test_a_time_is_understood_as_people_write_it(answers, typed, expected):
    answers("gisteren", typed)
    assert questions.ask_moment("Wanneer?", NOW) == expected.isoformat(timespec="minutes")


def test_a_choice_is_made_by_number_or_by_the_start_of_its_words(answers):
    options = {"yes": "Ja", "none": "Nee", "never": "Nooit"}
    for typed, chosen in (("2", "none"), ("ja", "yes"), ("noo", "never")):
        answers("n", "0", "9", typed)
        assert questions.choose("?", options) == chosen


def test_the_letters_of_the_menu_are_each_used_once():
    letters = list(signal_form._CHANGES)
    assert len(letters) == 4 + len(signal_extras.EXTRAS) == len(set(letters))
    assert not {"a", "ok", "stop"} & set(letters)


# -- on a terminal --------------------------------------------------------------------


@needs_pty
def test_on_a_dumb_terminal_a_signal_is_recorded_in_plain_lines(mh, secret_file):
    """Questions on the terminal, one document on standard output, nothing drawn."""
    import pty

    ours, theirs = pty.openpty()
    secret = ("--passphrase-file", str(secret_file(PASSPHRASE)), "--json")
    made = mh("init", "--role", "desk", "--organisation", "hoorn", "--user", "Anna", *secret)
    assert made.code == 0
    process = subprocess.Popen(
        [sys.executable, "-m", "mh_tui", "signal", "new", *secret],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        cwd=ROOT,
        env=mh.environment() | {"TERM": "dumb"},
    )
    os.close(theirs)
    os.write(ours, "".join(f"{line}\n" for line in (*SHORT, "ok")).encode())
    shown = b""
    while b"stop:" not in shown:
        shown += os.read(ours, 4096)
    out, _err = process.communicate(timeout=30)
    os.close(ours)
    assert process.returncode == 0
    [signal] = json.loads(out)["signals"]
    assert set(signal) == {"id", "advice", "why", "acute"}
    text = shown.decode("utf-8", "replace").replace("\r\n", "")
    assert not {unicodedata.category(char) for char in text} & {"Cc", "Cf"}
    assert mh("signal", "show", signal["id"], *secret).json["narrative"] == SHORT[3]
    [listed] = mh("signal", "list", *secret).json["signals"]
    assert (listed["id"], listed["state"]) == (signal["id"], "concept")


@needs_pty
def test_a_terminal_never_breaks_a_word_of_a_question_in_two(mh):
    """A screen reader would read the halves."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 40, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "mh_tui", "indicators"],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        cwd=ROOT,
        env=mh.environment(),
    )
    os.close(theirs)
    shown = b""
    with contextlib.suppress(OSError):  # Linux: the other end is closed
        while part := os.read(ours, 4096):
            shown += part
    process.wait(timeout=30)
    os.close(ours)
    lines = shown.decode("utf-8").replace("\r", "").split("\n")
    assert len(lines) > 10
    assert all(len(line) < 40 or " " not in line for line in lines)
    whole = mh("indicators").out
    assert "\n".join(lines).split() == whole.split()
