"""Keep the translations complete: extract, update and compile the catalogs.

- ``python .ci/catalogs.py`` rewrites ``.po`` and ``.mo``; translate what it
  names and run it again.
- ``python .ci/catalogs.py --check`` changes nothing and exits 1 when something is missing.
- English texts are the msgids themselves; click's own texts are translated as well.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "assets" / "locales"
LANGUAGES = ("nl", "en")
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
CLICK = ("core", "exceptions", "formatting", "parser", "types")
HOLES = re.compile(r"\{[^{}]*\}|%\([a-z]+\)s")
STAMP = datetime(2026, 1, 1, tzinfo=UTC)  # fixed: a date would change the file at every run


def template() -> Catalog:
    """Every msgid in the code, without places: those would change at every edit."""
    found = Catalog(project="mh_tui", charset="utf-8")
    for package in ("mh_tui", "screens"):
        for _file, _line, msgid, _notes, context in extract_from_dir(
            ROOT / package, method_map=[("**.py", "python")], keywords=KEYWORDS
        ):
            found.add(msgid, context=context)
    for module in CLICK:
        path = Path(click.__file__).parent / f"{module}.py"
        for _line, msgid, _notes, context in extract_from_file("python", path, keywords=KEYWORDS):
            found.add(msgid, context=context)
    return found


def updated(language: str, wanted: Catalog) -> Catalog:
    """The stored catalog with exactly the wanted msgids; new ones are empty, or English."""
    catalog = Catalog(locale=language, project="mh_tui", charset="utf-8", fuzzy=False)
    catalog.creation_date = catalog.revision_date = STAMP
    stored = _stored(language)
    for message in _texts(wanted):
        known = stored.get(message.id) if stored else None
        text = message.id if language == "en" else known.string if known else ""
        flags = known.flags if known else ()
        catalog.add(message.id, text, flags=flags)
    return catalog


def problems(language: str, catalog: Catalog) -> Iterator[str]:
    """What is not ready to be shown, one line each."""
    for message in _texts(catalog):
        ids, strings = _forms(message.id), _forms(message.string)
        if message.fuzzy:
            yield f"{language}: fuzzy: {ids[0]}"
        if not all(strings) or len(strings) != len(ids):
            yield f"{language}: not translated: {ids[0]}"
        elif any(_holes(ours) != _holes(theirs) for ours, theirs in zip(strings, ids, strict=True)):
            yield f"{language}: other holes than the msgid: {ids[0]}"


def as_po(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalog, width=96, sort_output=True, omit_header=False)
    return out.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def main(*, check: bool) -> int:
    wanted, wrong = template(), []
    for language in LANGUAGES:
        catalog = updated(language, wanted)
        wrong += problems(language, catalog)
        for path, made in ((_po(language), as_po(catalog)), (_mo(language), as_mo(catalog))):
            if check and (not path.exists() or path.read_bytes() != made):
                wrong.append(f"{language}: {path.name} is not up to date: run .ci/catalogs.py")
            elif not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(made)
    print("\n".join(wrong) if wrong else "catalogs: complete", file=sys.stderr)
    return 1 if wrong else 0


def _po(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "mh_tui.po"


def _mo(language: str) -> Path:
    return _po(language).with_suffix(".mo")


def _stored(language: str) -> Catalog | None:
    path = _po(language)
    if not path.exists():
        return None
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _texts(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def _holes(text: str) -> set[str]:
    return set(HOLES.findall(text))


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
