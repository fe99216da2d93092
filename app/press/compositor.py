"""THE PRESS: the process that sets one paper: `python -m app.press.compositor FOLDER` turns FOLDER/paper.json and the
pictures beside it into FOLDER/paper.pdf. It knows the fonts of this folder only, and no network."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main(folder: Path) -> None:
    """Set the paper of one folder."""
    import typst  # so heavy that only this process may have it

    source = folder / "paper.typ"
    shutil.copyfile(HERE / "paper.typ", source)
    typst.compile(
        source, output=folder / "paper.pdf", root=folder, font_paths=[HERE / "fonts"], ignore_system_fonts=True,
        pdf_tags=False,
    )  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]))
