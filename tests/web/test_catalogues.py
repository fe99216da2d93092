"""The translators' press: compiles what is stale, leaves the rest, refuses a broken catalogue."""

import gettext
import os
from pathlib import Path

import pytest
from babel.messages.pofile import PoFileError

from app.web.catalogues import compile_all


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "hi" / "LC_MESSAGES" / "web.po"
    path.parent.mkdir(parents=True)
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Open"\nmsgstr "खोलें"\n',
        encoding="utf-8",
    )
    return path


def test_a_compiled_catalogue_speaks(tmp_path: Path, source: Path) -> None:
    assert compile_all(tmp_path) == [source.with_suffix(".mo")]
    assert gettext.translation("web", tmp_path, ["hi"]).gettext("Open") == "खोलें"


def test_only_stale_catalogues_are_compiled(tmp_path: Path, source: Path) -> None:
    compile_all(tmp_path)
    assert compile_all(tmp_path) == []
    later = source.with_suffix(".mo").stat().st_mtime + 5
    os.utime(source, (later, later))
    assert compile_all(tmp_path) == [source.with_suffix(".mo")]


def test_a_broken_catalogue_is_not_swallowed(tmp_path: Path, source: Path) -> None:
    source.write_text('msgid "Open"\nmsgsrt "खोलें"\n', encoding="utf-8")
    with pytest.raises(PoFileError):
        compile_all(tmp_path)
    assert sorted(path.name for path in source.parent.iterdir()) == ["web.po"]
