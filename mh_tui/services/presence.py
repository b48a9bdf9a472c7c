"""Whether a folder holds a profile, asked before anything heavy is loaded (DESIGN, Speed).

Importing this module costs nothing; ``people`` loads what it needs when it is called.
"""

from __future__ import annotations

from pathlib import Path


def exists(home: Path) -> bool:
    """Whether there is a profile, or what is left of one; then it is to be unlocked, not made."""
    return (home / "keys.json").exists() or (home / "vault.db").exists()


def people(home: Path) -> int:
    """How many users the profile has; 1 where that cannot be read yet. Raises StorageFailed."""
    from mh_tui.vault.files import Paths
    from mh_tui.vault.slots import KeysFile

    keys = Paths(home).keys
    return len(KeysFile.load(keys).users()) if keys.exists() else 1


def practice(home: Path) -> str:
    """The passphrase of a profile with invented data, which is no secret; else empty."""
    from mh_tui.vault.files import Paths
    from mh_tui.vault.slots import KeysFile

    keys = Paths(home).keys
    if not keys.exists() or not KeysFile.load(keys).demo:
        return ""
    from mh_tui.services.demo import PASSPHRASE

    return PASSPHRASE


def prepare() -> None:
    """Load in a thread what an unlock needs, while the person types the passphrase."""
    import mh_tui.services.feedback
    import mh_tui.services.session
    import mh_tui.services.worklist  # noqa: F401
    from mh_tui.reference.indicators import indicators
    from mh_tui.reference.partners import partners
    from mh_tui.reference.roles import roles
    from mh_tui.reference.route import route

    for load in (indicators, route, partners, roles):
        load()
