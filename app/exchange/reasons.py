"""THE EXCHANGE: what is said about a line that was not taken as it stood – one sentence per code."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

REFUSED: dict[str, Any] = {
    "required": _l("This column is empty, and without it the row cannot be taken."),
    "columns": _l("The row has more or fewer columns than the heading."),
    "bad_encoding": _l("The row has letters that cannot be read."),
    "bad_row": _l("The row cannot be read. A quotation mark may be missing."),
    "bad_date": _l("This is not a date."),
    "date_ahead": _l("The date lies in the future."),
    "unknown_status": _l("The mapping file does not know this status. Add it there and import again."),
    "no_text": _l("There is no text and no answer in the form."),
    "source_number_unique": _l("This number is here already, from somewhere else."),
    "register_refused": _l("The register does not accept this row."),
}
NOTED: dict[str, Any] = {
    "unknown_channel": _l("Channel unknown – taken as “import”"),
    "bad_date": _l("Not a date – left out"),
    "no_closing_date": _l("Closed without a date"),
    "closed_before_received": _l("Closed before it was received"),
    "due_before_received": _l("Due before it was received"),
    "signs_repaired": _l("Vowel signs put together"),
    "bad_form": _l("Form answers cannot be read"),
    "text_from_form": _l("No text – put together from the form"),
    "short_text": _l("Very short text"),
    "legacy_font": _l("Typed in an old font – cannot be read"),
    "odd_place": _l("A bare number as a place – left out"),
    "no_office": _l("No office"),
    "bad_history_date": _l("Action without a readable date"),
    "before_received": _l("Action dated before the complaint was received"),
    "junk_remark": _l("Remark that says nothing – left out"),
    "repeated_remark": _l("Same remark twice"),
    "stray_action": _l("Action of a complaint that is not in the file"),
}
FOLDED: dict[str, Any] = {
    "same_line": _l("Exactly the same row again"),
    "same_number": _l("Same number, other values – the later row wins"),
}
COUNTED: dict[str, Any] = {
    "rows": _l("Rows in the file"),
    "in": _l("Newly taken in"),
    "updated": _l("Changed there since the last list"),
    "same": _l("Unchanged"),
    "folded": _l("Duplicates folded"),
    "refused": _l("Not taken"),
    "history": _l("Earlier actions kept"),
    "noted": _l("Oddities noted"),
}
UNUSABLE: dict[str, Any] = {
    "no_mapping": _l("There is no mapping file “%(name)s”. Known: %(known)s"),
    "mapping_broken": _l("The mapping file “%(name)s” is not right: %(why)s"),
    "no_file": _l("In %(place)s there is no file %(names)s."),
    "unreadable": _l("The file %(file)s cannot be read: %(why)s"),
    "no_column": _l("The file %(file)s lacks these columns: %(columns)s"),
    "nobody": _l("Nobody here may import. Give a username with --as."),
    "no_right": _l("%(name)s may not import."),
}


def unusable(code: str, **facts: object) -> str:
    """The sentence for a mapping, file or person with which nothing can be done."""
    return str(UNUSABLE[code]) % facts
