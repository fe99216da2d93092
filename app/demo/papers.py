"""THE DEMO DISTRICT: a paper beside a report – one plain PDF page that says what it stands for."""

from __future__ import annotations

from collections.abc import Sequence

HEAD = b"%PDF-1.4\n"


def draw_paper(lines: Sequence[str]) -> bytes:
    """A one-page A4 PDF. The built-in fonts know Latin letters only; what they cannot write is left out."""
    shown = b"".join(b"(%s) Tj T* " % _plain(line) for line in lines)
    page = b"BT /F1 14 Tf 22 TL 72 760 Td " + shown + b"ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out, starts = HEAD, []
    for number, body in enumerate(objects, start=1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(out))
    )


def _plain(line: str) -> bytes:
    text = line.encode("latin-1", "ignore")
    for sign in (b"\\", b"(", b")"):
        text = text.replace(sign, b"\\" + sign)
    return text.strip()
