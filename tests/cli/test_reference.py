"""``partners`` and ``indicators``: what a script and a screen reader get, without a profile."""

from __future__ import annotations

import pytest

from mh_tui.reference.indicators import indicators
from mh_tui.reference.partners import partners

BOXES = set("│┌┐└┘├┤─━┃╭╮╰╯|")


@pytest.mark.parametrize("args", [("partners",), ("partners", "show", "112"), ("indicators",)])
def test_reference_data_needs_no_profile_and_makes_none(mh, args):
    assert mh(*args).code == 0
    assert not mh.home.exists()


def test_all_partners_are_listed_in_the_order_of_the_guide(mh):
    found = mh("partners", "--json").json["partners"]
    assert [one["id"] for one in found] == list(partners().partners)


def test_a_partner_has_what_a_caller_needs(mh):
    [one] = mh("partners", "show", "politie", "--json").json["partners"]
    assert one | {"role": "", "when": "", "what_they_need": "", "region": ""} == {
        "id": "politie",
        "name": "Politie (algemeen, geen spoed)",
        "role": "",
        "when": "",
        "what_they_need": "",
        "hours": "Dag en nacht (24/7)",
        "region": "",
        "phone": "0900-8844",
        "phone_status": "found",
        "website": "https://www.politie.nl",
        "website_status": "own",
        "email": "",
        "level": "landelijk",
        "kind": "opsporing",
        "needs": ["now", "report", "advice", "victim_help"],
        "contact_by": ["reporter", "focal_point", "deputy_focal_point", "regional_coordinator"],
        "via": [],
        "route_steps": ["0", "4"],
        "forms": ["algemeen"],
        "basis": ["seed", "found", "own"],
        "never_inform": False,
        "checked_on": "2026-11-24",
        "fresh": one["fresh"],
        "verify": True,
        "verify_note": "Controleer of 0900-8844 dag en nacht bereikbaar is.",
    }
    assert isinstance(one["fresh"], bool)


def test_the_list_and_the_single_partner_have_the_same_shape(mh):
    listed = {one["id"]: one for one in mh("partners", "--json").json["partners"]}
    [shown] = mh("partners", "show", "comensha", "--json").json["partners"]
    assert listed["comensha"] == shown


def test_words_search_and_each_must_occur(mh):
    found = mh("partners", "ZORGCOORDINATOR", "opvang", "--json").json["partners"]
    assert "zorgcoordinator" in [one["id"] for one in found]
    assert mh("partners", "zorgcoordinator", "zzzz", "--json").json == {"partners": []}


def test_a_need_narrows_the_list_to_those_who_answer_it(mh):
    found = mh("partners", "--need", "shelter", "--json").json["partners"]
    assert found
    assert all("shelter" in one["needs"] for one in found)


def test_names_are_in_the_language_that_was_asked(mh):
    [one] = mh("partners", "show", "112", "--lang", "en", "--json").json["partners"]
    assert one["name"] == "112 (emergency number)"


@pytest.mark.parametrize("id", ["nope", "POLITIE", "poli"])
def test_a_partner_that_is_not_there_is_2_not_found(mh, id):
    said = mh("partners", "show", id, "--json")
    assert said.code == 2
    assert (said.error["code"], said.error["field"]) == ("not_found", "id")


@pytest.mark.parametrize(
    ("args", "field"),
    [
        (("partners", "--need", "money"), "need"),
        (("indicators", "--form", "slavernij"), "form"),
        (("indicators", "--context", "kantoor"), "context"),
    ],
)
def test_an_unknown_code_is_2_and_names_the_choices(mh, args, field):
    said = mh(*args, "--json")
    assert said.code == 2
    assert (said.error["code"], said.error["field"]) == ("unknown_code", field)
    assert said.error["detail"]["choices"] in said.error["message"]


def test_an_indicator_shows_its_strength_and_where_that_comes_from(mh):
    found = {one["id"]: one for one in mh("indicators", "--json").json["indicators"]}
    assert list(found) == list(indicators().indicator)
    assert found["ALG-01"] == {
        "id": "ALG-01",
        "label": "Identiteitsbewijs is in handen van een ander",
        "explanation": indicators().indicator["ALG-01"].explanation_nl,
        "alt": indicators().indicator["ALG-01"].alt_nl,
        "strength": "sterk",
        "strength_basis": "ilo",
        "category": "documenten",
        "dimension": "dwang_bestemming",
        "forms": ["algemeen"],
        "contexts": list(indicators().indicator["ALG-01"].contexts),
        "minor": False,
        "acute_prompt": False,
        "source": ["ilo_delphi", "ilo11", "nla", "unodc"],
        "verify": True,
    }


def test_a_form_includes_the_general_indicators(mh):
    found = mh("indicators", "--form", "orgaan", "--json").json["indicators"]
    assert {form for one in found for form in one["forms"]} >= {"orgaan", "algemeen"}
    assert all({"orgaan", "algemeen"} & set(one["forms"]) for one in found)


def test_a_context_keeps_what_can_be_seen_there(mh):
    found = mh("indicators", "--context", "school", "--form", "seksueel", "--json").json
    assert found["indicators"]
    assert all("school" in one["contexts"] for one in found["indicators"])


def test_a_screen_reader_hears_label_before_value_and_no_boxes(mh):
    said = mh("partners", "show", "avim")
    lines = said.out.splitlines()
    assert "AVIM - Afdeling Vreemdelingenpolitie, Identificatie en Mensenhandel (avim)" in lines
    assert any(line.endswith("0900-8844 (Gevonden in een bron)") for line in lines)
    assert not BOXES & set(said.out)


def test_what_is_to_be_checked_says_so_where_it_is_shown(mh):
    assert "nog te controleren" in mh("partners", "show", "avim").out
    assert "nog te controleren" not in mh("partners", "show", "112").out
    assert "Eerst controleren" in mh("partners", "show", "fairwork").out.replace("eerst", "Eerst")


def test_a_number_that_is_not_known_says_that_it_is_filled_in_locally(mh):
    assert "Lokaal invullen" in mh("partners", "show", "aandachtsfunctionaris").out


def test_a_party_that_may_be_involved_carries_a_warning(mh):
    warned = mh("partners", "show", "huisvesters", "--lang", "en").out
    assert "Never inform this party" in warned


def test_someone_in_danger_is_sent_to_112_before_the_results(mh):
    first = mh("partners", "nidos").out.splitlines()[0]
    assert "112" in first


def test_the_list_of_indicators_tells_proposals_apart_and_ends_with_who_decides(mh):
    said = mh("indicators", "--form", "orgaan")
    assert "Gradatie is een voorstel" in said.out
    assert said.out.rstrip().endswith(indicators().meta.advisory_nl)
    assert not BOXES & set(said.out)


def test_an_indicator_that_points_to_danger_asks_for_it_at_once(mh):
    out = mh("indicators", "--context", "drugs", "--lang", "en").out
    assert "Ask at once whether anyone is in danger now." in out
