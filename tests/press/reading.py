"""THE PRESS, tests: what a PDF says, read by the engine that browsers use (pdfium)."""

from __future__ import annotations

import pypdfium2


def pages_of(data: bytes) -> list[str]:
    """The text of each page, lines joined by one blank."""
    book = pypdfium2.PdfDocument(data)
    try:
        return [" ".join(book[no].get_textpage().get_text_range().split()) for no in range(len(book))]
    finally:
        book.close()


def text_of(data: bytes) -> str:
    return " ".join(pages_of(data))
