"""Edited copies of the released files, to see what a typing mistake in the data does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mh_tui import language
from mh_tui.reference import loading


@pytest.fixture(autouse=True)
def _dutch_again():
    yield
    language.use("nl")


@pytest.fixture
def edited(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """``edited("roles.toml", old, new)``: a copy in which the first ``old`` became ``new``."""

    def edit(name: str, old: str, new: str) -> Path:
        text = (loading.FOLDER / name).read_text(encoding="utf-8")
        assert old in text, f"{old!r} does not stand in {name}"
        path = tmp_path / name
        path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
        return path

    return edit
