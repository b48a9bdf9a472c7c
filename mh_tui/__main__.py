"""``python -m mh_tui`` is the console script ``mh-tui``."""

from __future__ import annotations

import sys

from mh_tui.cli.main import main

sys.exit(main())
