"""Which telephone numbers may stand beside 112."""

from __future__ import annotations

import pytest

from mh_tui.signals.phone import is_whole


@pytest.mark.parametrize(
    "text",
    [
        "0612345678", "06-1234 5678", "(0229) 25 22 00", "0229/252200", "088 043 04 30",
        "+31 6 12345678", "+31 (0)229 25 22 00", "0031 229 252200", "+49 30 1234567",
        "112", "0900-8844", "0800 2000", "0800-1234567", "14 0229", "14 020", "116 000",
        "0229 - 25 22 00, toestel 4711 (piket: 06 - 1234 5678)", "06-12345678/0229-252200",
    ],
)  # fmt: skip
def test_a_number_that_one_can_call_is_taken_however_it_is_spaced(text):
    assert is_whole(text)


@pytest.mark.parametrize(
    "text",
    [
        "06 12", "0229 25 22 0", "0229 25 22 000", "1234567890", "+31 6 123",
        "+31 6 12345678 9", "14 02", "0900-88", "00 31", "+", "", "bel Anna", "Anna 0612345678",
        "12", "1120",
    ],
)  # fmt: skip
def test_half_a_number_or_none_is_refused(text):
    assert not is_whole(text)
