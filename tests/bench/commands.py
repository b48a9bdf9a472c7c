"""Commands as whole processes, and an unlock; key derivation is measured and left out."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from mh_tui.vault.sealing import Cost, stretch
from tests.bench import data
from tests.bench.measure import (
    MILLISECONDS,
    Line,
    Setting,
    against,
    below,
    interleaved,
    spent,
    worked,
)
from tests.bench.offices import PASSPHRASE

UNLOCK_LIMIT = 0.3


def program() -> list[str]:
    """``mh-tui`` as it is installed beside this Python, else as a module."""
    name = "mh-tui.exe" if sys.platform == "win32" else "mh-tui"
    installed = Path(sys.executable).with_name(name)
    return [str(installed)] if installed.exists() else [sys.executable, "-m", "mh_tui"]


def version(setting: Setting) -> list[Line]:
    ours, other = interleaved(
        setting.sizes.starts,
        lambda: spent([*program(), "--version"]),
        lambda: spent([sys.executable, "-c", "import click"]),
        warm=True,
    )
    return [against("--version, import click", ours, other, 1.5, unit=MILLISECONDS)]


def listing(setting: Setting) -> list[Line]:
    profile = setting.store.filled(setting.sizes.few)
    command = [*program(), "signal", "list", "--passphrase-file", str(_secret(setting))]
    ours, key, other = interleaved(
        setting.sizes.starts,
        lambda: spent(command, profile),
        _derivation,
        lambda: spent([sys.executable, "-c", "import sqlcipher3, sqlalchemy"]),
        warm=True,
    )
    less = [whole - derived for whole, derived in zip(ours, key, strict=True)]
    return [against("signal list, import sqlalchemy", less, other, 2.0, unit=MILLISECONDS)]


def recording(setting: Setting) -> list[Line]:
    """One signal from the command line, key derivation and start-up included on both sides."""
    sizes = setting.sizes
    signal = setting.store.folder / "one-signal.json"
    signal.write_text(json.dumps(next(data.signals(1))), "utf-8")
    secret = str(_secret(setting))
    command = [*program(), "signal", "add", "--from", str(signal), "--passphrase-file", secret]
    with (
        setting.store.copy(setting.store.filled(sizes.many)) as large,
        setting.store.copy(setting.store.filled(sizes.few)) as small,
    ):
        ours, other = interleaved(
            sizes.starts, lambda: spent(command, large), lambda: spent(command, small), warm=True
        )
    name = f"signal add at {sizes.many:,} against {sizes.few:,}"
    return [against(name, ours, other, 1.2, unit=MILLISECONDS)]


def unlock(setting: Setting) -> list[Line]:
    """From the passphrase to all that home shows; the libraries were loaded while it was typed."""
    profile = setting.store.filled(setting.sizes.many)
    values = [float(worked("unlock", profile)["seconds"]) for _ in range(setting.sizes.rounds)]
    return [below(f"unlock to home at {setting.sizes.many:,}", values, UNLOCK_LIMIT)]


def _secret(setting: Setting) -> Path:
    path = setting.store.folder / "passphrase"
    path.write_text(PASSPHRASE, "utf-8")
    return path


def _derivation() -> float:
    began = time.perf_counter()
    stretch(PASSPHRASE.encode(), bytes(16), Cost())
    return time.perf_counter() - began


def home(setting: Setting) -> list[Line]:
    """All that home shows, read in a process of its own."""
    sizes = setting.sizes
    large, small = setting.store.filled(sizes.many), setting.store.filled(sizes.few)
    ours, other = interleaved(
        sizes.rounds,
        lambda: float(worked("home", large)["seconds"]),
        lambda: float(worked("home", small)["seconds"]),
    )
    name = f"home at {sizes.many:,} against {sizes.few:,}"
    return [against(name, ours, other, 1.3, unit=MILLISECONDS)]
