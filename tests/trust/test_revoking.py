"""What a lost laptop said before counts; nothing it says after ever does."""

from __future__ import annotations

import base64

import pytest

from mh_tui.bundle.outcome import Outcome
from mh_tui.journal.entry import REGION, Head, StreamKey
from mh_tui.projection import listing
from mh_tui.services import admitting, feedback, reading
from tests import region as region_of
from tests.region import Region, assert_fold_is_fresh
from tests.vectors.forge import Line, entry, forgery, melding, next_line, say, unsigned


def lines(play: Region, name: str) -> int:
    return len(reading.page(play[name], listing.Filter())[0])


def revoke(play: Region, by: str, whom: str) -> None:
    device = play.sessions[whom].me.device.hex()
    admitting.revoke(play[by], device, reason="laptop kwijt")


def test_what_was_said_before_stays_and_what_comes_after_is_refused(play: Region):
    play.record("desk")
    play.ship("desk", "focal")
    revoke(play, "focal", "desk")
    play.record("desk")
    assert play.ship("desk", "focal") == [Outcome.REVOKED_SENDER]
    assert lines(play, "focal") == 1
    assert_fold_is_fresh(play["focal"])


def test_a_colleague_follows_the_cut_that_another_made(play: Region):
    play.record("desk")
    play.ship("desk", "focal")
    play.record("desk")
    play.ship("desk", "focal2")
    assert lines(play, "focal2") == 2
    revoke(play, "focal", "desk")
    play.ship("focal", "focal2")
    assert lines(play, "focal2") == 1
    assert_fold_is_fresh(play["focal2"])


def test_an_answer_from_beyond_the_cut_leaves_the_inbox(play: Region):
    signal = play.record("desk")
    play.ship("desk", "focal")
    play.ship("focal", "desk")
    feedback.give(play["focal"], signal, outcome="dank")
    play.ship("focal", "desk2")
    play.ship("desk", "desk2")
    assert len(feedback.inbox(play["desk2"])) == 1
    revoke(play, "desk", "focal")
    play.ship("desk", "desk2")
    assert feedback.inbox(play["desk2"], everything=True) == []
    assert_fold_is_fresh(play["desk2"])


@pytest.mark.parametrize("shorter", [0, 1])
def test_a_thief_cannot_put_another_history_below_the_cut(play: Region, shorter: int):
    """The colleague never saw the stream: the thief tells it another one, as long or shorter."""
    thief, office = play["desk"], play.office("focal")
    play.record("desk")
    play.record("desk")
    play.ship("desk", "focal")
    revoke(play, "focal", "desk")
    bring_settings(play, "focal", "focal2")
    told = [melding(thief.me.office) for _ in range(2 - shorter)]
    line = Line(StreamKey(thief.me.device, office), told)
    path = play.folder / "thief.mhb"
    path.write_bytes(forgery(thief, play["focal2"], line).make())
    assert play.take("focal2", path) == [Outcome.REVOKED_SENDER]
    assert lines(play, "focal2") == 0


def bring_settings(play: Region, one: str, two: str) -> None:
    """What ``one`` says to the region reaches ``two``, and nothing else that it holds."""
    here = play[one]
    with here.read() as connection:
        stream = here.journal.open_stream(
            connection, StreamKey(here.me.device, REGION), here.me.office
        )
        told = [raw.body for raw in here.journal.raw(connection, stream, 1, stream.head.seq)]
    with play[two].read() as connection:
        held = play[two].journal.open_stream(connection, stream.key, here.me.office).head
    line = Line(stream.key, told[held.seq :], held.seq + 1, held.link)
    path = play.folder / "settings.mhb"
    path.write_bytes(forgery(here, play[two], line).make())
    assert play.take(two, path) == [Outcome.IMPORTED]


def test_a_stolen_laptop_of_our_own_office_brings_nobody_in(play: Region, tmp_path):
    """The thief admits a card of his own; a colleague who heard nothing yet passes it on."""
    region_of.make(tmp_path / "loose", [region_of.Place("evil", "coordinator", "riec-nhn", "X")])
    evil = region_of.Region(tmp_path / "loose").open("evil")
    evil.close()
    card = base64.b64encode(evil.keys.card.raw).decode()
    thief = play.sessions["focal2"]
    revoke(play, "focal", "focal2")
    told = entry(thief.me.office, "trust.admitted", {"card": card})
    line = next_line(thief, REGION, [told])
    path = tmp_path / "thief.mhb"
    # In the name of a device that is trusted: the colleague carries what the thief wrote.
    carried = Line(line.stream, line.bodies, line.first, line.previous, thief.keys)
    carrier = second_colleague(play, tmp_path)
    path.write_bytes(forgery(carrier, play["focal"], carried).make())
    assert play.take("focal", path) == [Outcome.IMPORTED]
    with play["focal"].read() as connection:
        assert evil.me.device not in play["focal"].trust(connection).devices
    assert_fold_is_fresh(play["focal"])


def second_colleague(play: Region, tmp_path):
    from mh_tui.services import setup

    third = setup.create(
        tmp_path / "third",
        role="focal-point",
        organisation="hoorn",
        name=None,
        user="Hans",
        passphrase=region_of.PASSPHRASE,
        office=play.office("focal"),
    ).session
    region_of.admit(play["focal"], third)
    third.close()
    return third


def test_a_receipt_of_a_lost_laptop_says_nothing_about_us(play: Region):
    revoke(play, "focal", "desk")
    stream = StreamKey(play.sessions["focal"].me.device, play.office("desk"))
    lie = unsigned(stream, Head(99, b"l" * 32))
    path = play.folder / "lie.mhb"
    path.write_bytes(forgery(play["desk"], play["focal"]).but(acks=(lie,)).make())
    assert play.take("focal", path) == [Outcome.REVOKED_SENDER]
    assert not play["focal"].rolled_back


def test_a_device_vouches_for_its_own_office_and_for_nothing_else(play: Region, tmp_path):
    places = [region_of.Place("evil", "coordinator", "riec-nhn", "X")]
    region_of.make(tmp_path / "loose", places)
    evil = region_of.Region(tmp_path / "loose").open("evil")
    evil.close()
    card = base64.b64encode(evil.keys.card.raw).decode()
    for kind in ("trust.vouched", "trust.admitted", "device.card"):
        line = next_line(play["desk"], REGION, [entry(play.office("desk"), kind, {"card": card})])
        path = tmp_path / f"{kind}.mhb"
        path.write_bytes(forgery(play["desk"], play["focal"], line).make())
        play.take("focal", path)
        with play["focal"].read() as connection:
            assert evil.me.device not in play["focal"].trust(connection).devices


def test_nobody_else_revokes_for_us(play: Region):
    fields = {"device": play.sessions["coord"].me.device.hex(), "cuts": []}
    line = next_line(play["desk"], REGION, [entry(play.office("desk"), "trust.revoked", fields)])
    path = play.folder / "x.mhb"
    path.write_bytes(forgery(play["desk"], play["focal"], line).make())
    assert play.take("focal", path) == [Outcome.IMPORTED]
    with play["focal"].read() as connection:
        assert all(one.trusted for one in play["focal"].trust(connection).devices.values())


def test_settings_in_the_name_of_another_office_do_not_count(play: Region):
    fields = {"partner": "politie", "phone": "0900"}
    told = entry(play.office("coord"), "reference.contact", fields)
    line = next_line(play["focal"], REGION, [told])
    path = play.folder / "x.mhb"
    path.write_bytes(forgery(play["focal"], play["desk"], line).make())
    assert play.take("desk", path) == [Outcome.IMPORTED]
    assert region_of.rows(play["desk"], ("contact",))["contact"] == []


def test_nothing_is_sealed_to_a_revoked_device(play: Region):
    revoke(play, "desk", "focal2")
    play.record("desk")
    (path,) = play.export("desk", "focal")
    assert play.take("focal2", path) == [Outcome.NOT_FOR_US]
    assert play.take("focal", path) == [Outcome.IMPORTED]


def test_what_a_thief_says_to_us_is_one_answer(play: Region):
    revoke(play, "focal", "desk")
    path = play.folder / "x.mhb"
    path.write_bytes(say(play["desk"], play["focal"], melding(play.office("desk"))).make())
    assert play.take("focal", path) == [Outcome.REVOKED_SENDER]
