"""A postcode is refused only where it cannot be one."""

from __future__ import annotations

import pytest

from mh_tui.signals import postcode


@pytest.mark.parametrize(
    ("typed", "written"),
    [("1621AB", "1621 AB"), (" 1621 ab ", "1621 AB"), ("1621  Ab", "1621 AB"), ("1621", "1621")],
)
def test_a_postcode_is_written_in_one_way(typed, written):
    assert postcode.written(typed) == written


@pytest.mark.parametrize("typed", ["12345", "1234 A", "0621 AB", "1621 ABC", "AB 1621", "162", ""])
def test_what_cannot_be_a_postcode_is_none(typed):
    assert postcode.written(typed) is None
