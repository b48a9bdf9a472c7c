"""What a person reads of the reference data."""

from __future__ import annotations

import re
from typing import Any

import pytest

from mh_tui import language
from mh_tui.reference import loading
from mh_tui.reference.indicators import indicators
from mh_tui.reference.partners import partners
from mh_tui.reference.practice import practice
from mh_tui.reference.roles import roles
from mh_tui.reference.route import route
from mh_tui.reference.shelter import shelter


def test_a_label_is_shown_in_the_language_of_the_moment():
    reporter = roles().app_roles["reporter"]
    language.use("en")
    assert reporter.label == "Reporter"
    language.use("nl")
    assert reporter.label == "Melder"


def test_a_list_of_texts_follows_the_language_too():
    steps = route().acute.steps
    language.use("en")
    assert len(route().acute.steps) == len(steps)
    assert route().acute.steps != steps


def test_an_optional_text_that_is_not_there_is_empty():
    assert partners().partners["avim"].hours == ""
    assert partners().partners["112"].verify_text == ""
    assert partners().partners["politie"].verify_text.startswith("Controleer")


def test_the_checklist_says_that_a_person_decides_and_that_reporting_is_always_allowed():
    advisory = indicators().meta.advisory
    assert "Een mens beslist" in advisory
    assert "U mag altijd melden" in advisory


def test_reporters_are_told_not_to_investigate_confront_or_promise():
    warning = indicators().meta.observe_only
    for word in ("onderzoekt niet", "Spreek een mogelijke uitbuiter niet aan", "geheimhouding"):
        assert word in warning


def test_each_indicator_shows_where_its_strength_comes_from():
    data = indicators()
    for one in data.indicator.values():
        basis = data.strength_bases[one.strength_basis]
        assert basis.label
        assert data.source_kinds[basis.kind].label


def test_an_indicator_whose_strength_is_a_proposal_is_marked_to_be_checked():
    data = indicators()
    assert data.must_verify(data.indicator["ALG-02"])
    kinds = {basis.kind for basis in data.strength_bases.values()}
    assert all(data.source_kinds[kind].verify for kind in kinds)


NOT_A_SIGN = re.compile(
    r"\b(nationalit\w*|etnic\w*|huidskleur|geloof|moslim\w*|christ\w*|homo\w*|lesbisch\w*|herkomst"
    r"|roma|oost-europ\w*|afrikaans\w*|ethnic\w*|religio\w*|skin colou?r|gay)\b",
    re.IGNORECASE,
)


def test_no_indicator_is_about_nationality_origin_belief_or_orientation():
    for one in indicators().indicator.values():
        for text in (one.label_nl, one.label_en, one.explanation_nl, one.explanation_en):
            assert not NOT_A_SIGN.search(text), one.id


def test_every_indicator_can_be_seen_somewhere_and_every_context_has_a_first_screen():
    data = indicators()
    assert set(data.core) == set(data.contexts)
    for context, first in data.core.items():
        assert set(first) <= {one.id for one in data.chosen(context=context)}


@pytest.mark.parametrize("form", ["seksueel", "arbeid", "crimineel", "orgaan"])
def test_a_form_brings_the_general_indicators_along(form):
    found = indicators().chosen(form=form)
    general = [one for one in found if "algemeen" in one.forms]
    assert general
    assert all(form in one.forms or "algemeen" in one.forms for one in found)
    assert any(form in one.forms for one in found)
    assert len(found) < len(indicators().indicator)


def test_form_and_context_narrow_down_together():
    both = indicators().chosen(form="orgaan", context="digitaal")
    assert set(both) < set(indicators().chosen(form="orgaan"))
    assert all("digitaal" in one.contexts for one in both)


def test_no_shelter_address_field_exists_and_nobody_may_see_one():
    assert not roles().data_classes["shelter_location"].in_app
    assert not shelter().meta.stored
    for role in roles().roles.values():
        assert "shelter_location" not in role.may_see


def test_what_is_never_stored_is_shown_to_nobody_who_works_with_signals():
    outside = {one.id for one in roles().data_classes.values() if not one.in_app}
    scopes = {one.id: one.scope for one in roles().app_roles.values() if one.id != "monitor"}
    for role in roles().roles.values():
        if scopes.get(role.app_role, "none") != "none":
            assert not outside & {*role.may_see, *role.with_reason}, role.id


def test_an_executive_gets_case_information_only_outside_the_program():
    executive = roles().roles["bestuur"]
    assert "case_decision" in executive.may_see
    assert "buiten dit programma" in executive.note


def test_each_word_of_init_gives_one_role():
    given = {word: roles().app_role_of(word) for word in ("desk", "field", "focal-point")}
    assert [one and one.id for one in given.values()] == ["reporter", "reporter", "focal_point"]
    assert roles().app_role_of("coordinator") is roles().app_roles["regional_coordinator"]
    assert roles().app_role_of("mayor") is None


def test_every_default_feedback_fits_and_thanks_or_tells_what_is_next():
    feedback = route().feedback
    assert set(feedback.outcomes) >= {"ontvangen", "in_behandeling", "vraag", "dank"}
    for outcome in feedback.outcomes.values():
        assert 0 < len(outcome.text) <= feedback.max_len
    assert [one.id for one in feedback.outcomes.values() if not one.final] == [
        "ontvangen",
        "in_behandeling",
        "vraag",
    ]


def test_a_step_can_be_found_from_where_a_signal_stands():
    names = {step.to for step in route().steps_from("concept")}
    assert "gemeld" in names
    assert names <= set(route().states)
    assert route().steps_from("vernietigd") == ()


def test_every_deadline_is_a_proposal_with_an_id_of_its_own():
    deadlines = route().deadlines()
    assert len(deadlines) == sum(len(state.deadlines) for state in route().states.values())
    assert {state.deadline_basis for state in route().states.values()} == {"proposal"}
    assert "voorstel" in route().meta.deadline_note


def test_the_numbers_to_call_in_danger_are_there():
    numbers = [partners().partners[one].phone for one in route().acute.numbers]
    assert numbers == ["112", "0900-8844"]


def test_no_mobile_number_of_a_member_of_staff_is_shipped():
    for partner in partners().partners.values():
        assert not re.match(r"(\+31 ?6|06)", partner.phone), partner.id


def test_the_practice_cases_are_fourteen_and_told_in_both_languages():
    assert list(practice().cases) == [f"T{n:02}" for n in range(1, 15)]
    case = practice().cases["T01"]
    nl = case.story
    language.use("en")
    assert case.story != nl
    assert case.title == "The regular helper at the front desk"


def test_a_case_that_holds_nothing_beside_what_is_expected_says_so():
    assert not practice().cases["T03"].also
    assert practice().cases["T09"].also


def test_a_value_cannot_be_changed_after_it_was_loaded():
    from dataclasses import FrozenInstanceError

    state: Any = route().states["concept"]
    states: Any = route().states
    with pytest.raises(FrozenInstanceError):
        state.code = "other"
    with pytest.raises(FrozenInstanceError):
        del state.code
    with pytest.raises(AttributeError):
        state.colour = "red"
    with pytest.raises(TypeError):
        states["new"] = state


def test_the_data_holds_no_number_that_could_be_a_citizen_service_number():
    from mh_tui.signals import bsn

    for path in loading.FOLDER.glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        prose = "\n".join(line for line in text.splitlines() if "://" not in line)
        assert bsn.find(prose) == [], path.name
