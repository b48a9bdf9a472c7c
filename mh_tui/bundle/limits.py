"""How much a file may ask of us, in one place (DESIGN, Bundle, limits). Sizes in bytes."""

from __future__ import annotations

from dataclasses import dataclass

KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30


@dataclass(frozen=True, slots=True)
class Limits:
    header: int = MIB
    manifest: int = 16 * MIB
    entry: int = 2 * MIB
    nesting: int = 16
    body: int = 4 * GIB
    window_log: int = 23
    """zstd window of 8 MiB at most."""
    padding: int = 64 * KIB
    """The smallest body: short bundles all look alike."""


LIMITS = Limits()
