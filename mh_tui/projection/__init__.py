"""What screens and commands read: a pure fold of entries, disposable and rebuildable."""

from __future__ import annotations

SCHEMA = 8
"""The version of the disposable rows: another one means that they are built anew."""
