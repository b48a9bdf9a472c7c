"""Open the profile for one command: ask the passphrase, say what the user must know.

- Nothing is asked where there is no profile: that is said at once.
- Warnings go to standard error; with ``--json`` the exit code and the error tell enough.
- Services are imported here and not by the command modules: ``--help`` stays quick.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from mh_tui.cli import answer, telling
from mh_tui.cli.options import Context, passphrase
from mh_tui.errors import InvalidInput, RolledBack
from mh_tui.language import N_, _

if TYPE_CHECKING:
    from mh_tui.services.session import Session

_FIRST_WORD, _NEXT_WORD = 2.0, 5.0
"""Seconds before the first line of progress, and between later ones."""


def open_profile(ctx: Context) -> Session:
    """The unlocked profile of this call; the caller closes it (``with``).

    Raises NoProfile, InvalidInput ``user_needed``, Locked, WrongPassphrase, Busy,
    StorageFailed, NotAllowed ``mandate_over``.
    """
    secret = passphrase(ctx) if has_profile(ctx) else ""
    from mh_tui.services.session import open_session

    session = open_session(ctx.home, user=ctx.user, passphrase=secret)
    if not ctx.json:
        _warn(session)
    return session


def has_profile(ctx: Context) -> bool:
    """Whether the folder holds keys; what is wrong with it comes out when it is opened."""
    from mh_tui.vault.files import Paths

    try:
        return Paths(ctx.home).keys.exists()
    except OSError:
        return True


def require_user(ctx: Context) -> str:
    """The name given with ``--user``; InvalidInput ``missing`` without."""
    if ctx.user is None:
        raise InvalidInput("missing", N_("Say who you are with --user NAME."), field="user")
    return ctx.user


def office_names(session: Session, offices: Iterable[str | None]) -> dict[str, str]:
    """The names to show of offices given as hex; one that is not known keeps its first digits."""
    wanted = {office for office in offices if office}
    if not wanted:
        return {}
    with session.read() as connection:
        trust = session.trust(connection)
    names = {}
    for office in sorted(wanted):
        device = trust.of_office(bytes.fromhex(office))
        role = device and telling.office_role(device.role)
        names[office] = f"{device.name} ({role})" if device is not None else office[:8]
    return names


class Progress:
    """Sparse lines on standard error, the first after a while: a screen reader reads each."""

    def __init__(self, ctx: Context) -> None:
        self._quiet = ctx.json
        self._next = time.monotonic() + _FIRST_WORD
        self._said = -1

    def tell(self, done: int, total: int) -> None:
        """``done`` of ``total`` steps or entries of what runs now."""
        now = time.monotonic()
        if self._quiet or now < self._next or not total:
            return
        percent = min(100, 100 * done // total)
        if percent != self._said:
            self._next, self._said = now + _NEXT_WORD, percent
            answer.note(_("{percent} percent").format(percent=percent))


def _warn(session: Session) -> None:
    if session.vault.on_network_share:
        answer.note(
            _(
                "Warning: this profile is on a network share. That is slower, and a break in the"
                " network can interrupt your work."
            )
        )
    if session.rolled_back:
        answer.note(_("Warning: {text}").format(text=_(RolledBack.text)))
