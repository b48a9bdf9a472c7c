"""Whether everything in route.toml that names something names something that exists."""

from __future__ import annotations

from mh_tui.reference.route_model import Route


def check(data: Route) -> None:
    """``ReferenceBroken`` names the first reference that does not resolve."""
