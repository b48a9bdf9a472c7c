"""Dossier, handing on, drafts of forms, table and offices as values, without a terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mh_tui import language
from mh_tui.services import (
    content_text,
    dossier_view,
    feedback_view,
    form_draft,
    handover,
    handover_view,
    office_view,
    table_filters,
    table_view,
    trust_view,
)
from mh_tui.services.counted import Counted
from mh_tui.services.exchange import Peer
from mh_tui.services.form_draft import FormDraft
from mh_tui.services.handover_view import Plan
from tests.services.test_casework import LINE, NOW

DAY = 86_400_000


@pytest.fixture(autouse=True)
def _dutch():
    language.use("nl")
    yield
    language.use("nl")


def texts(view) -> str:
    return "\n".join(f"{a} {b}" for part in view.sections for a, b in part.lines)


# -- the dossier ----------------------------------------------------------------------


def test_the_dossier_gives_reasons_and_what_each_strength_rests_on(play):
    signal = play.record("desk", sector="bouw", vehicles=[{"plate": "12-AB-34", "note": "geel"}])
    play.ship("desk", "focal")
    loaded = dossier_view.load(play["focal"], signal)
    view = dossier_view.view(loaded, now=NOW)
    shown = texts(view)
    assert "Getoond aan de melder U hebt minstens" in shown
    assert "sterk (gradatie" in shown
    assert "12-AB-34, geel" in shown
    assert [step.id for step in view.steps] == ["triage", "handover", "feedback", "note"]
    language.use("en")
    assert "strength" in texts(dossier_view.view(loaded, now=NOW))


def test_the_strongest_indicators_come_first_and_say_once_what_they_rest_on():
    from mh_tui.reference.indicators import indicators

    codes = [*sorted(indicators().indicator, reverse=True), "NEW-99"]
    (section,) = content_text.sections({"indicators": codes})
    lines = [text for _label, text in section.lines]
    heads = [text for text in lines if not text.startswith("· ")]
    assert len(heads) == len(set(heads)) < 8
    words = [head.partition(" (")[0] for head in heads]
    assert list(dict.fromkeys(words)) == ["sterk", "middelsterk", "zwak", "niet in onze lijst"]
    assert lines[-1] == "· NEW-99"


def test_an_answer_as_it_was_proposed_is_told_by_its_outcome_alone(play):
    from mh_tui.services import feedback

    signal = play.record("desk")
    play.ship("desk", "focal")
    feedback.give(play["focal"], signal, outcome="dank")
    feedback.give(play["focal"], signal, outcome="vraag", text="Was er een kind bij?")
    view = dossier_view.view(dossier_view.load(play["focal"], signal), now=NOW)
    said = {one.what.partition(": ")[2]: one.text for one in view.timeline if ": " in one.what}
    assert said == {"Dank": "", "Vraag aan de melder": "Was er een kind bij?"}


def test_an_indicator_of_a_newer_list_is_shown_as_it_is():
    language.use("en")
    assert content_text.indicator_text("NEW-99") == "NEW-99 (not in our list)"


def test_advice_that_today_would_be_another_gives_no_reasons():
    content = {"indicators": ["ALG-01"], "acute": "nee"}
    assert content_text.reasons(content, "direct") == []


def test_a_second_person_is_said_before_one_begins(play):
    from mh_tui.services import setup

    signal = play.record("desk")
    play.ship("desk", "focal")
    setup.set_config(play["focal"], "second_person_for_export", "yes")
    view = dossier_view.view(dossier_view.load(play["focal"], signal), now=NOW)
    assert "tweede persoon" in next(step.asks for step in view.steps if step.id == "handover")


def test_the_sender_chooses_which_copy_is_read_and_handed_on(play):
    signal = play.record("desk")
    play.ship("desk", "focal")
    focal, other = play["focal"], play["other"]
    to = play.office("other").hex()
    shown = handover.preview(
        focal, signal, profile="doorzetten", to=to, legal_basis="avg_6_1_e", without=["context"]
    )
    handover.approve(focal, shown)
    play.ship("focal", "other")
    loaded = dossier_view.load(other, signal, play.office("focal"))
    assert loaded.sender == play.office("focal")
    plan = replace(handover_view.begin(other, loaded, "tafel"), legal_basis="wgs_riec")
    assert "context" not in handover_view.preview(other, loaded, plan).fields


# -- handing on -----------------------------------------------------------------------


@pytest.fixture
def received(play):
    signal = play.record("desk", reference="Z-1", place={"town": "Hoorn"}, gut_feeling=True)
    play.ship("desk", "focal")
    return play["focal"], dossier_view.load(play["focal"], signal)


def test_every_field_stands_in_one_of_the_two_columns(received):
    session, loaded = received
    for profile in handover.PROFILES:
        found = handover_view.columns(loaded, handover_view.begin(session, loaded, profile))
        goes, stays = ({item.path for item in side} for side in (found.goes, found.stays))
        assert not goes & stays
        if profile != "registratie":
            filled = set(handover_view._paths(loaded.shown))
            assert filled <= goes | stays


def test_the_columns_are_exactly_what_goes(received):
    session, loaded = received
    plan = Plan("tafel", handover_view.offices(session, "tafel")[0].id, "wgs_riec")
    for without in (frozenset(), frozenset({"place", "reporter.kind"})):
        chosen = replace(plan, without=without)
        goes = {item.path.partition(".")[0] for item in handover_view.columns(loaded, chosen).goes}
        assert goes == set(handover_view.preview(session, loaded, chosen).fields)


def test_the_upstream_is_proposed_and_the_basis_never(received):
    session, loaded = received
    plan = handover_view.begin(session, loaded)
    assert plan.profile == "tafel"
    assert plan.to is not None
    assert handover_view.missing(plan) == ["Legal basis"]
    assert "een jurist moet ze alle nog controleren" in language._(handover_view.bases_title())


def test_the_sentence_names_addressee_purpose_and_basis(received):
    session, loaded = received
    plan = replace(handover_view.begin(session, loaded), legal_basis="wgs_riec")
    text = handover_view.sentence("RIEC", plan)
    for part in ("RIEC", "regionale tafel", "mensenhandel", "WGS: levering aan het RIEC"):
        assert part in text


# -- answers, cards, drafts -----------------------------------------------------------


@pytest.mark.parametrize("to_office", [False, True])
def test_every_outcome_has_a_text_within_the_limit(to_office):
    found = feedback_view.outcomes(to_office=to_office)
    assert any("uw melding" in one.text.lower() for one in found) is not to_office
    limit = feedback_view.rules().limit
    assert len(found) == 9
    assert all(one.hint and 0 < len(one.text) <= limit for one in found)


def test_profiles_are_proposed_by_the_two_roles(play):
    assert trust_view.proposed(play["desk"], "focal-point") == ("melding",)
    assert trust_view.proposed(play["focal"], "coordinator") == ("tafel", "registratie")
    assert trust_view.proposed(play["coord"], "focal-point") == ()
    assert trust_view.proposed(play["focal"], "desk") == ()


def test_a_folder_of_cards_lists_the_unknown_first_and_leaves_out_what_is_none(play, tmp_path):
    from mh_tui.services import admitting

    for name in ("focal", "coord", "desk"):
        admitting.write_card(play[name], tmp_path / f"{name}.mhcard")
    (tmp_path / "stuk.mhcard").write_bytes(b"x" * 300)
    found = trust_view.cards_in(play["desk"], [tmp_path, tmp_path / "weg"])
    assert [(one.path.stem, one.known) for one in found] == [("coord", False), ("focal", True)]


def test_a_half_filled_form_is_kept_for_its_person_and_signal(play):
    session = play["focal"]
    a, b = {"signal": "A"}, {"signal": "B"}
    FormDraft(session, "note", a).save({"text": "half"})
    FormDraft(session, "note", b).save({"text": "ander"})
    again = FormDraft(session, "note", a)
    assert again.values == {"text": "half"}
    again.save({"text": "heel"})
    assert len(session.vault.drafts.list(session.person.name)) == 2
    assert {one.about["signal"] for one in form_draft.listed(session)} == {"A", "B"}
    again.save({})
    assert FormDraft(session, "note", a).values == {}
    assert FormDraft(session, "feedback", b).values == {}


def test_a_late_save_of_an_older_text_does_not_replace_a_newer_one(play):
    session, about = play["focal"], {"signal": "A"}
    form = FormDraft(session, "note", about)
    form.keep({"text": "nieuw"}, 2)
    form.keep({"text": "oud"}, 1)
    assert FormDraft(session, "note", about).values == {"text": "nieuw"}
    form.keep({}, 4)
    form.keep({"text": "te laat"}, 3)
    assert not FormDraft(session, "note", about).is_kept


def test_nobody_throws_away_the_draft_of_another(play):
    session = play["focal"]
    FormDraft(session, "note", {"signal": "A"}).save({"text": "half"})
    [half] = form_draft.listed(session)
    person, session.person = session.person, replace(session.person, name="Iemand anders")
    assert form_draft.listed(session) == []
    form_draft.throw_away(session, half.id)
    session.person = person
    assert form_draft.listed(session) == [half]
    form_draft.throw_away(session, half.id)
    assert form_draft.listed(session) == []


# -- the table and the offices --------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "mark", "stand"),
    [
        ({}, "●", "nieuw"),
        ({"acute": "ja"}, "!", "gevaar, ontvangen"),
        ({"due": NOW - 1}, "▲", "te laat, ontvangen"),
        ({"conflict": True}, "!", "twee versies, ontvangen"),
        ({"receipt": "in_progress"}, "", "ontvangen"),
        ({"acute": "ja", "receipt": "in_progress"}, "!", "gevaar, ontvangen"),
        ({"acute": "ja", "state": "ingebracht"}, "!", "gevaar, op de tafel"),
        ({"acute": "ja", "state": "terugkoppeling_melder"}, "", "beantwoord"),
        ({"state": "ingetrokken", "due": NOW - 1}, "", "ingetrokken"),
        ({"state": "toekomst"}, "", "toekomst"),
    ],
)
def test_a_mark_never_stands_without_its_word(changes, mark, stand):
    view = table_view.line_view(replace(LINE, **changes), {}, now=NOW, table=False)
    assert (view.mark, view.cells["stand"]) == (mark, stand)


def test_filters_are_told_in_words_and_nonsense_does_not_search():
    chosen = {"state": "ontvangen", "since": "30", "late": "yes", "sender": "ab" * 32}
    told = table_filters.told(chosen, {})
    assert told == ["ontvangen", "laatste 30 dagen", "abababab", "over de termijn"]
    wanted = table_filters.filter_of(chosen, " ... ", now=100 * DAY)
    assert (wanted.words, wanted.since, wanted.overdue_at) == (None, 70 * DAY, 100 * DAY)


@pytest.mark.parametrize(
    ("heard", "unsent", "owed", "state", "text"),
    [
        (None, None, None, "never", "nog niets gehoord"),
        (0, 1, None, "fine", "vandaag gehoord; niet verzonden: 1 dag; alles bevestigd"),
        (1, None, None, "fine", "1 dag stil; alles bevestigd"),
        (13, None, 6, "fine", "13 dagen stil; niet bevestigd: 6 dagen"),
        (3, 2, None, "send", "3 dagen stil; niet verzonden: 2 dagen; alles bevestigd"),
        (3, None, 7, "look", "3 dagen stil; niet bevestigd: 7 dagen"),
        (14, 3, 3, "late", "14 dagen stil"),
    ],
)
def test_silence_and_what_waits_are_told_in_days(heard, unsent, owed, state, text):
    now = 100 * DAY

    def ago(days: int | None) -> int | None:
        return None if days is None else now - days * DAY

    peer = Peer(b"o" * 32, "hoorn", "Hoorn", "desk", ago(heard), ago(owed))
    view = office_view.office_view(peer, ago(unsent), Counted(), now=now)
    assert view.state == state
    assert "; ".join(office_view.sentences(view)).startswith(text)
    assert office_view.pressing(view) in office_view.sentences(view)


def test_what_is_not_in_our_area_begins_as_passing_it_on_to_that_municipality(play):
    from mh_tui.services import dossier

    signal = play.record("desk", municipality="medemblik")
    play.ship("desk", "focal")
    focal = play["focal"]
    plan = handover_view.begin(focal, dossier_view.load(focal, signal))
    assert (plan.profile, plan.to) == ("tafel", play.office("coord"))
    dossier.triage(focal, signal, acute="nee", territory=False)
    plan = handover_view.begin(focal, dossier_view.load(focal, signal))
    assert (plan.profile, plan.to) == ("doorzetten", play.office("other"))
    elsewhere = play.record("desk", municipality="Schagen")
    play.ship("desk", "focal")
    loaded = dossier_view.load(focal, elsewhere)
    only = handover_view.begin(focal, loaded, "doorzetten").to
    assert only == play.office("other"), "there is no other choice"


def test_what_did_not_leave_is_unsent_until_a_bundle_carries_it(play):
    from mh_tui.journal import clock
    from mh_tui.services import feedback

    signal = play.record("desk")
    play.ship("desk", "focal")
    play.ship("focal", "desk")

    def seen() -> office_view.OfficeView:
        found = office_view.offices(play["focal"], now=clock.wall_ms() + 3 * DAY)
        return next(one for one in found if one.id == play.office("desk"))

    assert seen().unsent is None
    feedback.give(play["focal"], signal, outcome="dank")
    assert (seen().unsent, seen().state) == (3, "send")
    play.export("focal", "desk")
    assert seen().unsent is None
    assert seen().owed is not None
