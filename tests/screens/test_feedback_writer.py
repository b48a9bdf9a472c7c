"""Answering by keys: outcome and text, forbidden content by name, what was typed is kept."""

from __future__ import annotations

import pytest

from mh_tui.errors import InvalidInput
from mh_tui.services import feedback
from screens.ask import Ask
from screens.dossier import Dossier
from screens.feedback_writer import FeedbackWriter
from screens.widgets.writing import Writing
from tests.screens.at_work import at_work
from tests.screens.conftest import press, refreshed, shows, text_of, until, write

__all__ = ["at_work"]


async def opened(pilot, signal: str) -> None:
    pilot.app.go("dossier", signal=signal)
    await until(pilot, lambda: isinstance(pilot.app.screen, Dossier))
    await press(pilot, "t")
    await until(pilot, lambda: isinstance(pilot.app.screen, FeedbackWriter))
    await until(pilot, lambda: pilot.app.screen.offices)


def inbox(at_work, name: str):
    at_work.region.ship("coord" if name == "focal" else "focal", name)
    return feedback.inbox(at_work.region[name])


async def test_an_outcome_has_a_text_ready_and_goes_to_the_reporter(at_work):
    signal = at_work.send()
    async with at_work.open("focal") as pilot:
        await opened(pilot, signal)
        await shows(pilot, "Aan: Gemeente Hoorn (balie)")
        await press(pilot, "down")
        await shows(pilot, "Noem geen overleg, geen politie en geen datum.")
        await press(pilot, "enter")
        await shows(pilot, "Uw signaal is in behandeling.")
        await shows(pilot, "Nooit in een antwoord: Namen of adressen van betrokkenen")
        await write(pilot, " Tot gauw.")
        await press(pilot, "f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, Ask))
        await shows(pilot, "Uitkomst: In behandeling")
        await press(pilot, "v")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dossier))
        await until(pilot, lambda: "In behandeling" in whole(pilot))
    found = [one for one in inbox(at_work, "desk") if one.text.endswith("Tot gauw.")]
    assert [one.outcome for one in found] == ["in_behandeling"]


def whole(pilot) -> str:
    return str(pilot.app.screen.query_one("#timeline").render())


async def test_a_name_from_the_signal_is_refused_by_name_and_nothing_is_lost(at_work):
    signal = at_work.send(persons=[{"role": "unknown", "name": "Ana Popescu", "minor": "no"}])
    before = len(inbox(at_work, "desk"))
    async with at_work.open("focal") as pilot:
        await opened(pilot, signal)
        await press(pilot, "enter")
        await write(pilot, " Popescu is veilig.")
        await press(pilot, "f6", "v")
        await until(pilot, lambda: isinstance(pilot.app.screen, FeedbackWriter))
        await shows(pilot, "een naam uit het signaal")
        assert pilot.app.screen.query_one(Writing).value.endswith("Popescu is veilig.")
    assert len(inbox(at_work, "desk")) == before


async def test_too_long_is_said_while_typing_and_refused_when_sent(at_work):
    signal = at_work.send()
    async with at_work.open("focal") as pilot:
        await opened(pilot, signal)
        await press(pilot, "enter")
        pilot.app.screen.query_one(Writing).put("a" * 801)
        await shows(pilot, "801 van 800 tekens: te lang")
        await press(pilot, "f6", "v")
        await shows(pilot, "hooguit 800 tekens")


async def test_what_was_typed_under_an_outcome_is_kept(at_work):
    signal = at_work.send()
    async with at_work.open("focal") as pilot:
        await opened(pilot, signal)
        await press(pilot, "enter")
        await write(pilot, " Eigenzin.")
        await press(pilot, "f7", "down", "enter")
        await until(pilot, lambda: "Eigenzin." not in text_of(pilot))
        await press(pilot, "f7", "up", "enter")
        await shows(pilot, "Eigenzin.")
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dossier))
        await press(pilot, "t")
        await shows(pilot, "Eigenzin.")


async def test_of_several_offices_one_is_chosen(at_work):
    signal = at_work.to_table()
    focal, other = at_work.region["focal"], at_work.region.office("other").hex()
    from mh_tui.services import handover

    shown = handover.preview(focal, signal, profile="doorzetten", to=other, legal_basis="avg_6_1_e")
    handover.approve(focal, shown)
    at_work.region.ship("focal", "other")
    there = at_work.region["other"]
    coord = at_work.region.office("coord").hex()
    passed = handover.preview(there, signal, profile="tafel", to=coord, legal_basis="wgs_riec")
    handover.approve(there, passed)
    at_work.region.ship("other", "coord")
    async with at_work.open("coord") as pilot:
        await opened(pilot, signal)
        assert len(pilot.app.screen.offices) == 2
        await press(pilot, "k")
        await write(pilot, "hoorn")
        await press(pilot, "enter")
        await shows(pilot, "Aan: Gemeente Hoorn")
        await press(pilot, "enter", "f6", "v")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dossier))
    assert [one.outcome for one in inbox(at_work, "focal")] == ["ontvangen"]


def typed(pilot) -> str:
    return pilot.app.screen.query_one(Writing).value


async def test_a_question_goes_only_when_it_stands_in_it(at_work):
    signal = at_work.send(narrative="Drie matrassen in de schuur. De hond blafte.")
    before = len(inbox(at_work, "desk"))
    async with at_work.open("focal") as pilot:
        await opened(pilot, signal)
        await press(pilot, "down", "down", "enter")
        await until(pilot, lambda: "nog een vraag: [uw vraag]" in typed(pilot))
        await press(pilot, "f6")
        await shows(pilot, "Uw vraag staat er nog niet in")
        assert isinstance(pilot.app.screen, FeedbackWriter)
        await write(pilot, "Hoe groot was de schuur?")
        assert "nog een vraag: Hoe groot was de schuur? Wilt u" in typed(pilot)
        assert "staat er nog niet in" not in text_of(pilot)
        await press(pilot, "f6", "v")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dossier))
    assert len(inbox(at_work, "desk")) == before + 1


async def test_a_question_carries_the_sentence_it_is_about(at_work):
    signal = at_work.send(narrative="Drie matrassen in de schuur. De hond blafte.")
    async with at_work.open("focal") as pilot:
        await opened(pilot, signal)
        await press(pilot, "down", "down", "enter", "f3")
        await shows(pilot, "Welke zin?")
        await write(pilot, "hond")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, FeedbackWriter))
        await until(pilot, lambda: "U schreef: “De hond blafte.” [uw vraag]" in typed(pilot))
        await write(pilot, "Weet u het ras?")
        await press(pilot, "f6", "v")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dossier))
    [asked] = [one for one in inbox(at_work, "desk") if "Weet u het ras?" in one.text]
    assert "U schreef: “De hond blafte.” Weet u het ras? Wilt u antwoorden" in asked.text
    async with at_work.open("desk") as pilot:
        pilot.app.go("reply", n=asked.n)
        await shows(pilot, "U schreef: “De hond blafte.”")


async def test_a_sentence_with_a_name_in_it_is_not_told_back(at_work):
    signal = at_work.send(
        narrative="Ana Popescu zweeg.",
        persons=[{"role": "unknown", "name": "Ana Popescu", "minor": "no"}],
    )
    async with at_work.open("focal") as pilot:
        await opened(pilot, signal)
        await press(pilot, "down", "down", "enter", "f3", "enter")
        await write(pilot, "Hoe lang?")
        await press(pilot, "f6", "v")
        await shows(pilot, "een naam uit het signaal")


async def test_an_answer_to_the_focal_point_speaks_to_the_focal_point(at_work):
    signal = at_work.to_table()
    async with at_work.open("coord") as pilot:
        await opened(pilot, signal)
        await press(pilot, "down")
        await shows(pilot, "Het signaal dat u inbracht is in behandeling.")
        await press(pilot, "down")
        await shows(pilot, "Vraag aan wie het inbracht")
    feedback.give(at_work.region["coord"], signal, outcome="dank")
    assert any("Wilt u ook de melder bedanken?" in one.text for one in inbox(at_work, "focal"))


@pytest.mark.parametrize("instead", ["[uw vraag]", "", None])
def test_a_question_without_a_question_is_refused_everywhere(at_work, instead):
    ready = feedback.proposed("vraag", to_office=False)
    text = None if instead is None else ready.replace("[uw vraag]", instead)
    signal = at_work.send()
    with pytest.raises(InvalidInput, match="gap_left"):
        feedback.give(at_work.region["focal"], signal, outcome="vraag", text=text)


@pytest.mark.parametrize(("size", "seen"), [((80, 24), False), ((120, 40), True)])
async def test_where_there_is_room_one_sees_what_is_answered(at_work, size, seen):
    signal = at_work.send(narrative="Drie matrassen in de schuur.")
    desk, focal = at_work.region["desk"], at_work.region["focal"]
    feedback.give(focal, signal, outcome="vraag", text="Was er een dier bij?")
    at_work.region.ship("focal", "desk")
    feedback.reply(desk, feedback.inbox(desk)[0].n, "Er was ook een hond.")
    at_work.region.ship("desk", "focal")
    async with at_work.open("focal", size=size) as pilot:
        await opened(pilot, signal)
        for key in ("down", "enter"):
            await press(pilot, key)
            await refreshed(pilot)
            shown = " ".join(text_of(pilot).split())
            assert ("Drie matrassen" in shown) is seen
            assert ("Zij schreven" in shown and "een hond" in shown) is seen
        await shows(pilot, "Nooit in een antwoord")
