"""The advice line: a level only where something was answered that it can rest on."""

from __future__ import annotations

import pytest

from screens.own_signal import signal_text
from screens.widgets.advice import advice_text
from tests.screens.conftest import press, shows, text_of

FOUND = {"state": "gemeld", "receipt": "recorded", "advice": "niet_pluis", "acute": "nee",
         "context": "balie_brp", "municipality": "Hoorn", "narrative": "Iets klopt niet.",
         "observed_at": "2026-11-20T14:05+01:00"}  # fmt: skip


async def test_before_the_first_tick_there_is_no_advice_yet(office):
    async with office.open() as pilot:
        await press(pilot, "c")
        await shows(pilot, "Nog geen advies: kruis aan wat u herkent.")
        await shows(pilot, "Een mens beslist.")
        assert "Niet pluis" not in text_of(pilot)
        await press(pilot, "space")
        await shows(pilot, "Advies: ")
        assert "Nog geen advies" not in text_of(pilot)


@pytest.mark.parametrize(
    ("signal", "told"),
    [
        ({}, "Nog geen advies"),
        ({"narrative": "Iets klopt niet."}, "Nog geen advies"),
        ({"gut_feeling": True}, "Advies: Niet pluis."),
        ({"acute": "ja"}, "Advies: Nu bellen."),
        ({"acute": "nee", "indicators": []}, "Nog geen advies"),
    ],
)
def test_a_feeling_or_an_answer_is_something_and_nothing_is_not(signal, told):
    assert advice_text(signal).plain.startswith(told)
    assert "Een mens beslist." in advice_text(signal).plain


def test_an_own_signal_without_a_tick_tells_no_level():
    plain = signal_text(FOUND, 80, own="").plain
    assert "Niet pluis" not in plain
    assert "geen: er is geen kenmerk aangekruist" in plain
    received = {key: FOUND[key] for key in FOUND if key not in ("acute", "narrative")}
    assert "Niet pluis" in signal_text(received, 80, own="").plain, "what was ticked is not in it"
    felt = signal_text(FOUND | {"gut_feeling": True}, 80, own="").plain
    assert "Niet pluis" in felt
