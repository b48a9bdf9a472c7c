"""A recovery code while it is typed: its groups, and what is wrong with it; costs no import."""

from __future__ import annotations

from mh_tui.vault import recovery


def groups(code: str) -> list[tuple[str, bool]]:
    """What was typed, group by group, and whether that group can be right."""
    wrong = recovery.wrong_group(code)
    return [(group, number != wrong) for number, group in enumerate(recovery.groups(code), 1)]


def check(code: str) -> None:
    """Raises InvalidInput("mistyped_code", field="code") before any key is tried."""
    recovery.parse(code)
