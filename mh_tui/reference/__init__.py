"""The reference data of the region, typed: what ``assets/*.toml`` holds, and nothing else.

- One file is loaded when it is first asked for, and only as it was released (rule R72).
- Texts answer in the language of the person.
- Nothing is imported here: two threads that load different files must not wait for each other.
"""

from __future__ import annotations


def version() -> str:
    """The version that all five files carry; it is kept with every signal (rule R72)."""
    from mh_tui.reference.indicators import indicators

    return indicators().meta.version
