"""Every order of the table, page by page: nothing twice, nothing left out, also within a filter."""

from __future__ import annotations

import pytest

from mh_tui.errors import InvalidInput
from mh_tui.projection import ordering
from mh_tui.projection.listing import Filter, Line
from mh_tui.services import feedback, handover, reading

TOWNS = ("Hoorn", "Medemblik", "hoorn", "Opmeer", "Medemblik", "Hoorn")


@pytest.fixture
def focal(play):
    """Signals of several towns, some answered, one at the table, one without a term."""
    focal = play["focal"]
    signals = []
    for town in TOWNS:
        signals.append(play.record("desk", municipality=town, reporter={"wants_feedback": False}))
        play.ship("desk", "focal")
    for signal in signals[1:3]:
        feedback.give(focal, signal, outcome="dank")
    to = play.office("coord").hex()
    shown = handover.preview(focal, signals[3], profile="tafel", to=to, legal_basis="wgs_riec")
    handover.approve(focal, shown)
    return focal


def walked(session, wanted: Filter, limit: int) -> list[Line]:
    lines, after = reading.page(session, wanted, limit=limit)
    while after is not None:
        more, after = reading.page(session, wanted, limit=limit, after=after)
        assert more
        lines += more
    return lines


KEYS = {
    ordering.NEWEST: lambda one: (-one.created, -one.row),
    ordering.OLDEST: lambda one: (one.created, one.row),
    ordering.TERM: lambda one: (0, one.due, one.row) if one.due is not None else (1, 0, -one.row),
    ordering.TOWN: lambda one: (one.municipality.lower(), -one.created, -one.row),
    ordering.STATE: lambda one: (ordering.STATES.index(one.state), -one.created, -one.row),
}


@pytest.mark.parametrize("order", ordering.ORDERS)
@pytest.mark.parametrize(
    "narrowed",
    [{}, {"words": "p"}, {"municipality": "HOORN"}, {"state": "ontvangen"}, {"unanswered": True}],
    ids=str,
)
def test_every_page_goes_on_where_the_last_one_stopped(focal, order, narrowed):
    everything = reading.page(focal, Filter(), limit=1000)[0]
    fitting = {line.row for line in reading.page(focal, Filter(**narrowed), limit=1000)[0]}
    expected = sorted(
        (line for line in everything if line.row in fitting), key=KEYS[order]
    )  # fmt: skip
    for limit in (1, 2, 100):
        found = walked(focal, Filter(order=order, **narrowed), limit)
        assert [line.row for line in found] == [line.row for line in expected], limit
    assert fitting


def test_what_has_no_term_comes_last_when_terms_decide(focal):
    found = walked(focal, Filter(order=ordering.TERM), 2)
    terms = [line.due for line in found]
    assert None in terms
    assert terms[terms.index(None) :] == [None] * terms.count(None)


def test_unanswered_is_what_a_reporter_still_waits_for(focal):
    found = walked(focal, Filter(unanswered=True), 10)
    assert len(found) == len(TOWNS) - 2
    assert not any(line.receipt in ("fed_back", "read") for line in found)


def test_figures_without_a_town_come_after_all_towns(play):
    focal, coord = play["focal"], play["coord"]
    to = play.office("coord").hex()
    for profile in ("registratie", "tafel"):
        signal = play.record("desk", municipality="Medemblik", forms=["arbeid"])
        play.ship("desk", "focal")
        shown = handover.preview(focal, signal, profile=profile, to=to, legal_basis="wgs_riec")
        handover.approve(focal, shown)
    play.ship("focal", "coord")
    found = walked(coord, Filter(order=ordering.TOWN), 1)
    assert [line.municipality for line in found] == ["Medemblik", ""]


@pytest.mark.parametrize("text", ["", "x", "MQ", "MS4", "MS5hLmI", "é"])
def test_a_place_in_a_list_that_is_none_is_refused(text):
    with pytest.raises(InvalidInput):
        ordering.read_cursor(text)


@pytest.mark.parametrize("group", ["", "1.234", "’s-Gravenhage. Zuid", "123"])
def test_a_place_in_a_list_is_read_as_it_was_written(group):
    at = ordering.Cursor(1_764_000_000_000, 42, group)
    assert ordering.read_cursor(ordering.write_cursor(at)) == at
