"""How a person names an office."""

from __future__ import annotations

import pytest

from mh_tui.errors import InvalidInput
from tests.region import Region


def test_a_desk_that_names_its_organisation_means_the_focal_point(play: Region):
    session = play["desk"]
    organisation = session.keys.card.organisation
    with session.read() as connection:
        trust = session.trust(connection)
    known = trust.of_office(play.office("focal"))
    assert known is not None
    assert known.organisation == organisation
    assert trust.find_office(organisation) == play.office("focal")
    assert trust.find_office(session.me.office.hex()[:12]) == session.me.office


def test_a_name_that_fits_nobody_is_refused(play: Region):
    session = play["desk"]
    with session.read() as connection:
        trust = session.trust(connection)
    with pytest.raises(InvalidInput, match="not_found"):
        trust.find_office("nergens")
