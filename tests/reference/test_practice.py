"""The practice cases hold together: advice, quotes, decisions, plain words."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from mh_tui import language
from mh_tui.reference.indicators import indicators
from mh_tui.reference.practice import load, practice
from mh_tui.reference.roles import roles
from mh_tui.reference.shape import ReferenceBroken
from mh_tui.signals.advice import advise

CASES = list(practice().cases.values())
CHOICES = [(case, choice) for case in CASES for choice in case.choices.values()]
TEXTS = ("setting", "story", "acute_why", "why", "distractor", "next", "learn")
FILE = "practice_cases.toml"
LONGEST = 25
"""Words in a sentence that is still easy to read (B1)."""


def level(case, *more: str) -> int:
    signal = {
        "indicators": [*case.expected_indicators, *more],
        "acute": case.acute_answer,
        "minor_possible": "yes" if case.minor_possible else "no",
    }
    return indicators().advice.levels[advise(signal).level].order


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_expected_advice_is_what_the_rule_gives_for_the_indicators(case):
    assert level(case) == indicators().advice.levels[case.expected_advice].order


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_who_sees_more_is_never_told_less(case):
    assert all(level(case, one) >= level(case) for one in case.also)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_trainee_can_see_where_each_indicator_stood(case):
    for clue in (*case.clues.values(), *case.also.values()):
        for lang, story in (("nl", case.story_nl), ("en", case.story_en)):
            language.use(lang)
            assert clue.quote in story, clue.id
    assert all(case.context in indicators().indicator[one].contexts for one in case.clues)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_line_of_the_list_does_not_give_the_case_away(case):
    known = indicators()
    answers = {known.advice.levels[case.expected_advice].label_nl}
    answers |= {known.indicator[one].label_nl for one in (*case.clues, *case.also)}
    answers |= {known.forms[one].label_nl for one in case.expected_forms}
    line = case.setting_nl.lower()
    assert not [one for one in answers if one.lower() in line]
    assert "mensenhandel" not in line
    assert "uitbuit" not in line


@pytest.mark.parametrize(("case", "choice"), CHOICES, ids=lambda one: one.id)
def test_a_decision_has_a_right_answer_and_others_beside_it(case, choice):
    assert choice.right in choice.options
    assert 2 <= len(choice.options) <= 3
    assert set(choice.app_roles) <= {
        "focal_point", "deputy_focal_point", "regional_coordinator",
    }  # fmt: skip
    if choice.at:
        assert (choice.at, choice.right) in pairwise(case.expected_path)


def test_the_right_answer_does_not_always_stand_in_the_same_place():
    places = {list(choice.options).index(choice.right) for _case, choice in CHOICES}
    assert places == {0, 1, 2}


def test_each_handler_has_decisions_to_practise_and_a_focal_point_in_every_case():
    for role in ("focal_point", "deputy_focal_point"):
        assert all(
            any(role in choice.app_roles for choice in case.choices.values()) for case in CASES
        )
    assert sum("regional_coordinator" in choice.app_roles for _case, choice in CHOICES) >= 3
    assert {role for _case, choice in CHOICES for role in choice.app_roles} <= set(
        roles().app_roles
    )


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_sentences_are_short_enough_to_read_at_a_desk(case, lang):
    texts = [getattr(case, f"{name}_{lang}") for name in TEXTS]
    for choice in case.choices.values():
        texts += [getattr(choice, f"question_{lang}"), getattr(choice, f"why_{lang}")]
    for text in texts:
        for sentence in re.split(r"(?<=[.?!:])\s+", text):
            assert len(sentence.split()) <= LONGEST, sentence


def test_every_context_of_the_form_can_be_practised():
    assert {case.context for case in CASES} == set(indicators().contexts)


def test_invented_firms_say_so_and_no_number_of_a_person_is_in_a_story():
    firms = 0
    for case in CASES:
        for text in (case.story_nl, case.story_en):
            assert not re.search(r"\d{4,}", text), case.id
            for _firm in re.findall(r"Oefenbedrijf \w+|Eetcafé De \w+", text):
                firms += 1
                assert re.search(r"\((fictief|fictitious)\)", text), case.id
    assert firms == 4


def test_the_focal_point_has_a_part_in_every_case():
    assert all("aandachtsfunctionaris" in case.partners for case in CASES)


MISTAKES = {
    "words that are not in the story": (
        'quote_nl = "alle drie zeggen ze dezelfde zin"',
        'quote_nl = "alle vier zeggen ze dezelfde zin"',
        ("case.T01.clue.ALG-03", "quote", "not_in_story"),
    ),
    "an English quote that is not in the English story": (
        'quote_en = "Every form carries his phone number."',
        'quote_en = "Every form carries her phone number."',
        ("case.T01.clue.ALG-31", "quote", "not_in_story"),
    ),
    "a clue for something that is not expected": (
        '{ id = "ALG-02", quote_nl',
        '{ id = "ALG-06", quote_nl',
        ("case.T01", "clue", "unknown_id"),
    ),
    "a clue too many that no indicator has": (
        '{ id = "ALG-32", quote_nl',
        '{ id = "ALG-99", quote_nl',
        ("case.T01", "also", "unknown_id"),
    ),
    "a decision without its right answer": (
        'right = "in_lokale_tafel"',
        'right = "in_locale_tafel"',
        ("case.T01.choice.table", "right", "unknown_id"),
    ),
    "an answer that the route has not": (
        '{ id = "in_politieoverleg" }',
        '{ id = "vermoeden" }',
        ("case.T01.choice.table", "options", "unknown_id"),
    ),
    "a right answer beside the path of the case": (
        'right = "in_lokale_tafel"',
        'right = "in_pct"',
        ("case.T01.choice.table", "right", "unknown_id"),
    ),
    "a decision for who may not take it": (
        'id = "table"\napp_roles = ["focal_point", "deputy_focal_point"]',
        'id = "table"\napp_roles = ["focal_point", "reporter"]',
        ("case.T01.choice.table", "app_roles", "unknown_id"),
    ),
    "a decision for a role that does not exist": (
        'id = "table"\napp_roles = ["focal_point", "deputy_focal_point"]',
        'id = "table"\napp_roles = ["mayor"]',
        ("case.T01.choice.table", "app_roles", "unknown_id"),
    ),
    "an own answer without words": (
        '{ id = "day", label_nl = "De dag en de plaats", label_en = "The day and the place" }',
        '{ id = "day" }',
        ("case.T01.choice.stays.options.day", "label_nl", "missing_key"),
    ),
    "the same indicator expected and extra": (
        '{ id = "ALG-32", quote_nl',
        '{ id = "ALG-01", quote_nl',
        ("case.T01", "also", "duplicate_id"),
    ),
}


@pytest.mark.parametrize("mistake", sorted(MISTAKES))
def test_a_mistake_in_a_case_is_named_by_its_place(mistake, edited):
    old, new, expected = MISTAKES[mistake]
    with pytest.raises(ReferenceBroken) as caught:
        load(edited(FILE, old, new), pinned=False)
    detail = caught.value.detail
    assert (detail["entry"], detail["key"], detail["reason"]) == expected
