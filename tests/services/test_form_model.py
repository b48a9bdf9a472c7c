"""The form of a signal as a value: what is asked, what is missing, what is shown."""

from __future__ import annotations

from datetime import datetime

import pytest

from mh_tui import language
from mh_tui.services import drafting, moments
from mh_tui.services.form_model import PAGES, form_view, pages, step
from mh_tui.services.questions import SECTION, SECTIONS
from mh_tui.signals.fields import SIGNAL

NOW = datetime.fromisoformat("2026-11-25T14:05+01:00")
BSN = "123456782"


def draft(**signal):
    return drafting.SignalDraft(signal=signal)


def test_the_call_is_asked_only_where_there_is_danger():
    assert "call" in pages({"acute": "ja"}, several=False)
    assert "call" not in pages({"acute": "nee"}, several=False)


def test_the_municipality_is_asked_only_where_the_office_has_several():
    assert "municipality" in pages({}, several=True)
    assert "municipality" not in pages({}, several=False)


def test_the_pages_go_on_and_back_and_stop_at_their_ends():
    assert step({"acute": "nee"}, "acute", 1, several=False) == "context"
    assert step({"acute": "ja"}, "acute", 1, several=False) == "call"
    assert step({}, "acute", -1, several=False) == "acute"
    assert step({}, "review", 1, several=False) == "review"


def test_every_field_of_a_signal_is_on_a_page_or_in_a_section():
    asked = {page.key for page in PAGES} | {section.key for section in SECTIONS}
    asked |= {one.path for section in SECTIONS if not section.key for one in section.questions}
    assert set(SIGNAL) <= asked | {"gut_feeling"}


def test_every_section_has_a_letter_of_its_own():
    letters = [section.letter for section in SECTIONS]
    assert len(set(letters)) == len(letters)
    assert not {"w", "n"} & set(letters), "these answer the BSN warning"


def test_an_empty_form_misses_the_acute_answer_the_context_and_something_seen():
    assert form_view({}).missing == ("acute", "context", "seen")


@pytest.mark.parametrize(
    "seen", [{"narrative": "x"}, {"indicators": ["ALG-01"]}, {"gut_feeling": True}]
)
def test_words_an_indicator_or_a_gut_feeling_is_enough(seen):
    assert form_view({"acute": "nee", "context": "straat", **seen}).missing == ()


def test_a_bsn_is_named_by_its_field_until_a_person_says_it_is_none():
    signal = {"persons": [{"note": f"nummer {BSN}"}]}
    assert form_view(signal).numbers == ("persons[0].note",)
    assert form_view(signal, not_bsn=True).numbers == ()


def test_an_indicator_about_a_minor_asks_whether_one_is_involved():
    from mh_tui.reference.indicators import indicators

    minor = next(one.id for one in indicators().indicator.values() if one.minor)
    view = form_view({"indicators": [minor]})
    assert view.ask_minor
    assert any(answer.to == "minor" and answer.open for answer in view.answers)
    assert not form_view({"indicators": [minor], "minor_possible": "no"}).ask_minor


def test_an_open_call_is_shown_and_never_missing():
    view = form_view({"acute": "ja", "context": "straat", "narrative": "x"})
    assert view.nobody_called
    assert view.missing == ()


def test_a_reason_not_to_call_is_no_call():
    call = {"none_because": "De klant staat voor mij"}
    view = form_view({"acute": "ja", "call": call, "context": "straat", "narrative": "x"})
    assert view.nobody_called
    (told,) = (one for one in view.answers if one.to == "call")
    assert told.open
    assert "De klant staat voor mij" in told.text


def test_a_time_of_more_than_an_hour_ago_is_asked_about():
    signal = {"acute": "nee", "context": "straat", "observed_at": "2026-11-25T13:00+01:00"}
    assert form_view(signal, now=NOW).seen_before == "25-11-2026 13:00"
    assert form_view(signal | {"observed_at": "2026-11-25T13:10+01:00"}, now=NOW).seen_before == ""


def test_the_review_shows_every_answer():
    language.use("en")
    signal = {
        "acute": "nee",
        "context": "straat",
        "narrative": "What I saw",
        "place": {"street": "Dorpsweg", "town": "Wervershoof"},
        "persons": [{"name": "Jan"}, {"name": "Piet", "role": "witness"}],
        "forms": ["arbeid"],
        "reporter": {"kind": "melder_balie", "wants_feedback": True},
    }
    shown = {answer.to: answer.text for answer in form_view(signal, now=NOW).answers}
    assert shown["place"] == "Dorpsweg, Wervershoof"
    assert shown["persons"] == "Jan; witness, Piet"
    assert "25 Nov 2026 14:05" in shown["context"]
    assert "wants to hear" in shown["reporter"]
    language.use("nl")


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("14:05", "2026-11-25T14:05+01:00"),
        (" 9:30 ", "2026-11-25T09:30+01:00"),
        ("20-11-2026 14:05", None),
        ("14:3", ""),
        ("morgen", ""),
        ("31-02-2026 10:00", ""),
    ],
)
def test_a_moment_is_read_as_it_is_typed(typed, iso):
    found = moments.read_moment(typed, NOW)
    if iso == "":
        assert found is None
    elif iso is None:
        assert found is not None
        assert found.startswith("2026-11-20T14:05")
    else:
        assert found == iso


@pytest.mark.parametrize(
    ("now", "typed", "read"),
    [
        ("00:30", "23:50", "2026-11-19T23:50"),
        ("09:00", "14:05", "2026-11-19T14:05"),
        ("09:00", "09:40", "2026-11-20T09:40"),
        ("14:10", "14:05", "2026-11-20T14:05"),
    ],
)
def test_a_bare_time_is_the_last_one_that_was(now, typed, read):
    at = datetime.fromisoformat(f"2026-11-20T{now}").astimezone()
    assert str(moments.read_moment(typed, at)).startswith(read)


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("month", range(1, 13))
def test_a_moment_that_was_shown_is_read_again_in_each_language(lang, month):
    language.use(lang)
    moment = datetime(2026, month, 20, 14, 5).astimezone()
    shown = moments.moment_text(moment.isoformat(timespec="minutes"))
    assert moments.read_moment(shown, NOW) == moment.isoformat(timespec="minutes")


def test_a_field_is_put_by_its_path_and_an_empty_one_goes():
    one = drafting.put(draft(), "persons[1].name", "Piet")
    assert one.signal == {"persons": [{}, {"name": "Piet"}]}
    assert drafting.put(one, "persons[1].name", "").signal == {"persons": [{}, {}]}
    two = drafting.put(draft(place={"street": "A"}), "place.street", "")
    assert two.signal == {}


def test_an_item_is_taken_out_of_a_list():
    one = draft(vehicles=[{"plate": "A"}, {"plate": "B"}])
    assert drafting.without(one, "vehicles", 0).signal == {"vehicles": [{"plate": "B"}]}


def test_a_section_is_offered_until_it_is_filled():
    offered = {one.id for one in form_view({"sector": "horeca"}).addable}
    assert "sector" not in offered
    assert "place" in offered
    assert SECTION["time"].id not in offered
