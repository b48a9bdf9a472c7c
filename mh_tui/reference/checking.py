"""All reference data at once, with every cross reference; for tests, not for a start."""

from __future__ import annotations

from mh_tui.reference import loading
from mh_tui.reference.indicators import check as check_indicators
from mh_tui.reference.indicators import indicators
from mh_tui.reference.partners import check as check_partners
from mh_tui.reference.partners import partners
from mh_tui.reference.practice import check as check_practice
from mh_tui.reference.practice import practice
from mh_tui.reference.roles import check as check_roles
from mh_tui.reference.roles import roles
from mh_tui.reference.route import route
from mh_tui.reference.route_check import check as check_route
from mh_tui.reference.shape import Where
from mh_tui.reference.shelter import check as check_shelter
from mh_tui.reference.shelter import shelter


def check_all() -> None:
    """``ReferenceBroken`` for the first thing in the released files that does not fit."""
    check_indicators(indicators())
    check_roles(roles())
    check_partners(partners())
    check_shelter(shelter())
    check_route(route())
    check_practice(practice())
    files = (indicators(), roles(), partners(), shelter(), route(), practice())
    versions = {one.meta.version for one in files}
    if len(versions) != 1:
        raise Where(loading.PINS).broken("unequal_version")
