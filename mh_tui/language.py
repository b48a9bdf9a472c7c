"""The language of the person: texts through gettext, dates and numbers through babel.

- Msgids are English; ``nl`` is the default language and ``en`` the second.
- A text that is defined at import is marked with ``N_`` and translated where it is shown.
- Babel is imported only when a date or number is shown: start-up does not pay for it.
"""

from __future__ import annotations

import gettext
from datetime import date, datetime
from functools import cache
from pathlib import Path

LANGUAGES = ("nl", "en")
DEFAULT = "nl"
DOMAIN = "mh_tui"

_current = DEFAULT


def N_(msgid: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark a text for the catalog without translating it yet."""
    return msgid


def use(language: str) -> None:
    """Set the language of this process; an unknown one falls back to Dutch."""
    global _current
    _current = language if language in LANGUAGES else DEFAULT


def current() -> str:
    return _current


@cache
def _catalog(language: str) -> gettext.NullTranslations:
    import assets

    folder = Path(assets.__file__).parent / "locales"
    return gettext.translation(DOMAIN, folder, [language], fallback=True)


def _(msgid: str) -> str:
    return _catalog(_current).gettext(msgid) if msgid else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    return _catalog(_current).ngettext(singular, plural, n)


def pick(nl: str, en: str) -> str:
    """One of a pair that reference data carries itself."""
    return en if _current == "en" else nl


def format_date(day: date) -> str:
    """``24-11-2026`` in Dutch, ``24 Nov 2026`` in English."""
    from babel.dates import format_date as babel_date

    return babel_date(day, "dd-MM-y" if _current == "nl" else "d MMM y", locale=_current)


def format_datetime(moment: datetime) -> str:
    """Day and minute; the English pattern is our own, as CLDR's uses a narrow no-break space."""
    from babel.dates import format_datetime as babel_datetime

    pattern = "dd-MM-y HH:mm" if _current == "nl" else "d MMM y HH:mm"
    return babel_datetime(moment, pattern, locale=_current, tzinfo=moment.tzinfo)


def format_number(number: int) -> str:
    from babel.numbers import format_decimal

    return format_decimal(number, locale=_current)
