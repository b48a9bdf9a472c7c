"""The focal point's number: where it goes, and whose counts beside 112."""

from __future__ import annotations

import pytest

from mh_tui.errors import InvalidInput
from mh_tui.services import contacts, settings_view, setup, starting
from mh_tui.services.directory import FOCAL_POINT_PARTNER
from tests.region import Region

NAME, PHONE = setup.FOCAL_POINT_NAME, setup.FOCAL_POINT_PHONE


def beside_112(play: Region, name: str) -> tuple[str | None, str | None]:
    found = starting.call_config(play[name])
    return found[NAME], found[PHONE]


def test_a_focal_points_number_reaches_its_desks_until_they_fill_in_their_own(play: Region):
    assert beside_112(play, "desk") == (None, None)
    starting.focal_point(play["focal"], "Dewi", "0229 25 22 00")
    play.settle()
    assert beside_112(play, "desk") == ("Dewi", "0229 25 22 00")
    assert setup.config(play["desk"])[PHONE] is None
    shown = settings_view.setting(play["desk"], PHONE)
    assert shown.value == "0229 25 22 00 (van de aandachtsfunctionaris)"
    setup.set_config(play["focal"], PHONE, "0229 11 22 33 (dag en nacht)")
    play.settle()
    assert beside_112(play, "desk") == ("Dewi", "0229 11 22 33 (dag en nacht)")
    setup.set_config(play["desk"], PHONE, "06 1234 5678")
    assert beside_112(play, "desk") == (None, "06 1234 5678")


def test_what_else_was_filled_in_about_the_focal_point_stays(play: Region):
    given = {"partner": FOCAL_POINT_PARTNER, "phone": "0229 1", "hours": "ma tot do"}
    contacts.publish(play["focal"], [given])
    setup.set_config(play["focal"], PHONE, "0229 25 22 00")
    known = contacts.contacts(play["focal"])[FOCAL_POINT_PARTNER]
    assert (known.phone, known.hours) == ("0229 25 22 00", "ma tot do")


def test_another_office_than_our_focal_point_is_not_believed_beside_112(play: Region):
    given = {"partner": FOCAL_POINT_PARTNER, "person": "Gijs", "phone": "0229 99 99 99"}
    contacts.publish(play["coord"], [given])
    play.settle()
    assert beside_112(play, "desk") == (None, None)


@pytest.mark.parametrize("phone", ["06 12", "bel de balie", "12345"])
def test_half_a_number_is_refused_before_the_name_is_kept(play: Region, phone: str):
    with pytest.raises(InvalidInput) as caught:
        starting.focal_point(play["desk"], "Fem", phone)
    assert (caught.value.code, caught.value.field) == ("no_phone", "phone")
    assert beside_112(play, "desk") == (None, None)


def test_a_number_is_taken_away_again(play: Region):
    starting.focal_point(play["desk"], "Fem", "112")
    starting.focal_point(play["desk"], "Fem", "")
    assert beside_112(play, "desk") == ("Fem", "")
