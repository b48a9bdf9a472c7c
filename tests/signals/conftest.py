"""A whole signal as CLI.md writes it, and the check as a desk in Hoorn calls it."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import settings

from mh_tui.errors import InvalidInput
from mh_tui.signals import record

# a busy machine is no fault of the rule that is tested, and a test leaves no files behind
settings.register_profile("patient", deadline=None, database=None)
settings.load_profile("patient")

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
WHOLE: dict[str, Any] = {
    "observed_at": "2026-11-20T14:05+01:00",
    "municipality": "Hoorn",
    "context": "balie_brp",
    "acute": "ja",
    "forms": ["arbeid"],
    "indicators": ["ALG-01", "ARB-03"],
    "minor_possible": "unknown",
    "narrative": "Zij keek steeds naar hem.\nHij gaf antwoord.",
    "gut_feeling": False,
    "sector": "agrarisch",
    "place": {
        "street": "Dorpsstraat",
        "number": "12a",
        "postcode": "1621 AB",
        "town": "Hoorn",
        "note": "achterom",
    },
    "persons": [
        {
            "role": "possible_victim",
            "name": "Anna",
            "minor": "no",
            "phone": "06-10000000",
            "note": "rode jas",
        },
        {"role": "witness"},
    ],
    "organisations": [{"name": "Bollen BV", "kvk": "12345678", "role": "werkgever"}],
    "vehicles": [{"plate": "AB-12-CD", "note": "wit busje"}],
    "reporter": {
        "kind": "handhaver",
        "name": "Kees",
        "contact": "toestel 12",
        "wants_feedback": True,
    },
    "reference": "Z-2026-1",
    "call": {
        "party": "112",
        "at": "2026-11-20T14:10+01:00",
        "reference": "P-1",
        "none_because": "n.v.t.",
    },
}
LEAST: dict[str, Any] = {"context": "balie_brp", "acute": "nee", "gut_feeling": True}


def check(data: object, **given: Any) -> dict[str, Any]:
    desk: dict[str, Any] = {
        "now": NOW,
        "organisation_municipalities": ("Hoorn",),
        "default_kind": "melder_balie",
    }
    return record.check(data, **(desk | given))


def refused(call: Any, *args: Any, **given: Any) -> InvalidInput:
    """The refusal of a call; it names a code and never more than it should."""
    with pytest.raises(InvalidInput) as caught:
        call(*args, **given)
    assert caught.value.exit_code == 2
    assert caught.value.message()
    return caught.value


def told(call: Any, *args: Any, **given: Any) -> str | None:
    """The code of a refusal, or None where the call went well."""
    try:
        call(*args, **given)
    except InvalidInput as error:
        return error.code
    return None


@pytest.fixture
def whole() -> dict[str, Any]:
    return copy.deepcopy(WHOLE)


@pytest.fixture
def least() -> dict[str, Any]:
    return copy.deepcopy(LEAST)
