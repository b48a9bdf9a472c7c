"""What a signal may hold, what is refused by name, and what is filled in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mh_tui.reference.indicators import indicators
from mh_tui.reference.roles import roles
from mh_tui.reference.route import route
from mh_tui.signals import fields, record
from mh_tui.signals.advice import advise
from tests.signals.conftest import LEAST, NOW, WHOLE, check, refused, told

BSN = "111222333"


def put(data: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """``data`` with ``value`` at a path such as ``persons[0].role``."""
    steps = path.replace("[", ".[").split(".")
    inside: Any = data
    for step in steps[:-1]:
        inside = inside[int(step[1:-1])] if step.startswith("[") else inside[step]
    last = steps[-1]
    inside[int(last[1:-1]) if last.startswith("[") else last] = value
    return data


def test_a_whole_signal_comes_out_as_it_went_in(whole):
    checked = check(whole)
    assert checked == WHOLE
    assert json.dumps(checked) == json.dumps(WHOLE)


def test_keys_come_out_in_the_order_of_the_contract_however_they_were_given():
    turned: dict[str, Any] = {key: WHOLE[key] for key in reversed(WHOLE)}
    turned["place"] = dict(reversed(list(WHOLE["place"].items())))
    turned["persons"] = [dict(reversed(list(one.items()))) for one in WHOLE["persons"]]
    assert json.dumps(check(turned)) == json.dumps(WHOLE)


def test_the_input_is_not_changed(whole):
    check(whole)
    assert whole == WHOLE


def test_three_things_are_enough_and_the_rest_is_filled_in(least):
    assert check(least) == {
        "observed_at": "2026-11-24T12:00+00:00",
        "municipality": "Hoorn",
        "context": "balie_brp",
        "acute": "nee",
        "gut_feeling": True,
        "reporter": {"kind": "melder_balie"},
    }


@pytest.mark.parametrize(
    "content", [{"narrative": "x"}, {"indicators": ["ALG-01"]}, {"gut_feeling": True}]
)
def test_one_of_story_indicator_or_gut_feeling_is_enough(content):
    assert check({"context": "straat", "acute": "nee", **content})


@pytest.mark.parametrize(
    "content", [{}, {"gut_feeling": False}, {"indicators": []}, {"narrative": ""}]
)
def test_without_any_of_the_three_there_is_no_signal(content):
    error = refused(check, {"context": "straat", "acute": "nee", **content})
    assert (error.code, error.field) == ("missing", "narrative")


@pytest.mark.parametrize("key", ["context", "acute"])
@pytest.mark.parametrize("nothing", ["gone", "", None])
def test_context_and_the_acute_answer_are_required(least, key, nothing):
    least[key] = nothing
    if nothing == "gone":
        del least[key]
    error = refused(check, least)
    assert (error.code, error.field) == ("missing", key)


def test_the_municipality_is_asked_where_the_organisation_serves_several(least):
    error = refused(check, least, organisation_municipalities=("Drechterland", "Enkhuizen"))
    assert (error.code, error.field) == ("missing", "municipality")
    error = refused(check, least, organisation_municipalities=())
    assert (error.code, error.field) == ("missing", "municipality")


def test_a_municipality_outside_the_region_is_kept(least):
    least["municipality"] = "Amsterdam"
    assert check(least)["municipality"] == "Amsterdam"


def test_now_is_written_with_its_zone(least):
    summer = datetime(2026, 7, 1, 9, 30, 59, tzinfo=timezone(timedelta(hours=2)))
    assert check(least, now=summer)["observed_at"] == "2026-07-01T09:30+02:00"


def test_the_user_is_the_reporter_where_none_is_given(least):
    signal = check(least, default_kind="aandachtsfunctionaris", default_name="Petra")
    assert signal["reporter"] == {"kind": "aandachtsfunctionaris", "name": "Petra"}


def test_a_reporter_without_a_kind_gets_that_of_the_user_but_not_the_name(least):
    least["reporter"] = {"wants_feedback": True}
    signal = check(least, default_name="Petra")
    assert signal["reporter"] == {"kind": "melder_balie", "wants_feedback": True}


@pytest.mark.parametrize("nothing", ["", None])
@pytest.mark.parametrize("key", sorted(set(fields.SIGNAL) - {"context", "acute", "gut_feeling"}))
def test_nothing_given_is_not_written_down(least, key, nothing):
    least[key] = nothing
    assert check(least) == check(LEAST)


@pytest.mark.parametrize("nothing", ["", None])
def test_nothing_given_inside_an_object_or_list_is_not_written_down(least, nothing):
    least["place"] = {"street": nothing, "town": "Hoorn"}
    least["persons"] = [{"name": nothing}, {"name": "Anna"}, nothing]
    least["forms"] = [nothing, "arbeid"]
    signal = check(least)
    assert signal["place"] == {"town": "Hoorn"}
    assert signal["persons"] == [{"name": "Anna"}]
    assert signal["forms"] == ["arbeid"]


def test_no_name_is_needed_for_anyone(least):
    least["persons"] = [{"role": "possible_victim"}]
    assert check(least)["persons"] == [{"role": "possible_victim"}]


def test_a_code_ticked_twice_is_kept_once_in_its_first_place(least):
    least["indicators"] = ["ARB-03", "ALG-01", "ARB-03"]
    assert check(least)["indicators"] == ["ARB-03", "ALG-01"]


REFUSED: dict[str, dict[str, object]] = {
    "unknown_key": {
        "colour": 1,
        "place.country": "NL",
        "persons[1].nationality": "x",
        "persons[0].bsn": "x",
        "organisations[0].id": "x",
        "vehicles[0].colour": "x",
        "reporter.role": "x",
        "call.name": "x",
        "photos": [],
        "id": "x",
    },
    "unknown_code": {
        "context": "kantoor",
        "acute": "yes",
        "forms[0]": "slavernij",
        "indicators[1]": "ALG-999",
        "minor_possible": "ja",
        "sector": "visserij_op_de_maan",
        "persons[0].role": "victim",
        "persons[1].minor": "maybe",
        "reporter.kind": "burgemeester",
        "call.party": "moeder",
    },
    "wrong_type": {
        "observed_at": 1700000000,
        "municipality": 1,
        "context": ["balie_brp"],
        "acute": True,
        "forms": "arbeid",
        "forms[0]": 1,
        "indicators": {"ALG-01": True},
        "indicators[0]": ["ALG-01"],
        "minor_possible": False,
        "narrative": 3,
        "gut_feeling": "yes",
        "sector": 1,
        "place": "Hoorn",
        "place.number": 12,
        "persons": {"name": "Anna"},
        "persons[0]": "Anna",
        "persons[0].name": {"first": "Anna"},
        "organisations[0].kvk": 12345678,
        "vehicles[0].plate": False,
        "reporter": "Kees",
        "reporter.wants_feedback": "ja",
        "reference": 1,
        "call": "112",
        "call.party": 112,
    },
    "empty_text": {
        "narrative": " \n\t",
        "municipality": " ",
        "place.note": "\u00a0",
        "persons[0].name": "\u2003",
        "reference": "\r\n",
        "call.none_because": "   ",
    },
    "too_long": {
        "narrative": "x" * 20_001,
        "municipality": "x" * 501,
        "place.street": "x" * 501,
        "persons[0].note": "x" * 501,
        "organisations[0].name": "x" * 501,
        "vehicles[0].plate": "x" * 501,
        "reporter.contact": "x" * 501,
        "reference": "x" * 501,
        "call.reference": "x" * 501,
    },
    "too_many": {
        "forms": ["arbeid"] * 51,
        "indicators": ["ALG-01"] * 51,
        "persons": [{"role": "unknown"}] * 51,
        "organisations": [{"name": "x"}] * 51,
        "vehicles": [{"plate": "x"}] * 51,
    },
    "no_zone": {
        "observed_at": "2026-11-20T14:05",
        "call.at": "2026-11-20T14:05:00",
    },
    "bad_time": {
        "observed_at": "gisteren",
        "call.at": "2026-13-01T00:00Z",
    },
    "in_future": {
        "observed_at": "2026-11-25T12:01Z",
        "call.at": "2026-11-25T14:00+01:00",
    },
}
WRONG = [(code, path, value) for code, paths in REFUSED.items() for path, value in paths.items()]


@pytest.mark.parametrize(("code", "path", "value"), WRONG, ids=[f"{c}-{p}" for c, p, _ in WRONG])
def test_what_is_wrong_is_refused_by_name(whole, code, path, value):
    error = refused(check, put(whole, path, value))
    assert (error.code, error.field) == (code, path)
    error = refused(check, whole, path="[3]")
    assert error.field == f"[3].{path}"


@pytest.mark.parametrize("data", [None, [], "x", 1, True])
def test_a_signal_that_is_no_object_is_refused(data):
    error = refused(check, data)
    assert (error.code, error.field) == ("wrong_type", None)
    assert refused(check, data, path="[7]").field == "[7]"


def test_a_refusal_never_repeats_what_was_typed(whole):
    whole["narrative"] = f"geheim {BSN}"
    error = refused(check, whole)
    assert error.detail == {}
    assert "geheim" not in error.message() + str(error)
    error = refused(check, put(whole, "context", "geheime plek"))
    assert "geheim" not in error.message() + str(error.detail)


def test_an_unknown_key_can_be_printed_whatever_it_is(least):
    least["\ud800\x1b[31m" + "k" * 10_000] = 1
    field = refused(check, least).field
    assert field is not None
    assert field.isascii()
    assert len(field) < 200


def test_limits_are_inclusive(least):
    least |= {"narrative": "é" * 20_000, "reference": "x" * 500}
    least["persons"] = [{"name": f"n{n}"} for n in range(50)]
    assert check(least)["narrative"] == "é" * 20_000


@pytest.mark.parametrize(
    "text", ["a\x00b", "\x1b[31mrood\x1b[0m", "tab\tregel\r\n", "\u202eomgekeerd", "🙂", " rand "]
)
def test_control_characters_and_escapes_are_kept_as_text(least, text):
    least |= {"narrative": text, "place": {"note": text}}
    signal = check(least)
    assert signal["narrative"] == signal["place"]["note"] == text


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20T14:05+01:00",
        "2026-11-20T14:05:30Z",
        "2026-11-20T14:05:30.123456-09:30",
        "1999-12-31T23:59Z",
        "2026-11-25T12:00Z",
    ],
)
def test_a_time_in_full_is_kept_as_written(least, text):
    least["observed_at"] = text
    assert check(least)["observed_at"] == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("2026-11-20 14:05+01:00", "2026-11-20T14:05:00+01:00"),
        ("20261120T1405+0100", "2026-11-20T14:05:00+01:00"),
        ("2026-11-20T14+01", "2026-11-20T14:00:00+01:00"),
    ],
)
def test_another_iso_time_is_written_in_full(least, text, kept):
    least["observed_at"] = text
    assert check(least)["observed_at"] == kept


@pytest.mark.parametrize(
    "text",
    ["0001-01-01T00:00+14:00", "9999-12-31T23:59-23:59", "2026-11-20", "２０２６-11-20T14:05Z"],
)
def test_a_time_at_the_edge_of_the_calendar_is_refused_and_nothing_breaks(least, text):
    least["observed_at"] = text
    assert refused(check, least).field == "observed_at"


TEXTS = [
    "municipality",
    "narrative",
    "place.street",
    "place.number",
    "place.postcode",
    "place.town",
    "place.note",
    "persons[0].name",
    "persons[0].phone",
    "persons[1].note",
    "organisations[0].name",
    "organisations[0].kvk",
    "organisations[0].role",
    "vehicles[0].plate",
    "vehicles[0].note",
    "reporter.name",
    "reporter.contact",
    "reference",
    "call.reference",
    "call.none_because",
]


@pytest.mark.parametrize("path", TEXTS)
@pytest.mark.parametrize("text", [BSN, f"nr {BSN[:3]}-{BSN[3:6]}-{BSN[6:]} van haar"])
def test_a_citizen_service_number_is_refused_in_every_text(whole, path, text):
    error = refused(check, put(whole, path, text))
    assert (error.code, error.field) == ("bsn", path)


@pytest.mark.parametrize("path", TEXTS)
def test_a_number_that_a_person_checked_may_stay_and_can_be_recorded(whole, path):
    signal = check(put(whole, path, BSN), not_bsn=True)
    assert record.bsn_fields(signal) == [path]
    assert record.bsn_fields(WHOLE) == []


def test_every_text_of_the_table_is_searched():
    def texts(group: Mapping[str, fields.Rule], before: str) -> Iterator[str]:
        for key, rule in group.items():
            inner = rule.item if isinstance(rule, fields.Many) else rule
            if isinstance(inner, fields.Text):
                yield before + key
            elif isinstance(inner, fields.Group):
                yield from texts(inner.rules, f"{before}{key}.")

    searched = {path.replace("[0]", "").replace("[1]", "") for path in TEXTS}
    assert set(texts(fields.SIGNAL, "")) == searched


def test_the_codes_are_those_of_the_reference_data(least):
    for context in indicators().contexts:
        assert check(least | {"context": context})
    for kind in roles().reporter_kinds:
        assert check(least | {"reporter": {"kind": kind}})
    for sector in route().codes["sector"].items:
        assert check(least | {"sector": sector})
    for party in route().codes["called_party"].items:
        assert check(least | {"call": {"party": party}})


@pytest.mark.parametrize("profile", ["melding", "doorzetten", "tafel"])
def test_every_field_that_may_leave_is_a_field_of_a_signal(profile):
    made_by_the_program = {"advice", "why", "reference_version"}
    for path in route().handover[profile].fields:
        top, _, inner = path.partition(".")
        assert top in fields.SIGNAL or path in made_by_the_program
        rule = fields.SIGNAL.get(top)
        assert not inner or (isinstance(rule, fields.Group) and inner in rule.rules)


def test_every_signal_key_of_the_route_is_a_field_of_a_signal():
    for field in route().fields.values():
        top, _, inner = field.signal_key.partition(".")
        if top and top != "advice":
            rule = fields.SIGNAL[top]
            assert not inner or (isinstance(rule, fields.Group) and inner in rule.rules)


@pytest.mark.parametrize("key", ["nationality", "ethnicity", "religion", "health", "bsn", "photo"])
def test_there_is_no_field_for_special_categories_photos_or_the_bsn(whole, key):
    for place in ("", "persons[0].", "reporter."):
        error = refused(check, put(json.loads(json.dumps(whole)), place + key, "x"))
        assert (error.code, error.field) == ("unknown_key", place + key)


@pytest.mark.parametrize(
    ("call", "is_open"),
    [
        (None, True),
        ({"party": "112"}, True),
        ({"at": "2026-11-20T14:05+01:00"}, True),
        ({"reference": "P-1"}, True),
        ({"party": "112", "at": "2026-11-20T14:05+01:00"}, False),
        ({"none_because": "de politie was er al"}, False),
    ],
)
def test_a_call_that_is_not_told_is_shown_as_open_and_never_refused(least, call, is_open):
    signal = check(least | {"acute": "ja", "call": call})
    assert record.call_is_open(signal) is is_open
    assert not record.call_is_open(signal | {"acute": "nee"})


def test_an_amendment_changes_only_what_it_gives(whole):
    changed = record.merge(check(whole), {"narrative": "anders", "sector": "bouw"}, now=NOW)
    assert changed == WHOLE | {"narrative": "anders", "sector": "bouw"}
    assert list(changed) == list(WHOLE)


def test_an_amendment_of_nothing_changes_nothing():
    assert record.merge(WHOLE, {}, now=NOW) == WHOLE
    assert record.merge(WHOLE, {"place": {}}, now=NOW) == WHOLE


@pytest.mark.parametrize("nothing", ["", None])
@pytest.mark.parametrize(
    "key", ["narrative", "sector", "minor_possible", "reference", "gut_feeling", "place", "call"]
)
def test_an_empty_field_in_an_amendment_clears(key, nothing):
    assert record.merge(WHOLE, {key: nothing}, now=NOW) == {
        name: value for name, value in WHOLE.items() if name != key
    }


@pytest.mark.parametrize("nothing", ["", None, []])
@pytest.mark.parametrize("key", ["forms", "indicators", "persons", "organisations", "vehicles"])
def test_an_empty_list_in_an_amendment_clears(key, nothing):
    assert key not in record.merge(WHOLE, {key: nothing}, now=NOW)


def test_a_list_in_an_amendment_replaces_the_old_one():
    changed = record.merge(WHOLE, {"persons": [{"name": "Bo"}]}, now=NOW)
    assert changed["persons"] == [{"name": "Bo"}]


def test_an_object_in_an_amendment_changes_key_by_key():
    changes = {"place": {"street": "", "note": "voor"}, "call": {"reference": "P-2"}}
    changed = record.merge(WHOLE, changes, now=NOW)
    expected = {key: value for key, value in WHOLE["place"].items() if key != "street"}
    assert changed["place"] == expected | {"note": "voor"}
    assert changed["call"] == WHOLE["call"] | {"reference": "P-2"}


def test_an_object_whose_last_key_is_cleared_is_gone():
    cleared = dict.fromkeys(WHOLE["place"], "")
    assert "place" not in record.merge(WHOLE, {"place": cleared}, now=NOW)


def test_an_object_that_was_not_there_is_added():
    changed = record.merge(check(LEAST), {"place": {"town": "Hoorn"}}, now=NOW)
    assert changed["place"] == {"town": "Hoorn"}


@pytest.mark.parametrize("nothing", ["", None])
@pytest.mark.parametrize("key", ["observed_at", "municipality", "context", "acute", "reporter"])
def test_what_a_signal_must_have_cannot_be_cleared(key, nothing):
    error = refused(record.merge, WHOLE, {key: nothing}, now=NOW)
    assert (error.code, error.field) == ("missing", key)


def test_the_kind_of_the_reporter_cannot_be_cleared_but_the_name_can():
    error = refused(record.merge, WHOLE, {"reporter": {"kind": ""}}, now=NOW)
    assert (error.code, error.field) == ("missing", "reporter.kind")
    changed = record.merge(WHOLE, {"reporter": {"name": None}}, now=NOW)
    assert changed["reporter"] == {
        "kind": "handhaver",
        "contact": "toestel 12",
        "wants_feedback": True,
    }


def test_the_last_of_story_indicators_and_gut_feeling_cannot_be_cleared():
    error = refused(record.merge, WHOLE, {"narrative": None, "indicators": None}, now=NOW)
    assert (error.code, error.field) == ("missing", "narrative")
    assert record.merge(WHOLE, {"narrative": None}, now=NOW)


@pytest.mark.parametrize(("code", "path", "value"), WRONG, ids=[f"{c}-{p}" for c, p, _ in WRONG])
def test_an_amendment_is_held_to_the_same_rules(whole, code, path, value):
    key = path.partition(".")[0].partition("[")[0]
    changes = {key: put(whole, path, value)[key]}
    error = refused(record.merge, WHOLE, changes, now=NOW)
    assert (error.code, error.field) == (code, path)


def test_an_amendment_is_searched_for_a_bsn_but_not_what_was_checked_before(whole):
    old = check(put(whole, "reference", BSN), not_bsn=True)
    assert record.merge(old, {"sector": "bouw"}, now=NOW)["reference"] == BSN
    error = refused(record.merge, old, {"place": {"note": BSN}}, now=NOW)
    assert (error.code, error.field) == ("bsn", "place.note")
    assert record.merge(old, {"place": {"note": BSN}}, now=NOW, not_bsn=True)


def test_an_amendment_does_not_change_the_old_signal():
    old = json.loads(json.dumps(WHOLE))
    record.merge(old, {"place": {"note": ""}, "reporter": {"name": ""}, "forms": []}, now=NOW)
    assert old == WHOLE


@pytest.mark.parametrize("changes", [None, [], "x", 1])
def test_an_amendment_that_is_no_object_is_refused(changes):
    assert refused(record.merge, WHOLE, changes, now=NOW).code == "wrong_type"


json_values = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=20,
)


given_keys = st.dictionaries(st.sampled_from([*fields.SIGNAL, "x"]), json_values)


@given(given_keys)
def test_any_json_is_a_signal_or_refused_by_name(data):
    code = told(check, LEAST | data)
    assert code is None or code in fields.REASONS
    if code is None:
        signal = check(LEAST | data)
        assert check(signal) == signal
        assert advise(signal).level


@given(given_keys)
def test_any_amendment_gives_a_signal_that_passes_the_check(data):
    code = told(record.merge, WHOLE, data, now=NOW)
    assert code is None or code in fields.REASONS
    if code is None:
        signal = record.merge(WHOLE, data, now=NOW)
        assert check(signal) == signal
