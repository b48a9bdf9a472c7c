"""A hint how strong a passphrase is, while it is typed: words, never a score to chase.

The only rule is the length (12 characters, DESIGN, Vault); the rest is advice.
"""

from __future__ import annotations

from dataclasses import dataclass

from mh_tui.language import _, ngettext
from mh_tui.vault.slots import SHORTEST_PASSPHRASE, nfc

GOOD, STRONG = 16, 24  # characters
FEW = 6  # different characters


@dataclass(frozen=True, slots=True)
class Hint:
    """``enough``: it may be used. ``text``: what to say about it."""

    enough: bool
    text: str


def hint(passphrase: str) -> Hint:
    """What to say about this passphrase now."""
    kept = nfc(passphrase)
    missing = SHORTEST_PASSPHRASE - len(kept)
    if missing > 0:
        text = ngettext("{n} character to go", "{n} characters to go", missing)
        return Hint(False, text.format(n=missing))
    if len(set(kept.casefold())) < FEW or kept.isdigit():
        return Hint(True, _("easy to guess: use different words"))
    words = len(kept.split())
    if len(kept) >= STRONG and words >= 4:
        return Hint(True, _("strong"))
    if len(kept) >= GOOD and words >= 3:
        return Hint(True, _("good"))
    return Hint(True, _("fair: a sentence of four words or more is stronger"))
