"""A draft on its way: kept by anybody's thread, gone when sent, never lost by a refusal."""

from __future__ import annotations

import pytest

from mh_tui.errors import InvalidInput, NotAllowed, StorageFailed
from mh_tui.services import drafting, reading, setup, suggestions, worklist
from mh_tui.services.drafting import Keeper, SignalDraft

FULL = {
    "acute": "nee",
    "context": "straat",
    "narrative": "Gezien.",
    "place": {"street": "Grote Oost", "town": "Hoorn"},
    "organisations": [{"name": "Oefenbedrijf"}],
    "persons": [{"name": "Jan"}],
}


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    created = setup.create(
        tmp_path_factory.mktemp("drafting") / "profile",
        role="desk",
        organisation="hoorn",
        name=None,
        user="Anna",
        passphrase="een lange zin om te openen",
    )
    with created.session as opened:
        yield opened


def test_a_draft_comes_back_as_it_was_left(session):
    kept = drafting.save(session, SignalDraft(signal=FULL, page="seen", not_bsn=True))
    found = drafting.load(session, kept.id)
    assert (found.signal, found.page, found.not_bsn) == (FULL, "seen", True)
    assert [one.id for one in drafting.listed(session)] == [kept.id]
    drafting.discard(session, kept)
    with pytest.raises(InvalidInput, match="draft_gone"):
        drafting.load(session, kept.id)


def test_an_untouched_form_leaves_no_draft(session):
    assert drafting.save(session, SignalDraft(signal={"acute": "nee"})).id is None
    assert drafting.listed(session) == []


def test_two_saves_of_a_new_draft_make_one_and_an_older_one_does_not_win(session):
    keeper = Keeper(session)
    first = keeper.keep(SignalDraft(signal=FULL), 2)
    late = keeper.keep(SignalDraft(signal={"acute": "nee", "context": "zorg"}), 1)
    assert late.id == first.id
    assert drafting.load(session, first.id).signal == FULL
    assert keeper.drop() == first.id
    keeper.keep(SignalDraft(signal={"context": "zorg"}), 3)
    assert drafting.load(session, first.id).signal == FULL
    drafting.discard(session, first)


def test_a_refused_signal_leaves_its_draft(session):
    kept = drafting.save(session, SignalDraft(signal=FULL | {"narrative": "nummer 123456782"}))
    with pytest.raises(InvalidInput) as refused:
        drafting.send(session, kept)
    assert refused.value.field == "narrative"
    assert drafting.load(session, kept.id).signal["narrative"] == "nummer 123456782"
    drafting.discard(session, kept)


def test_a_sent_signal_takes_its_draft_along_and_says_where_it_is(session):
    kept = drafting.save(session, SignalDraft(signal=FULL))
    sent = drafting.send(session, kept)
    assert drafting.listed(session) == []
    assert not sent.handed_on
    assert reading.show(session, sent.id)["narrative"] == "Gezien."
    assert "werkdag" in drafting.next_step(sent)
    assert drafting.contexts(session)[0] == "straat"


def test_a_recorded_signal_is_not_said_to_have_failed_because_of_its_draft(session, monkeypatch):
    kept = drafting.save(session, SignalDraft(signal=FULL))

    def broken(*_given: object) -> None:
        raise StorageFailed("damaged")

    with monkeypatch.context() as patch:
        patch.setattr(type(session.vault.drafts), "discard", broken)
        sent = drafting.send(session, kept)
    assert reading.show(session, sent.id)["narrative"] == FULL["narrative"]
    drafting.discard(session, kept)


def test_danger_promises_the_same_day(session):
    sent = drafting.Sent("", "direct", "ja", True, False, False)
    assert "dezelfde dag" in drafting.next_step(sent)


def test_a_new_one_at_the_same_address_takes_no_people_along(session):
    sent = drafting.send(session, SignalDraft(signal=FULL))
    again = drafting.begin_like(session, sent.id)
    assert again.signal["place"] == FULL["place"]
    assert again.signal["organisations"] == FULL["organisations"]
    assert "persons" not in again.signal
    assert "narrative" not in again.signal
    assert again.id is None


def test_a_correction_sends_what_changed_and_takes_out_what_was_emptied(session):
    sent = drafting.send(session, SignalDraft(signal=FULL))
    draft = drafting.begin_amending(session, sent.id)
    assert draft.page == "review"
    draft = drafting.put(draft, "narrative", "Beter gezien.")
    draft = drafting.put(draft, "persons", [])
    assert drafting.send(session, draft).corrected
    shown = reading.show(session, sent.id)
    assert shown["narrative"] == "Beter gezien."
    assert "persons" not in shown
    assert shown["place"] == FULL["place"]


def test_a_withdrawn_signal_cannot_be_withdrawn_again(session):
    sent = drafting.send(session, SignalDraft(signal=FULL))
    drafting.withdraw(session, sent.id, "vergissing")
    with pytest.raises(NotAllowed, match="already_withdrawn"):
        drafting.withdraw(session, sent.id, "nog eens")


def test_home_lists_drafts_and_own_signals_without_an_address(session):
    kept = drafting.save(session, SignalDraft(signal=FULL))
    view = worklist.worklist(session)
    assert view.unsent.signals >= 1
    assert any(one.kind == worklist.DRAFT and one.id == str(kept.id) for one in view.waiting)
    assert view.own[0].stand in ("wacht op versturen", "Ingetrokken door de melder")
    said = str(view)
    assert "Grote Oost" not in said
    assert "Jan" not in said
    drafting.discard(session, kept)


def test_streets_and_towns_are_suggested_from_own_signals(session):
    drafting.send(session, SignalDraft(signal=FULL))
    known = suggestions.known(session)
    assert known.offer("street", "grote") == "Grote Oost"
    assert known.offer("municipality", "mede") == "Medemblik"
    assert known.offer("street", "") is None
    assert known.offer("organisation", "Oef") == "Oefenbedrijf"


def test_home_asks_for_the_card_of_the_focal_point_until_it_is_there(session, play):
    [first, *_rest] = worklist.worklist(session).waiting
    assert first.kind == worklist.CARD
    assert worklist.CARD not in {one.kind for one in worklist.worklist(play["desk"]).waiting}
    assert worklist.CARD not in {one.kind for one in worklist.worklist(play["focal"]).waiting}
