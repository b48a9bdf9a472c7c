"""Recording, finding, changing and withdrawing signals, as a script does it."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, datetime, timedelta

import pytest

from mh_tui.reference.practice import practice
from tests.cli.conftest import PASSPHRASE, SIGNAL
from tests.test_import_hygiene import loaded

MINIMAL = {"context": "straat", "acute": "nee", "gut_feeling": True}
LINE = {
    "id",
    "observed_at",
    "municipality",
    "context",
    "forms",
    "advice",
    "state",
    "receipt",
    "updated_at",
}
NARRATIVE = "\x1b]0;x\x07\x1b[31mrood\x00 \u202eevil\u2066 \x9b2J \x7f einde"


def _later(**time: int) -> str:
    return (datetime.now(UTC) + timedelta(**time)).isoformat(timespec="minutes")


# -- record ---------------------------------------------------------------------------


def test_the_practice_cases_get_the_advice_that_a_careful_reader_expects(region):
    cases = practice().cases
    assert list(cases) == [f"T{n:02d}" for n in range(1, 15)]
    batch = [
        {
            "municipality": case.municipality,
            "context": case.context,
            "acute": case.acute_answer,
            "indicators": list(case.expected_indicators),
            "minor_possible": "yes" if case.minor_possible else "no",
            "narrative": case.story_nl,
            "reporter": {"kind": case.reporter_role},
        }
        for case in cases.values()
    ]
    lines = "\n".join(json.dumps(one) for one in batch)
    done = region.desk.ok("signal", "add", "--from", "-", stdin=lines)["signals"]
    assert [one["advice"] for one in done] == [case.expected_advice for case in cases.values()]
    assert [one["acute"] for one in done] == [case.acute_answer for case in cases.values()]
    for one, case in zip(done, cases.values(), strict=True):
        assert set(one) == {"id", "advice", "why", "acute"}
        assert set(one["why"]) <= set(case.expected_indicators)


def test_the_least_that_is_given_is_filled_in_from_the_profile(region):
    [number] = region.desk.add(MINIMAL)
    shown = region.desk.ok("signal", "show", number)
    assert (shown["municipality"], shown["reporter"]) == ("Hoorn", {"kind": "melder_balie"})
    assert datetime.fromisoformat(shown["observed_at"]).tzinfo is not None
    assert (shown["history"][0]["what"], shown["history"][0]["by"]) == ("recorded", "Anna")


@pytest.mark.parametrize(
    ("town", "shown"),
    [
        ("hoorn", "Gemeente: hoorn"),
        ("Medemblik", "Gemeente: Medemblik (andere gemeente)"),
        ("Amsterdam", "Gemeente: Amsterdam (buiten de regio)"),
    ],
)
def test_a_municipality_that_is_not_ours_is_kept_and_marked(region, town, shown):
    [number] = region.desk.add({**MINIMAL, "municipality": town})
    assert region.desk.ok("signal", "show", number)["municipality"] == town
    assert shown in region.desk("signal", "show", number).out.splitlines()


def test_a_missing_call_is_shown_as_open_and_no_reason_to_refuse(region):
    said = region.desk("signal", "add", "--from", "-", stdin=json.dumps({**MINIMAL, "acute": "ja"}))
    assert said.code == 0
    assert "Bel eerst 112" in said.out


def test_a_person_hears_what_happens_now_and_what_has_to_be_done(region):
    said = region.desk("signal", "add", "--from", "-", stdin=json.dumps(MINIMAL))
    assert "Vastgelegd: signaal " in said.out
    assert "mh-tui export --to upstream" in said.out


REFUSED = [
    ({"colour": "x"}, "unknown_key", "colour"),
    ({"place": {"city": "x"}}, "unknown_key", "place.city"),
    ({"context": "kantoor"}, "unknown_code", "context"),
    ({"acute": "yes"}, "unknown_code", "acute"),
    ({"indicators": ["ALG-01", "ALG-99"]}, "unknown_code", "indicators[1]"),
    ({"forms": ["slavernij"]}, "unknown_code", "forms[0]"),
    ({"sector": "x"}, "unknown_code", "sector"),
    ({"persons": [{"role": "suspect"}]}, "unknown_code", "persons[0].role"),
    ({"reporter": {"kind": "melder_balie", "bsn": "x"}}, "unknown_key", "reporter.bsn"),
    ({"call": {"party": "999"}}, "unknown_code", "call.party"),
    ({"narrative": 7}, "wrong_type", "narrative"),
    ({"gut_feeling": "yes"}, "wrong_type", "gut_feeling"),
    ({"narrative": " \n\t"}, "empty_text", "narrative"),
    ({"narrative": "a" * 20_001}, "too_long", "narrative"),
    ({"municipality": "a" * 501}, "too_long", "municipality"),
    ({"vehicles": [{"plate": "x"}] * 51}, "too_many", "vehicles"),
    ({"observed_at": "2026-11-20T14:05"}, "no_zone", "observed_at"),
    ({"observed_at": _later(days=1, hours=1)}, "in_future", "observed_at"),
    ({"context": None}, "missing", "context"),
    ({"gut_feeling": False}, "missing", "narrative"),
    ({"nationality": "x"}, "unknown_key", "nationality"),
    ({"persons": [{"note": "BSN 1234.56.782"}]}, "bsn", "persons[0].note"),
    ({"narrative": "123 456 782"}, "bsn", "narrative"),
]


@pytest.mark.parametrize(("change", "code", "field"), REFUSED, ids=range(len(REFUSED)))
def test_what_does_not_belong_in_a_signal_is_refused_by_name(region, change, code, field):
    text = json.dumps([MINIMAL, {**MINIMAL, **change}])
    said = region.desk.refused("signal", "add", "--from", "-", stdin=text)
    assert said == (2, code, f"[1].{field}")


BYTES = [
    (b'{"context":"straat","context":"school"}', "duplicate_key", "context"),
    (b'[{"acute":"nee"},{"place":{"note":NaN}}]', "nan", "[1].place.note"),
    (b'{"persons":[{"name":"\\ud800"}]}', "surrogate", "persons[0].name"),
    (b'{"narrative":"\xff"}', "not_utf8", None),
    (b"{", "not_json", None),
    (b"[]", "empty_batch", None),
    (b"", "empty_batch", None),
    (b'"text"', "wrong_type", None),
]


@pytest.mark.parametrize(("raw", "code", "field"), BYTES)
def test_what_is_no_sound_json_is_refused_by_name(region, raw, code, field):
    assert region.desk.refused("signal", "add", "--from", "-", stdin=raw) == (2, code, field)


def test_one_flaw_in_a_batch_records_none_of_it(own_region):
    batch = json.dumps([MINIMAL, MINIMAL, {**MINIMAL, "context": "x"}])
    assert own_region.desk("signal", "add", "--from", "-", stdin=batch).code == 2
    assert own_region.desk.ok("signal", "list")["signals"] == []


def test_a_number_that_a_person_checked_is_taken(region):
    [number] = region.desk.add({**MINIMAL, "narrative": "dossier 123456782"}, args=("--not-bsn",))
    assert region.desk.ok("signal", "show", number)["narrative"] == "dossier 123456782"


def test_a_file_that_is_not_there_is_named_before_anything_is_asked(quick, tmp_path):
    said = quick("signal", "add", "--from", tmp_path / "none.json", "--json")
    assert (said.code, said.error["code"], said.error["field"]) == (2, "no_such_file", "from")


def test_standard_input_is_for_one_thing(quick):
    said = quick("signal", "add", "--from", "-", "--passphrase-file", "-", "--json")
    assert (said.code, said.error["code"], said.error["field"]) == (2, "stdin_twice", "from")


def test_questions_need_a_terminal(quick):
    said = quick("signal", "new", "--json")
    assert (said.code, said.error["code"]) == (3, "terminal_needed")


def test_text_comes_back_as_it_was_and_cannot_steer_a_terminal(region):
    [number] = region.desk.add({**MINIMAL, "narrative": NARRATIVE})
    assert region.desk.ok("signal", "show", number)["narrative"] == NARRATIVE
    text = region.desk("signal", "show", number).out
    assert "rood" in text
    kinds = {unicodedata.category(char) for char in text.replace("\n", "")}
    assert not kinds & {"Cc", "Cf", "Zl", "Zp"}


# -- find -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def listed(admitted, tmp_path_factory):
    """A desk with five signals, oldest first."""
    desk = admitted.copy(tmp_path_factory.mktemp("listed")).desk
    changes = [
        {"context": "school", "municipality": "Medemblik", "observed_at": "2026-11-01T10:00+01:00"},
        {"forms": ["arbeid"], "indicators": ["ALG-01"], "observed_at": "2026-11-02T10:00+01:00"},
        {"forms": ["seksueel", "arbeid"], "narrative": "Een blauwe bestelbus bij de kas"},
        {"narrative": "Paspoorten in één kluis"},
        {},
    ]
    ids = [desk.add({**MINIMAL, **change})[0] for change in changes]
    desk.ok("signal", "withdraw", ids[4], "--reason", "vergissing")
    return desk, ids


@pytest.mark.parametrize(
    ("args", "places"),
    [
        ((), [4, 3, 2, 1, 0]),
        (("--municipality", "medemblik"), [0]),
        (("--form", "arbeid"), [2, 1]),
        (("--urgency", "vandaag"), [1]),
        (("--state", "ingetrokken"), [4]),
        (("--since", "2026-11-02"), [4, 3, 2, 1]),
        (("--since", "2026-11-02T12:00:00+01:00"), [4, 3, 2]),
        (("--mine", "--state", "gemeld", "--form", "seksueel"), [2]),
        (("--overdue",), []),
    ],
)
def test_filters_narrow_the_list_newest_first(listed, args, places):
    desk, ids = listed
    found = desk.ok("signal", "list", *args)
    assert [one["id"] for one in found["signals"]] == [ids[place] for place in places]
    assert all(set(one) == LINE for one in found["signals"])


def test_pages_follow_each_other_without_gap_or_repeat(listed):
    desk, ids = listed
    seen, after = [], ()
    for _page in range(3):
        page = desk.ok("signal", "list", "--limit", "2", *after)
        seen += [one["id"] for one in page["signals"]]
        after = ("--after", page["next"])
    assert seen == ids[::-1]
    assert page["next"] is None


def test_the_plain_list_names_the_command_of_the_next_page(listed):
    desk, _ids = listed
    text = desk("signal", "list", "--limit", "1", "--state", "gemeld").out
    assert "mh-tui signal list --limit 1 --state gemeld --after " in text
    assert "Stand: Gemeld" in text


@pytest.mark.parametrize(
    ("args", "code", "field"),
    [
        (("--limit", "0"), "out_of_range", "limit"),
        (("--limit", "1001"), "out_of_range", "limit"),
        (("--limit", "x"), "invalid_value", "limit"),
        (("--after", "!"), "invalid_cursor", "after"),
        (("--since", "gisteren"), "invalid_date", "since"),
        (("--state", "klaar"), "unknown_code", "state"),
        (("--form", "x"), "unknown_code", "form"),
        (("--urgency", "x"), "unknown_code", "urgency"),
    ],
)
def test_a_filter_that_means_nothing_is_named(listed, args, code, field):
    desk, _ids = listed
    assert desk.refused("signal", "list", *args) == (2, code, field)


@pytest.mark.parametrize(
    ("words", "places"),
    [
        (("bestel",), [2]),
        (("PASPOORTEN", "een"), [3]),
        (("paspoorten", "bestelbus"), []),
        (("bestelbus", "--state", "gemeld"), [2]),
        (("bestelbus", "--state", "ingetrokken"), []),
    ],
)
def test_every_word_of_a_search_must_occur(listed, words, places):
    desk, ids = listed
    found = desk.ok("search", *words)
    assert [one["id"] for one in found["signals"]] == [ids[place] for place in places]


def test_a_list_for_a_script_loads_only_what_it_needs(mh, secret_file):
    secret = ["--passphrase-file", str(secret_file(PASSPHRASE)), "--home", str(mh.home), "--json"]
    made = mh("init", "--role", "desk", "--organisation", "hoorn", "--user", "Anna", *secret)
    assert made.code == 0
    names = loaded(f"from mh_tui.cli.main import main; main({['signal', 'list', *secret]!r})")
    assert "sqlalchemy" in names
    assert not names & {"sqlmodel", "pydantic", "textual", "rich", "babel", "tomllib"}


def test_signs_alone_are_nothing_to_search_for(listed):
    desk, _ids = listed
    assert desk.refused("search", '"', "*") == (2, "empty_text", "words")


def test_the_words_of_a_signal_are_found_until_it_was_received(journey):
    assert journey.region.desk.ok("search", "paspoorten")["signals"] == []
    assert [one["id"] for one in journey.region.focal.ok("search", "paspoorten")["signals"]] == [
        journey.id
    ]


def test_a_signal_is_found_by_its_number_however_it_is_typed(listed):
    desk, ids = listed
    whole = ids[1].replace("-", "").lower()
    for typed in (ids[1], whole, whole.replace("1", "l").replace("0", "o"), ids[1][:9]):
        assert desk.ok("signal", "show", typed)["id"] == ids[1]


def test_a_number_that_names_no_signal_says_why(listed):
    desk, ids = listed
    swap = {"A": "B"}.get(ids[0][-1], "A")
    assert desk.refused("signal", "show", ids[0][:-1] + swap) == (2, "mistyped_id", "id")
    assert desk.refused("signal", "show", "ABC")[0] == 2
    missing = next(n for n in ("0000", "ZZZZ", "7777") if all(n != one[:4] for one in ids))
    assert desk.refused("signal", "show", missing) == (2, "not_found", "id")


def test_a_start_that_two_signals_share_is_ambiguous(own_region):
    seen: dict[str, str] = {}
    pair: list[str] = []
    while not pair:
        for number in own_region.desk.add(*[MINIMAL] * 1500):
            pair = [number, seen[number[:4]]] if number[:4] in seen else pair
            seen[number[:4]] = number
    desk = own_region.desk
    assert desk.refused("signal", "show", pair[0][:4]) == (2, "ambiguous", "id")
    assert desk.ok("signal", "show", pair[0])["id"] == pair[0]


# -- change ---------------------------------------------------------------------------


def test_an_amendment_changes_the_fields_given_and_no_others(region):
    [number] = region.desk.add(SIGNAL)
    change = {"narrative": "Anders gezien", "place": {"note": "achterom"}, "sector": ""}
    shown = region.desk.ok("signal", "amend", number, "--from", "-", stdin=json.dumps(change))
    assert shown["narrative"] == "Anders gezien"
    assert shown["place"] == {**SIGNAL["place"], "note": "achterom"}
    assert "sector" not in shown
    assert (shown["persons"], shown["version"]) == (SIGNAL["persons"], 2)
    events = [event["what"] for event in shown["history"]]
    assert events == ["recorded", "handed_on:melding", "amended", "handed_on:melding"]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"context": ""}, "missing", "context"),
        ({"id": "x"}, "unknown_key", "id"),
        ({"narrative": "123456782"}, "bsn", "narrative"),
        ([{}], "wrong_type", None),
    ],
)
def test_an_amendment_that_cannot_be_is_refused_by_name(listed, change, code, field):
    desk, ids = listed
    said = desk.refused("signal", "amend", ids[2], "--from", "-", stdin=json.dumps(change))
    assert said == (2, code, field)


def test_a_withdrawn_signal_says_so_and_is_not_withdrawn_twice(listed):
    desk, ids = listed
    shown = desk.ok("signal", "show", ids[4])
    assert shown["state"] == "ingetrokken"
    again = desk.refused("signal", "withdraw", ids[4], "--reason", "weer")
    assert again == (5, "already_withdrawn", None)
    late = desk.refused("signal", "amend", ids[4], "--from", "-", stdin='{"sector": "bouw"}')
    assert late == (5, "already_withdrawn", None)
    assert desk.refused("signal", "withdraw", ids[3], "--reason", " ") == (
        2,
        "empty_text",
        "reason",
    )


def test_what_another_office_wrote_only_they_change(journey):
    focal = journey.region.focal
    said = focal.refused("signal", "amend", journey.id, "--from", "-", stdin="{}")
    assert said[:2] == (5, "not_own")


def test_what_was_handed_on_before_there_was_an_upstream_waits_as_a_draft(strangers, tmp_path):
    desk = strangers.copy(tmp_path).desk
    [number] = desk.add(MINIMAL)
    assert desk.ok("signal", "show", number)["state"] == "concept"
    waiting = {"office": None, "organisation": None, "recorded": 1, "exported": 0, "received": 0}
    waiting |= {"last_heard": None, "oldest_unacknowledged": None}
    assert desk.ok("outbox") == {"to": [waiting]}
