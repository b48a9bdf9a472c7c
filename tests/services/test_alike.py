"""Which other signals share something with one: in whatever spelling, and never too much."""

from __future__ import annotations

import pytest

from mh_tui.projection.listing import Filter
from mh_tui.services import alike, reading
from mh_tui.signals import signal_id

PLACE = {"street": "Dorpsstraat", "number": "12", "postcode": "1621 AB", "town": "Hoorn"}


def person(**given: str) -> dict[str, str]:
    return {"role": "unknown"} | given


def sent(play, *signals: dict) -> list[str]:
    """Ids of signals of the desk that lie at the focal point."""
    ids = [play.record("desk", **signal) for signal in signals]
    play.ship("desk", "focal")
    return ids


def others(play, signal: str) -> set[str]:
    wanted = alike.narrowed(play["focal"], Filter(), signal)
    lines, _after = reading.page(play["focal"], wanted)
    return {signal_id.show(line.subject) for line in lines}


@pytest.mark.parametrize(
    ("here", "there", "kind"),
    [
        ({"place": PLACE}, {"place": {"street": "dorpsstraat", "number": "12"}}, "place"),
        ({"place": PLACE}, {"place": {"postcode": "1621ab", "number": "12"}}, "place"),
        ({"place": PLACE}, {"narrative": "Weer bij Dorpsstraat 12 geweest."}, "place"),
        ({"vehicles": [{"plate": "12-ABC-3"}]}, {"vehicles": [{"plate": "12abc3"}]}, "plate"),
        ({"vehicles": [{"plate": "12 abc 3"}]}, {"narrative": "Bus 12-ABC-3 stond er."}, "plate"),
        (
            {"persons": [person(phone="06-12345678")]},
            {"persons": [person(phone="+31 6 12 34 56 78")]},
            "phone",
        ),
        (
            {"organisations": [{"name": "Bloem & Zoon", "kvk": "12345679"}]},
            {"organisations": [{"name": "B&Z", "kvk": "12345679"}]},
            "company",
        ),
        ({"persons": [person(name="Ana Popescu")]}, {"narrative": "Ana Popescu keek."}, "person"),
        ({"reference": "ZK-2026-881"}, {"reference": "zk-2026-881"}, "reference"),
    ],
)
def test_what_is_the_same_is_found_in_whatever_spelling(play, here, there, kind):
    first, second, third = sent(play, here, there, {"narrative": "Heel iets anders."})
    found = alike.look(play["focal"], first)
    assert [(one.kind, one.count) for one in found.traits] == [(kind, 1)]
    assert found.count == 1
    assert others(play, first) == {second}
    assert third not in others(play, second)


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ({"place": {"street": "Dorpsstraat"}}, {"place": PLACE}),
        ({"place": PLACE}, {"place": PLACE | {"number": "14"}}),
        ({"persons": [person(name="Ana")]}, {"persons": [person(name="Ana")]}),
        ({"persons": [person(phone="112")]}, {"persons": [person(phone="112")]}),
    ],
)
def test_what_many_share_is_no_likeness(play, here, there):
    first, _second = sent(play, here, there)
    assert alike.look(play["focal"], first).traits == ()
    assert others(play, first) == set()


def test_a_signal_that_fits_twice_counts_once_and_it_says_what_was_looked_for(play):
    both = {"place": PLACE, "vehicles": [{"plate": "12-ABC-3"}]}
    first, _second, _third = sent(play, both, both, {"place": PLACE})
    found = alike.look(play["focal"], first)
    assert alike.told(found) == "2 andere signalen (plaats, kenteken 1)"
    alone = sent(play, {"vehicles": [{"plate": "99-ZZ-99"}], "reference": "ZK-2026-1"})[0]
    nothing = alike.look(play["focal"], alone)
    assert alike.told(nothing) == "geen ander signaal (gezocht op kenteken, zaaknummer)"


def test_with_other_filters_both_hold(play):
    first, second, _third = sent(
        play,
        {"place": PLACE},
        {"place": PLACE, "municipality": "Medemblik"},
        {"place": PLACE, "municipality": "Hoorn"},
    )
    wanted = alike.narrowed(play["focal"], Filter(municipality="medemblik"), first)
    lines, _after = reading.page(play["focal"], wanted)
    assert [signal_id.show(line.subject) for line in lines] == [second]


@pytest.mark.parametrize("typed", ["0612345678", "06 12 34", "+31 6 1234 5678", "12ABC3", "1621ab"])
def test_search_finds_a_number_however_it_is_typed(play, typed):
    here = {
        "persons": [person(phone="06-12345678")],
        "vehicles": [{"plate": "12-ABC-3"}],
        "place": PLACE,
    }
    first, _second = sent(play, here, {"narrative": "Niets ervan."})
    lines, _after = reading.page(play["focal"], Filter(words=typed))
    assert [signal_id.show(line.subject) for line in lines] == [first]
