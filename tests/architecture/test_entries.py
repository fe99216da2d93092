"""THE TESTS: every form that writes carries the key of its entry, so that whatever is sent twice is taken once."""

from __future__ import annotations

import re

from tests.architecture.house import name_of, templates

FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.S)
POSTS = re.compile(r'<form\b[^>]*\bmethod="post"', re.S)
KEY = re.compile(r"\{\{\s*entry\(\)\s*\}\}")
ADDRESS = re.compile(r"url_for\('([\w.]+)'")
# Here twice is no more than once anyway; and what a digest of the body would give away is left alone.
WITHOUT = {
    "a session begins or ends, a password leaves no digest": {"signin.sign_in", "signin.sign_out"},
    "a number or a paper that is shown is kept nowhere (ruling 20)":
        {"casework.call", "calldesk.dial", "papers.case_file", "public.my_paper"},
    "a cookie set twice is the same cookie": {"outbox.keep", "field.set_low_data", "public.close_mine"},
    "a code or a link is its own key, and leaves no digest":
        {"public.track", "public.ask_code", "public.open_mine", "public.withdraw_code", "public.withdraw_post",
         "public.register_code", "public.register_open"},
    "the page of words leads on to one that asks once more, and that one carries the key": {"public.lodge"},
    "the say of a complainant is taken once by its link: a second tap is no second answer":
        {"public.say", "public.say_reason", "public.reopen_post"},
}  # fmt: skip


def test_every_form_that_writes_carries_its_key() -> None:
    bare: list[tuple[str, str]] = []
    for path in templates():
        if path.suffix != ".html":
            continue
        for form in FORM.findall(path.read_text(encoding="utf-8")):
            if POSTS.match(form) and not KEY.search(form):
                bare += [(ADDRESS.findall(form)[0], name_of(path))]
    known = set().union(*WITHOUT.values())
    assert [one for one in bare if one[0] not in known] == []
    assert known <= {address for address, _ in bare}, "an exception that is none any more"


def test_a_form_without_its_key_would_be_seen() -> None:
    form = '<form method="post" action="{{ url_for(\'steps.recall\') }}"><button>Go</button></form>'
    assert POSTS.match(form)
    assert not KEY.search(form)
    assert KEY.search(form.replace("<button>", "{{ entry() }}<button>"))
