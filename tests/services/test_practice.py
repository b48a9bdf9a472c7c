"""Looking back on a practice case: compared in words, explained, never counted."""

from __future__ import annotations

import re

import pytest

from mh_tui import language
from mh_tui.reference.indicators import indicators
from mh_tui.reference.practice import practice as cases
from mh_tui.services import practice
from mh_tui.services.practice import Line

CASES = list(cases().cases.values())
DESK = cases().cases["T01"]
LOCKED_IN = cases().cases["T03"]
NOTHING = cases().cases["T10"]


def labels(found) -> list[str]:
    return [one.label for one in found]


def label(*ids: str) -> list[str]:
    return [indicators().indicator[one].label for one in ids]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_who_ticks_what_the_story_holds_has_missed_nothing(case):
    view = practice.look_back(case, case.acute_answer, case.expected_indicators)
    assert labels(view.seen) == label(*case.expected_indicators)
    assert (view.missed, view.also, view.beside) == ((), (), ())
    assert view.same_advice
    assert view.own.label == indicators().advice.levels[case.expected_advice].label
    assert view.remark == "Zo lezen wij het ook."


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_who_ticks_nothing_sees_where_each_indicator_stood(case):
    view = practice.look_back(case, case.acute_answer, ())
    assert labels(view.missed) == label(*case.expected_indicators)
    assert all(one.quote in case.story for one in view.missed)
    assert view.seen == ()


def test_what_is_not_in_the_story_comes_with_its_ordinary_explanation():
    view = practice.look_back(DESK, "nee", ["ALG-01", "SEK-10"])
    assert labels(view.beside) == label("SEK-10")
    assert view.beside[0].ordinary == indicators().indicator["SEK-10"].alt
    assert view.beside[0].quote == ""
    assert labels(view.seen) == label("ALG-01")


def test_what_can_be_read_in_it_too_is_not_called_wrong():
    view = practice.look_back(NOTHING, "nee", ["ALG-13"])
    assert labels(view.also) == label("ALG-13")
    assert view.beside == ()
    assert not view.same_advice


def test_danger_that_was_not_answered_with_yes_is_said_at_once():
    for answer in ("nee", "weet_niet"):
        view = practice.look_back(LOCKED_IN, answer, LOCKED_IN.expected_indicators)
        assert view.missed_danger
        assert "meteen bellen" in view.remark
    assert not practice.look_back(LOCKED_IN, "ja", ()).missed_danger


def test_being_too_careful_is_never_called_wrong():
    assert "U mag altijd bellen" in practice.look_back(DESK, "ja", ()).remark
    assert "Vragen is altijd goed" in practice.look_back(DESK, "weet_niet", ()).remark


def test_an_indicator_from_a_newer_list_does_not_stop_the_look_back():
    view = practice.look_back(DESK, "nee", ["ALG-01", "NEW-99"])
    assert labels(view.seen) == label("ALG-01")
    assert view.beside == ()


def test_what_the_short_list_does_not_show_is_known():
    far = cases().cases["T14"]
    view = practice.look_back(far, "nee", ())
    assert not any(one.short for one in view.missed)
    assert all(one.short for one in practice.look_back(DESK, "nee", ()).missed)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_nothing_on_a_look_back_is_a_number(lang):
    language.use(lang)
    for case in CASES:
        view = practice.look_back(case, "nee", ["ALG-01", "SEK-01"])
        said = (view.own, view.advice)
        for text in (view.remark, *(part for one in said for part in (one.label, *one.reasons))):
            assert not re.search(r"\d", text.replace("112", "")), text


def test_a_look_back_is_in_the_language_of_the_moment():
    dutch = practice.look_back(DESK, "nee", ())
    language.use("en")
    english = practice.look_back(DESK, "nee", ())
    assert dutch.missed[0].quote != english.missed[0].quote
    assert english.remark == "We read it the same way."


def test_the_form_of_a_minor_says_so_and_of_others_does_not():
    assert practice.begun(cases().cases["T09"])["minor_possible"] == "yes"
    assert "minor_possible" not in practice.begun(DESK)
    assert "acute" not in practice.begun(DESK)


def test_decisions_are_for_those_who_take_them():
    assert practice.choices(DESK, "reporter") == ()
    assert [one.id for one in practice.choices(DESK, "focal_point")] == ["table", "stays"]
    second = cases().cases["T02"]
    assert [one.id for one in practice.choices(second, "regional_coordinator")] == ["region"]


def test_an_answer_that_is_a_step_is_told_in_the_words_of_the_route():
    table, stays = DESK.choices["table"], DESK.choices["stays"]
    first = practice.answers(table)[0]
    assert (first.label, first.when[:3]) == ("Inbrengen in het lokale overleg", "uw ")
    assert [one.when for one in practice.answers(stays)] == ["", "", ""]
    assert all(one.label for one in practice.answers(stays))


def test_who_takes_part_is_named():
    assert any("Arbeidsinspectie" in one for one in practice.involved(DESK))


def shown(*ids: str) -> tuple[Line, ...]:
    return tuple(Line(one.strip("*"), "straat", "", one.startswith("*")) for one in ids)


@pytest.mark.parametrize(
    ("lines", "case", "following"),
    [
        (("a", "b", "c"), "a", "b"),
        (("a", "*b", "c"), "a", "c"),
        (("a", "*b", "*c"), "c", "a"),
        (("*a", "*b", "*c"), "b", "c"),
        (("*a", "*b", "*c"), "c", "a"),
        (("a",), "a", "a"),
        (("b", "c"), "a", "b"),
        ((), "a", "a"),
    ],
)
def test_the_next_case_is_one_that_was_not_done_yet(lines, case, following):
    assert practice.following(shown(*lines), case) == following


def test_what_one_person_did_is_not_told_to_another(tmp_path):
    from dataclasses import replace

    from mh_tui.services import setup

    made = setup.create(
        tmp_path / "p", role="desk", organisation="hoorn", name=None, user="Anna",
        passphrase="een lange zin om te openen",
    )  # fmt: skip
    session = made.session
    try:
        practice.mark_done(session, "T02")
        practice.mark_done(session, "T01")
        practice.mark_done(session, "T02")
        assert practice.done(session) == {"T01", "T02"}
        assert [one.id for one in practice.lines(session) if one.done] == ["T01", "T02"]
        session.person = replace(session.person, name="Bilal")
        assert practice.done(session) == frozenset()
    finally:
        session.close()


def test_practising_writes_no_entry_and_no_draft(tmp_path):
    from mh_tui.services import drafting, setup

    made = setup.create(
        tmp_path / "p", role="desk", organisation="hoorn", name=None, user="Anna",
        passphrase="een lange zin om te openen",
    )  # fmt: skip
    session = made.session
    try:
        before = entries(session)
        for case in CASES:
            practice.look_back(case, "ja", case.expected_indicators)
            practice.mark_done(session, case.id)
        assert entries(session) == before
        assert drafting.listed(session) == []
    finally:
        session.close()


def entries(session) -> int:
    with session.read() as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM entry").scalar()
    assert isinstance(count, int)
    return count
