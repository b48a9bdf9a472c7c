"""What waits and what travelled, counted as people know it."""

from __future__ import annotations

from dataclasses import replace

from mh_tui import language
from mh_tui.services import counted, drafting, feedback, messages, setup, worklist
from mh_tui.services.counted import Counted
from mh_tui.vault import sealing
from tests.region import PASSPHRASE, Region, quick, record


def waits(play: Region, name: str = "desk") -> Counted:
    return counted.unsent(play[name]).counted


def asked(play: Region, signal: str) -> int:
    """A question of the focal point about it; its number at the desk."""
    feedback.give(play["focal"], signal, outcome="vraag", text="Weet u de kleur van de bus?")
    play.ship("focal", "desk")
    return next(one.n for one in messages.box(play["desk"]).letters if one.signal == signal)


def test_everything_a_person_said_waits_until_a_bundle_carries_it(play: Region):
    signal = play.record("desk")
    assert waits(play) == Counted(signals=1)
    play.ship("desk", "focal")
    assert not waits(play)
    number = asked(play, signal)
    feedback.read(play["desk"], number)
    assert not waits(play), "that it was read goes along by itself"
    feedback.reply(play["desk"], number, "De bus was wit.")
    assert waits(play) == Counted(messages=1)
    play.export("desk", "focal")
    assert not waits(play)


def test_a_correction_and_a_withdrawal_are_messages_about_a_signal_that_left(play: Region):
    signal = play.record("desk")
    play.export("desk", "focal")
    draft = drafting.begin_amending(play["desk"], signal)
    drafting.send(play["desk"], replace(draft, signal=draft.signal | {"narrative": "Vier."}))
    assert waits(play) == Counted(messages=1)
    [own] = [one for one in worklist.worklist(play["desk"]).own if one.id == signal]
    assert own.stand == language._("not everything sent yet")
    drafting.withdraw(play["desk"], signal, "dubbel")
    assert waits(play) == Counted(messages=2)


def test_what_is_said_about_a_signal_that_waits_goes_with_it(play: Region):
    signal = play.record("desk")
    drafting.withdraw(play["desk"], signal, "dubbel")
    assert waits(play) == Counted(signals=1)


def test_an_answer_of_the_focal_point_waits_for_its_desk(play: Region):
    signal = play.record("desk")
    play.ship("desk", "focal")
    feedback.give(play["focal"], signal, outcome="dank")
    found = counted.unsent(play["focal"])
    assert found.offices[play.office("desk")] == Counted(messages=1)
    play.export("focal", "desk")
    assert not waits(play, "focal")


def test_a_bundle_is_counted_in_signals_and_messages_at_both_ends(play: Region):
    first = play.record("desk")
    play.settle()
    play.record("desk")
    drafting.withdraw(play["desk"], first, "dubbel")
    before = counted.newest_import(play["focal"])
    assert counted.carried(play["desk"], play.office("focal")) == Counted(1, 1)
    play.ship("desk", "focal")
    assert list(counted.brought(play["focal"], before).values()) == [Counted(1, 1)]
    assert counted.brought(play["focal"], counted.newest_import(play["focal"])) == {}


def test_signals_that_nobody_may_get_wait_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(sealing, "stretch", quick)
    made = setup.create(
        tmp_path / "desk", role="desk", organisation="hoorn", name=None, user="Anna",
        passphrase=PASSPHRASE,
    )  # fmt: skip
    with made.session as session:
        record(session)
        found = counted.unsent(session)
        assert (found.alone, found.counted) == (1, Counted(1))
        drafting.withdraw(session, worklist.worklist(session).own[0].id, "dubbel")
        assert not counted.unsent(session).counted


def test_amounts_are_told_in_words():
    language.use("nl")
    assert Counted(1).text() == "1 signaal"
    assert Counted(2, 1).text() == "2 signalen en 1 bericht"
    assert Counted(0, 3).text() == "3 berichten"
    assert Counted().text() == ""
