"""The translators' press: turns the rooms' .po files into the .mo files that gettext reads.

`python -m app.web.catalogues` prints what it compiled; compiled files are never committed.
"""

import os
import sys
from pathlib import Path

TRANSLATIONS = Path(__file__).parent.parent / "translations"


def compile_all(translations: Path = TRANSLATIONS) -> list[Path]:
    """Compile every catalogue whose .mo is missing or older than its .po; returns the files written.

    Written beside and moved into place: a server that starts in the same second never reads half a catalogue.
    """
    stale = [source for source in sorted(translations.glob("*/LC_MESSAGES/*.po")) if _is_stale(source)]
    return [_compile(source) for source in stale]


def _is_stale(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime < source.stat().st_mtime


def _compile(source: Path) -> Path:
    from babel.messages import mofile, pofile  # only when there is something to do: every start passes here

    with source.open("rb") as file:
        catalogue = pofile.read_po(file, locale=source.parent.parent.name, abort_invalid=True)
    target = source.with_suffix(".mo")
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    with fresh.open("wb") as file:
        mofile.write_mo(file, catalogue)
    fresh.chmod(0o644)
    fresh.replace(target)
    return target


if __name__ == "__main__":
    for written in compile_all():
        sys.stdout.write(f"compiled {written.relative_to(TRANSLATIONS)}\n")
