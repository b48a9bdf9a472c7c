"""Notice, pass on and follow up signals of human trafficking, without a network."""

from __future__ import annotations

__version__ = "0.1.0"
RELEASED_MS = 1_795_564_800_000
"""2026-11-25 00:00 UTC: no clock of this release is believed to be earlier (DESIGN, Time)."""
