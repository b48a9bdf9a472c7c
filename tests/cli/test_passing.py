"""A signal goes up, the answer comes back, and everybody sees no more than they may."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import PASSPHRASE, SIGNAL, admit

GO = ("--profile", "tafel", "--to", "riec-nhn", "--legal-basis", "wgs_riec")
REGISTER = ("--profile", "registratie", "--to", "riec-nhn", "--legal-basis", "avg_6_1_e")
AFTER_RECEIPT = {
    "id",
    "observed_at",
    "municipality",
    "context",
    "forms",
    "advice",
    "state",
    "receipt",
    "version",
    "feedback",
}


# -- the way up -----------------------------------------------------------------------


def test_a_desk_sees_its_whole_signal_until_it_was_received(journey):
    shown = journey.told["desk before"]
    assert (shown["state"], shown["receipt"]) == ("gemeld", "recorded")
    assert shown["narrative"] == SIGNAL["narrative"]
    assert shown["from"] == journey.region.desk.made["office"]
    assert (shown["advice"], shown["why"]) == ("vandaag", ["ALG-01"])


def test_a_desk_cannot_read_back_who_reported(journey):
    assert journey.told["desk before"]["reporter"] == {"kind": "melder_balie"}


def test_the_focal_point_gets_all_of_it_and_the_reporter(journey):
    shown = journey.told["focal"]
    assert shown["state"] == "ontvangen"
    assert shown["from"] == journey.region.desk.made["office"]
    given = {key: shown[key] for key in SIGNAL}
    assert given == SIGNAL


def test_a_preview_shows_exactly_what_goes_and_writes_nothing(journey):
    shown = journey.told["preview"]
    assert (shown["handover"], shown["approved_by"]) == (None, [])
    assert shown["to"] == journey.region.region.made["office"]
    assert shown["fields"]["reporter"] == {"kind": "melder_balie"}
    assert not {"persons", "reference", "call", "gut_feeling"} & set(shown["fields"])
    assert shown["fields"] == journey.told["approved"]["fields"]


def test_an_approval_names_who_approved(journey):
    done = journey.told["approved"]
    assert done["approved_by"] == ["Sanne"]
    assert len(bytes.fromhex(done["handover"])) == 32


def test_the_coordinator_gets_what_was_approved_and_no_more(journey):
    shown = journey.told["coordinator"]
    assert shown["state"] == "ingebracht"
    assert shown["from"] == journey.region.focal.made["office"]
    assert "persons" not in shown
    assert "Anna" not in json.dumps(shown)
    assert shown["id"] == journey.id


# -- the way back ---------------------------------------------------------------------


def test_after_receipt_a_desk_sees_the_ten_fields_of_its_signal_and_no_other(journey):
    shown = journey.told["desk after"]
    assert set(shown) == AFTER_RECEIPT
    assert (shown["state"], shown["receipt"]) == ("terugkoppeling_melder", "fed_back")


def test_an_answer_without_words_of_ones_own_has_the_text_of_its_outcome(journey):
    [item] = journey.told["focal inbox"]["items"]
    assert item["outcome"] == "in_behandeling"
    assert item["text"].startswith("Het signaal dat u inbracht is in behandeling.")
    assert item["from"] == journey.region.region.made["office"]
    assert (item["n"], item["read"], item["signal"]) == (1, False, journey.id)


def test_the_desk_reads_the_words_of_its_focal_point(journey):
    [item] = journey.told["desk inbox"]["items"]
    assert item["text"] == "Dank, dit hielp ons."
    assert journey.told["final"]["to"] == journey.region.desk.made["office"]
    assert journey.told["final"]["signal"] == journey.id


def test_a_reply_marks_its_message_read_and_keeps_its_number(journey):
    assert [one["read"] for one in journey.told["desk reply"]["items"]] == [True]
    assert journey.told["desk inbox after"]["items"] == []
    assert [one["n"] for one in journey.told["desk inbox all"]["items"]] == [1]


def test_the_giver_learns_that_the_answer_was_read_and_gets_the_reply(journey):
    assert journey.told["focal after"]["receipt"] == "read"
    [item] = journey.told["focal inbox after"]["items"]
    assert (item["outcome"], item["text"], item["n"]) == (None, "Graag gedaan", 2)


def test_the_outbox_counts_a_signal_once_at_its_furthest_stage(journey):
    def counts(name):
        return [
            (line["recorded"], line["exported"], line["received"])
            for line in journey.told[name]["to"]
        ]

    assert counts("outbox recorded") == [(1, 0, 0)]
    assert counts("outbox exported") == [(0, 1, 0)]
    assert counts("desk outbox after") == []


def test_what_came_in_a_person_can_read_aloud(journey):
    text = journey.region.desk("inbox", "--all").out
    assert f"Over signaal: {journey.id}" in text
    assert "Van: Gemeente Hoorn (aandachtsfunctionaris)" in text
    assert "Uitkomst: Dank" in text


def test_a_message_that_is_not_there_is_not_found(journey):
    assert journey.region.desk.refused("inbox", "read", "99") == (2, "not_found", "n")


# -- who may what ---------------------------------------------------------------------


def test_a_desk_hands_nothing_on_and_answers_nobody(journey):
    desk = journey.region.desk
    assert desk.refused("handover", journey.id, *GO, "--show")[:2] == (5, "not_allowed")
    given = desk.refused("feedback", "give", journey.id, "--outcome", "dank")
    assert given[:2] == (5, "not_allowed")


def test_a_coordinator_records_nothing(journey):
    said = journey.region.region.refused("signal", "add", "--from", "-", stdin="no json at all")
    assert said == (5, "not_allowed", None)


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ((*GO,), (2, "show_or_approve", "approve")),
        ((*GO, "--show", "--approve"), (2, "show_or_approve", "approve")),
        ((*GO, "--show", "--field", "gender"), (2, "invalid_value", "field")),
        ((*GO, "--approve", "--second-passphrase-file", "x"), (2, "missing", "second_user")),
        (GO[:4], (2, "missing", "legal_basis")),
    ],
)
def test_a_handover_that_is_not_clear_writes_nothing(quick, args, expected):
    said = quick("handover", "7Z4K", *args, "--json")
    assert (said.code, said.error["code"], said.error["field"]) == expected


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ((*GO[:5], "nope", "--show"), (2, "unknown_code", "legal_basis")),
        (("--profile", "melding", *GO[2:], "--show"), (2, "unknown_code", "profile")),
        ((*GO[:3], "enkhuizen", *GO[4:], "--show"), (2, "not_found", "to")),
        ((*GO, "--show", "--without", "reference"), (2, "unknown_code", "without")),
        ((*GO, "--show", "--field", "gender=vrouw"), (2, "unknown_key", "gender")),
        ((*REGISTER, "--show", "--field", "colour=x"), (2, "unknown_key", "colour")),
        ((*GO[:2], "--to", "hoorn", *GO[4:], "--show"), (5, "wrong_addressee", None)),
    ],
)
def test_a_wrong_word_in_a_handover_is_named(journey, args, expected):
    assert journey.region.focal.refused("handover", journey.id, *args) == expected


def test_a_registration_holds_classes_and_no_story(journey):
    shown = journey.region.focal.ok(
        "handover", journey.id, *REGISTER, "--field", "gender=vrouw", "--show"
    )
    assert shown["fields"] == {
        "registration_form": "arbeid",
        "registration_sector": "agrarisch",
        "registration_age_class": "onbekend",
        "registration_gender": "vrouw",
        "registration_nationality_class": "onbekend",
        "registration_reporter": "melder_balie",
        "registration_period": "2026-K4",
    }


def test_a_code_that_is_wrong_names_the_right_ones(quick):
    said = quick("handover", "7Z4K", *GO[:5], "nope", "--show", "--json")
    assert (said.code, said.error["field"]) == (2, "legal_basis")
    assert "wgs_riec" in said.error["message"]
    said = quick("feedback", "give", "7Z4K", "--outcome", "klaar", "--json")
    assert "in_behandeling" in said.error["message"]


def test_a_signal_of_several_forms_is_registered_under_one_that_a_person_chose(region):
    own = {**SIGNAL, "forms": ["arbeid", "crimineel"], "reporter": {"kind": "external"}}
    [number] = region.focal.add(own)
    said = region.focal.refused("handover", number, *REGISTER, "--show")
    assert said == (2, "missing", "registration_form")
    chosen = ("--field", "registration_form=crimineel")
    shown = region.focal.ok("handover", number, *REGISTER, *chosen, "--show")
    assert shown["fields"]["registration_form"] == "crimineel"
    assert region.focal.ok("outbox") == {"to": []}


def test_a_desk_that_reports_straight_to_the_region_sends_no_reporter(strangers, tmp_path):
    region = strangers.copy(tmp_path / "straight")
    admit(region.desk, region.region, "--upstream", "melding")
    admit(region.region, region.desk)
    [number] = region.desk.add(SIGNAL)
    region.carry(region.desk, region.region, tmp_path / "stick")
    shown = region.region.ok("signal", "show", number)
    assert shown["reporter"] == {"kind": "melder_balie"}
    assert "Anna" not in json.dumps(shown)


def test_a_withdrawn_signal_is_handed_on_to_nobody(own_region, tmp_path):
    desk, focal = own_region.desk, own_region.focal
    [number] = desk.add(SIGNAL)
    own_region.carry(desk, focal, tmp_path / "up")
    desk.ok("signal", "withdraw", number, "--reason", "verkeerde dag")
    own_region.carry(desk, focal, tmp_path / "later")
    for decided in ("--show", "--approve"):
        said = focal.refused("handover", number, *GO, decided)
        assert said == (5, "already_withdrawn", None)
    assert focal.ok("signal", "show", number)["state"] == "ingetrokken"


def test_a_person_sees_what_goes_and_what_stays(journey):
    text = journey.region.focal("handover", journey.id, *REGISTER, "--show").out
    assert "Er is nog niets doorgegeven" in text
    assert "Aan: RIEC Noord-Holland (regionale coördinator)" in text
    [stays] = [line for line in text.splitlines() if line.startswith("Deze gegevens blijven hier")]
    assert "Wat is gezien" in stays
    assert "Mensen" in stays


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Zoe Terpstra is geholpen", "name"),
        ("bel 06 111 222 33", "phone"),
        ("bel +31 6 11122233", "phone"),
        ("bel 0031 (0)6-11122233", "phone"),
        ("de auto xx999y", "plate"),
        ("Het ging om Oefenbedrijf Bollenveld", "organisation"),
        ("KvK 69599084", "kvk"),
        ("in de Verzonnenlaan", "address"),
        ("in 1621ab", "address"),
        ("nummer 123456782", "bsn"),
    ],
)
def test_what_may_not_be_in_an_answer_is_refused_by_name(journey, text, kind):
    said = journey.region.focal(
        "feedback", "give", journey.id, "--outcome", "dank", "--text", text, "--json"
    )
    assert (said.code, said.error["field"]) == (2, "text")
    assert said.error["detail"]["forbidden"] == [kind]
    assert "[" not in said.error["message"]


def test_an_unknown_outcome_is_refused(journey):
    said = journey.region.focal.refused("feedback", "give", journey.id, "--outcome", "klaar")
    assert said == (2, "unknown_code", "outcome")


def test_where_two_persons_are_set_one_does_not_hand_on_alone(own_region, tmp_path):
    focal = own_region.focal
    [number] = focal.add({**SIGNAL, "reporter": {"kind": "aandachtsfunctionaris"}})
    second = tmp_path / "second"
    second.write_text("nog een lange zin van Joke", encoding="utf-8")
    focal.ok("user", "add", "Joke", "--new-passphrase-file", second, "--user", "Sanne")
    focal.ok("config", "set", "second_person_for_export", "yes", "--user", "Sanne")
    go = ("handover", number, *GO, "--approve", "--user", "Sanne")
    assert focal.refused(*go)[:2] == (5, "second_person_needed")
    itself = ("--second-user", "Sanne", "--second-passphrase-file", focal.secret)
    assert focal.refused(*go, *itself)[:2] == (5, "same_person")
    wrong = tmp_path / "wrong"
    wrong.write_text(PASSPHRASE, encoding="utf-8")
    said = focal(*go, "--second-user", "Joke", "--second-passphrase-file", wrong, "--json")
    assert (said.code, said.error["code"]) == (3, "wrong_passphrase")
    # The wait of a wrong try is over when it says so; the hand-over has not happened.
    assert focal.ok("signal", "show", number, "--user", "Sanne")["state"] == "gemeld"
    import time

    time.sleep(said.error["detail"]["wait_seconds"])
    done = focal.ok(*go, "--second-user", "Joke", "--second-passphrase-file", second)
    assert done["approved_by"] == ["Sanne", "Joke"]
