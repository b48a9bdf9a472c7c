"""Finding a partner in a hurry."""

from __future__ import annotations

from datetime import date

import pytest

from mh_tui import language
from mh_tui.reference.partners import partners


def ids(*args, **settings):
    return [one.id for one in partners().search(*args, **settings)]


def test_without_words_everyone_is_there_and_112_is_first():
    found = ids()
    assert found[0] == "112"
    assert set(found) == set(partners().partners)
    assert found == list(partners().partners)


@pytest.mark.parametrize("words", ["nidos", "zzzz", "opvang minderjarig", "Koggenland"])
def test_112_stays_on_top_of_every_result(words):
    assert ids(words)[0] == "112"


def test_a_script_gets_112_only_where_it_fits():
    assert ids("nidos", emergency=False) == ["nidos"]
    assert ids("alarmnummer", emergency=False) == ["112"]
    assert ids("zzzz", emergency=False) == []


@pytest.mark.parametrize("words", ["zorgcoordinator", "ZORGCOÖRDINATOR", "zorgcoo\u0308rdinator"])
def test_accents_and_capitals_do_not_matter(words):
    assert "zorgcoordinator" in ids(words)


def test_every_word_must_occur_but_a_part_of_it_is_enough():
    both = set(ids("veilig kind", emergency=False))
    assert "veilig_thuis" in both
    assert both == set(ids("veilig", emergency=False)) & set(ids("kind", emergency=False))


def test_words_in_english_are_found_while_the_program_speaks_dutch():
    language.use("nl")
    assert "112" in ids("emergency", emergency=False)


@pytest.mark.parametrize("typed", ["0900-8844", "09008844", "8844"])
def test_a_phone_number_is_found_with_and_without_dash(typed):
    assert "politie" in ids(typed, emergency=False)


def test_what_is_typed_is_no_pattern():
    assert ids("(.*)", emergency=False) == []


@pytest.mark.parametrize("need", sorted(partners().needs))
def test_every_need_has_someone_to_call(need):
    found = partners().search(need=need, emergency=False)
    assert found
    assert all(need in one.needs for one in found)


def test_a_step_of_the_route_gives_its_partners():
    found = partners().search(step="3", emergency=False)
    assert "wijkteam" in {one.id for one in found}
    assert all("3" in one.route_steps for one in found)


def test_a_form_keeps_the_general_partners():
    found = partners().search(form="arbeid", emergency=False)
    assert {"nla", "112"} <= {one.id for one in found}
    assert all({"arbeid", "algemeen"} & set(one.forms) for one in found)


def test_a_municipality_leaves_out_nobody_who_serves_it():
    assert "aandachtsfunctionaris" in ids(municipality="Hoorn")
    assert "aandachtsfunctionaris" not in ids(municipality="Amsterdam")
    assert "politie" in ids(municipality="Amsterdam")


def test_a_number_is_fresh_for_a_quarter_after_its_check():
    one = partners().partners["112"]
    assert one.is_fresh(date(2026, 11, 24))
    assert one.is_fresh(date(2027, 2, 24))
    assert not one.is_fresh(date(2027, 2, 25))


def test_a_number_that_is_not_known_has_a_status_that_says_so():
    for one in partners().partners.values():
        status = partners().statuses[one.phone_status]
        assert status.label
        if not one.phone:
            assert one.phone_status in ("local", "none"), one.id


def test_each_municipality_of_the_region_has_an_organisation_of_its_own():
    own = {
        one.municipalities
        for one in partners().organisations.values()
        if one.kind == "municipality"
    }
    assert own == {(town,) for town in partners().municipalities}
