"""Every error of the program, once.

- A class is an exit code, a stable code and a translated text (CLI.md, exit codes).
- ``detail`` holds codes and counts, never what a person typed; ``str(error)`` is the code.
- Only ``mh_tui.cli.answer`` turns an error into an exit.
"""

from __future__ import annotations

from typing import Any

from mh_tui.language import N_, _, ngettext


class MhError(Exception):
    """The root. ``field`` is the path of the offending input, or None."""

    code = "unexpected"
    exit_code = 1
    text = N_("Something went wrong that the program did not expect. Nothing was lost.")

    def __init__(
        self,
        code: str | None = None,
        text: str | None = None,
        *,
        field: str | None = None,
        **detail: Any,
    ) -> None:
        if code is not None:
            self.code = code
        if text is not None:
            self.text = text
        self.field = field
        self.detail: dict[str, Any] = detail
        super().__init__(self.code)

    def message(self) -> str:
        """The text in the chosen language, its named holes filled from ``detail``."""
        holes = {"field": self.field or "", **self.detail}
        return _(self.text).format_map(_Holes(holes))


class _Holes(dict[str, Any]):
    """A hole without a value stays visible instead of raising while an error is shown."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


class InvalidInput(MhError):
    """Wrong usage or invalid input: names field and reason."""

    code, exit_code = "invalid_input", 2
    text = N_("{field}: this is not valid.")


class Locked(MhError):
    """The profile is locked, or there is no such user or profile."""

    code, exit_code = "locked", 3
    text = N_("Unlock this profile first: give the passphrase.")


class WrongPassphrase(Locked):
    """``detail.wait_seconds``: how long before the next try is looked at."""

    code = "wrong_passphrase"
    text = N_("That is not the right passphrase.")

    def message(self) -> str:
        """What was wrong, and after how long the next try is looked at."""
        wait = self.detail.get("wait_seconds")
        if not wait:
            return super().message()
        again = ngettext(
            "Try again in {wait_seconds} second.", "Try again in {wait_seconds} seconds.", wait
        )
        return f"{super().message()} {again.format(wait_seconds=wait)}"


class NoProfile(Locked):
    code = "no_profile"
    text = N_("There is no profile in this folder yet. Make one with 'mh-tui init'.")


class Refused(MhError):
    """A bundle, card or backup was refused; ``code`` is the outcome word."""

    code, exit_code = "refused", 4
    text = N_("This file was refused. Nothing was changed.")


class NotAllowed(MhError):
    """Not allowed for this role or in this state."""

    code, exit_code = "not_allowed", 5
    text = N_("Your role does not allow this.")


class RolledBack(NotAllowed):
    """The journal lies behind what was already written or sent (DESIGN, Vault)."""

    code = "rolled_back"
    text = N_(
        "This profile was put back from an older copy, or copied. You can read, but not add"
        " anything. Ask your administrator to open a new device in the same office."
    )


class Busy(MhError):
    """Another process holds the profile."""

    code, exit_code = "busy", 6
    text = N_("This profile is already open in another window. Close that one first.")


class StorageFailed(MhError):
    """Disk full, read-only, stick pulled, file damaged."""

    code, exit_code = "storage_failed", 7
    text = N_("Writing or reading on the disk failed. Nothing that was confirmed is lost.")
