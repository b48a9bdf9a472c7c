"""The advice follows the rule of the reference data, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mh_tui import language
from mh_tui.reference.indicators import indicators
from mh_tui.reference.practice import practice
from mh_tui.signals.advice import Advice, advise, asks_acute

DATA = indicators()
BY_STRENGTH = {
    code: [
        one.id
        for one in DATA.indicator.values()
        if DATA.strengths[one.strength].code == code and not one.minor
    ]
    for code in ("strong", "medium", "weak")
}
STRONG, MEDIUM, WEAK = BY_STRENGTH["strong"], BY_STRENGTH["medium"], BY_STRENGTH["weak"]
ABOUT_MINORS = [one.id for one in DATA.indicator.values() if one.minor]
ORDER = {level.id: level.order for level in DATA.advice.levels.values()}
ticked = st.lists(st.sampled_from(sorted(DATA.indicator)), max_size=20)
answers = st.sampled_from(["ja", "nee", "weet_niet"])
minors = st.sampled_from([None, "yes", "no", "unknown"])


@pytest.fixture(autouse=True)
def _dutch_again():
    yield
    language.use("nl")


def signal(*ids, acute="nee", minor=None, persons=()):
    return {
        "indicators": list(ids),
        "acute": acute,
        "minor_possible": minor,
        "persons": [{"minor": one} for one in persons],
    }


@pytest.mark.parametrize("case", practice().cases.values(), ids=list(practice().cases))
def test_each_practice_case_gets_the_advice_it_should(case):
    told = advise(
        signal(
            *case.expected_indicators,
            acute=case.acute_answer,
            minor="yes" if case.minor_possible else "no",
        )
    )
    assert told.level == case.expected_advice
    assert set(told.why) <= set(case.expected_indicators)
    assert asks_acute(case.expected_indicators) == case.acute_prompt_expected


@pytest.mark.parametrize(
    ("given_signal", "expected"),
    [
        ({}, Advice("niet_pluis", (), (0,))),
        (signal(), Advice("niet_pluis", (), (0,))),
        (signal(*WEAK[:2]), Advice("niet_pluis", (), (0,))),
        (signal(*WEAK[:3]), Advice("bespreken", tuple(WEAK[:3]), (1,))),
        (signal(MEDIUM[0]), Advice("bespreken", (MEDIUM[0],), (0,))),
        (signal(MEDIUM[0], WEAK[0]), Advice("bespreken", (MEDIUM[0],), (0,))),
        (
            signal(*MEDIUM[:2], *WEAK[:3]),
            Advice("bespreken", (*MEDIUM[:2], *WEAK[:3]), (0, 1)),
        ),
        (signal(*MEDIUM[:3]), Advice("vandaag", tuple(MEDIUM[:3]), (1,))),
        (signal(WEAK[0], STRONG[0]), Advice("vandaag", (STRONG[0],), (0,))),
        (signal(MEDIUM[0], minor="yes"), Advice("vandaag", (MEDIUM[0],), (3,))),
        (signal(MEDIUM[0], minor="unknown"), Advice("bespreken", (MEDIUM[0],), (0,))),
        (signal(MEDIUM[0], persons=["no", "yes"]), Advice("vandaag", (MEDIUM[0],), (3,))),
        (signal(WEAK[0], minor="yes"), Advice("niet_pluis", (), (0,))),
        (signal(acute="ja"), Advice("direct", (), (0,))),
        (signal(STRONG[0], acute="ja"), Advice("direct", (), (0,))),
        (signal(STRONG[0], acute="weet_niet"), Advice("vandaag", (STRONG[0],), (0,))),
    ],
)
def test_the_rule_of_the_data_holds(given_signal, expected):
    assert advise(given_signal) == expected


def test_an_indicator_about_a_minor_counts_even_if_it_is_weak():
    weak = [one for one in ABOUT_MINORS if DATA.indicator[one].strength == "zwak"]
    for one in weak:
        assert advise(signal(one)) == Advice("vandaag", (one,), (2,))
    assert 2 in advise(signal(ABOUT_MINORS[0])).reasons


def test_ticking_something_twice_counts_once():
    assert advise(signal(*[WEAK[0]] * 3)).level == "niet_pluis"
    assert advise(signal(*[MEDIUM[0]] * 3)).level == "bespreken"


def test_an_indicator_of_a_newer_list_is_not_counted():
    assert advise(signal("NEW-01", WEAK[0])) == Advice("niet_pluis", (), (0,))


def test_the_reasons_are_told_in_the_language_of_the_person():
    told = advise(signal(*MEDIUM[:3]))
    assert told.texts() == ("U hebt minstens drie middelsterke kenmerken aangekruist.",)
    language.use("en")
    assert told.texts() == ("You ticked at least three medium indicators.",)


@given(ticked, answers, minors)
def test_every_signal_gets_a_level_with_a_reason(ids, acute, minor):
    told = advise(signal(*ids, acute=acute, minor=minor))
    assert told.level in ORDER
    assert told.reasons
    assert len(told.texts()) == len(told.reasons)
    assert set(told.why) <= set(ids)
    assert len(set(told.why)) == len(told.why)


@given(ticked, answers, minors)
def test_only_the_answer_of_a_person_says_call_now(ids, acute, minor):
    level = advise(signal(*ids, acute=acute, minor=minor)).level
    assert (level == "direct") == (acute == "ja")


@given(ticked, st.sampled_from(sorted(DATA.indicator)), answers, minors)
def test_one_more_indicator_never_lowers_the_advice(ids, more, acute, minor):
    before = advise(signal(*ids, acute=acute, minor=minor)).level
    after = advise(signal(*ids, more, acute=acute, minor=minor)).level
    assert ORDER[after] >= ORDER[before]


@given(ticked, answers)
def test_no_answer_lowers_the_advice(ids, acute):
    without = advise({"indicators": ids}).level
    assert ORDER[advise(signal(*ids, acute=acute, minor="no")).level] >= ORDER[without]


@given(ticked)
def test_the_order_of_ticking_does_not_matter_for_the_level(ids):
    forward, back = advise(signal(*ids)), advise(signal(*reversed(ids)))
    assert forward.level == back.level
    assert set(forward.why) == set(back.why)


def test_no_number_is_shown():
    for level in DATA.advice.levels.values():
        for text in (level.label_nl, level.text_nl, *level.reasons_nl):
            assert not any(sign.isdigit() for sign in text.replace("112", "")), level.id
            assert "%" not in text


def test_an_indicator_that_asks_for_danger_asks_and_never_answers():
    asking = [one.id for one in DATA.indicator.values() if one.acute_prompt]
    assert asking
    for one in asking:
        assert asks_acute([one])
        assert advise(signal(one)).level != "direct"
    assert not asks_acute(["ALG-01", "NEW-01"])
