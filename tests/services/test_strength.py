"""The hint while a passphrase is typed."""

from __future__ import annotations

import pytest

from mh_tui.services.strength import hint


@pytest.mark.parametrize(
    ("typed", "enough", "said"),
    [
        ("kort", False, "nog 8 tekens"),
        ("elf tekens!", False, "nog 1 teken"),
        ("aaaaaaaaaaaaaaa", True, "makkelijk te raden"),
        ("123456789012345", True, "makkelijk te raden"),
        ("wachtwoordzin", True, "redelijk"),
        ("paard in de gang", True, "goed"),
        ("het paard staat in de gang", True, "sterk"),
        ("e\u0301e\u0301n lange zin hier", True, "goed"),
    ],
)
def test_the_hint_says_what_helps(typed, enough, said):
    found = hint(typed)
    assert found.enough is enough
    assert said in found.text
