"""THE TESTS: the checks of pages find what they are there to find."""

from __future__ import annotations

import pytest

from tests.page_quality import brotli_size, check_html

PAGE = (
    '<!doctype html>\n<html lang="hi"><head><title>T</title></head><body><main id="m"><h1>H</h1>{}</main></body></html>'
)

GOOD = [
    '<form action="/a" method="post" hx-post="/a"><label for="x">X</label><input id="x"><button>Go</button></form>',
    '<form action="/a" method="post"><label>X <textarea name="x" hx-post="/ask"></textarea></label></form>',
    '<form action="/a" method="post"><button formaction="/b" hx-post="/b">Go</button></form>',
    '<form action="/a" method="get"><input name="q" aria-label="Search" hx-get="/b"></form>',
    '<a href="/a?page=2" hx-get="/a?page=2" hx-target="#m">next</a>',
    '<div hx-get="/part" hx-trigger="revealed"><a href="/part">show</a></div>',
    '<p id="d">d</p><input type="hidden" name="h"><a href="#d">down</a><img src="/a.webp" alt="">',
]
BAD = [
    ("<p>open <div>inside</div></p>", "not valid HTML, line 2"),
    ("<h1>again</h1>", "2 <h1>"),
    ('<p id="m">x</p>', 'id="m" stands 2 times'),
    ("<form action='/a'></form>", "an action and a method"),
    ("<form method='post'></form>", "an action and a method"),
    ('<label for="nobody">x</label>', "points at nothing"),
    ('<input name="x">', "a field needs a label"),
    ('<select name="x"><option>1</option></select>', "a field needs a label"),
    ('<img src="/a.webp">', "needs an alt text"),
    ('<p style="color:red">x</p>', "no inline style"),
    ('<p onclick="x()">x</p>', "no inline onclick"),
    ('<a href="/a" hx-on:click="x()">x</a>', "no inline hx-on:click"),
    ("<script>x()</script>", "no inline <script>"),
    ('<p aria-describedby="none">x</p>', "aria-describedby points at"),
    ('<a href="/a" hx-get="/a" hx-target="#none">x</a>', "hx-target points at"),
    ('<a href="#">x</a>', "must lead somewhere"),
    ('<a href="#none">x</a>', "leads to nothing"),
    ('<a href="/a"></a>', "nothing to read out"),
    ('<form action="/a" method="post" hx-post="/b"></form>', "hx-post without"),
    ('<form action="/a" method="get"><button hx-post="/a">x</button></form>', "hx-post without"),
    ('<form action="/a" method="post"><button hx-post="/b">x</button></form>', "hx-post without"),
    ('<p hx-post="/a">x</p>', "hx-post without"),
    ('<p hx-get="/a">x</p>', "hx-get without"),
    ('<a hx-get="/a">x</a>', "hx-get without"),
    ('<form action="/a" method="post"><button hx-delete="/a">x</button></form>', "hx-delete has no equivalent"),
    ("<button>alone</button>", "belongs to a form"),
]


@pytest.mark.parametrize("body", GOOD)
def test_a_good_page_passes(body: str) -> None:
    check_html(PAGE.format(body))


@pytest.mark.parametrize(("body", "fault"), BAD)
def test_each_fault_is_named(body: str, fault: str) -> None:
    with pytest.raises(AssertionError) as found:
        check_html(PAGE.format(body))
    assert fault in str(found.value)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("<!doctype html>\n<html><title>T</title><main><h1>H</h1></main></html>", "<html lang>"),
        ('<!doctype html>\n<html lang="hi"><title></title><main><h1>H</h1></main></html>', "the <title> is empty"),
        ('<html lang="hi"><title>T</title><h1>H</h1></html>', "this partial"),
    ],
)
def test_a_page_has_its_frame(text: str, fault: str) -> None:
    with pytest.raises(AssertionError) as found:
        check_html(text)
    assert fault in str(found.value)


@pytest.mark.parametrize(
    "text",
    [
        '<section id="a"><p>x</p></section>',
        '<tr id="row"><td>x</td></tr>',
        '<li id="a">x</li>\n<p id="b" hx-swap-oob="true">x</p>',
    ],
)
def test_a_partial_has_one_root(text: str) -> None:
    check_html(text)


@pytest.mark.parametrize("text", ["<p>x</p>", '<p id="a">x</p><p id="b">y</p>', '<p id="a">x</p> and more', "words"])
def test_a_partial_without_one_root_is_refused(text: str) -> None:
    with pytest.raises(AssertionError, match="root"):
        check_html(text)


def test_size_on_the_wire_is_that_of_the_compressed_bytes() -> None:
    assert brotli_size("निवारण " * 500) < 60
    assert brotli_size("é") == brotli_size("é".encode())
