"""The thirteen words with which a file is answered (CLI.md, Outcome words)."""

from __future__ import annotations

from enum import StrEnum

from mh_tui.errors import Refused
from mh_tui.language import N_


class Outcome(StrEnum):
    IMPORTED = "imported"
    ALREADY_KNOWN = "already_known"
    GAP = "gap"
    NOT_FOR_US = "not_for_us"
    UNKNOWN_SENDER = "unknown_sender"
    REVOKED_SENDER = "revoked_sender"
    FORBIDDEN_KIND = "forbidden_kind"
    FORK = "fork"
    BAD_SIGNATURE = "bad_signature"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"
    NEWER_FORMAT = "newer_format"
    NOT_A_BUNDLE = "not_a_bundle"


SUCCESSES = frozenset({Outcome.IMPORTED, Outcome.ALREADY_KNOWN})

TEXTS = {
    Outcome.IMPORTED: N_("Received and recorded."),
    Outcome.ALREADY_KNOWN: N_("Everything in this file was here already. Nothing to do."),
    Outcome.GAP: N_(
        "Something before this file is missing. Ask the sender to export again with everything;"
        " nothing was lost."
    ),
    Outcome.NOT_FOR_US: N_("This file is meant for another office. Leave it for them."),
    Outcome.UNKNOWN_SENDER: N_(
        "The sender's card is not admitted here yet. Admit it after comparing the fingerprint,"
        " then import this file again."
    ),
    Outcome.REVOKED_SENDER: N_(
        "The sending device was withdrawn. Keep the file and ask who withdrew it."
    ),
    Outcome.FORBIDDEN_KIND: N_(
        "The sender says something that its role may not say. Nothing was taken over. Call them."
    ),
    Outcome.FORK: N_(
        "The sender's history differs from what we hold: its profile was copied or put back."
        " Nothing was taken over. Call them."
    ),
    Outcome.BAD_SIGNATURE: N_(
        "The signature does not hold: this was not made by the sender it names. Nothing was"
        " taken over."
    ),
    Outcome.DAMAGED: N_("The file is damaged or cut short. Ask the sender to export again."),
    Outcome.TOO_LARGE: N_("The file is larger than is allowed. Nothing was taken over."),
    Outcome.NEWER_FORMAT: N_("This file needs a newer version of the program."),
    Outcome.NOT_A_BUNDLE: N_("This is not a bundle of this program."),
}


class BundleRefused(Refused):
    """Raised inside while reading; rolls everything back. ``missing`` names a gap."""

    def __init__(
        self, outcome: Outcome, missing: tuple[tuple[bytes, bytes, int, int], ...] = ()
    ) -> None:
        self.outcome = outcome
        self.missing = missing
        super().__init__(outcome.value, TEXTS[outcome])
