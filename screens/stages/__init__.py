"""The pages of signal entry, one module each; ``screens.signal_entry`` shows one at a time."""

from __future__ import annotations
