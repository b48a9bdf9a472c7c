"""The region of ``tests.region`` as fixtures."""

from __future__ import annotations

from tests.region import play, region_template

__all__ = ["play", "region_template"]
