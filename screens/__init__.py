"""The full-screen app; nothing here knows SQL, keys or files (DESIGN, Folders).

Importing any module of this package first clears the environment for Textual: it can log what is
typed, save the screen and load code by name (TERMINAL.md 2.4), so nothing inherited may count.
"""

from __future__ import annotations

import os

for _name in [name for name in os.environ if name.startswith("TEXTUAL")]:
    del os.environ[_name]
os.environ["TEXTUAL_ANIMATIONS"] = "none"
os.environ["TEXTUAL_SMOOTH_SCROLL"] = "0"  # no reports in pixels: some windows have none
os.environ["ESCDELAY"] = "300"  # ms: a function key split on the way is still one key
