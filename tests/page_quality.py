"""THE TESTS: what every page and every partial must be, whoever wrote it. The test client asks it of each answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import brotli
import html5lib
from html5lib.constants import E as PARSE_ERRORS
from werkzeug.wrappers import Response

Faults = Iterator[str]
WITHOUT_LABEL = {"hidden", "submit", "button", "reset", "image"}
POINTERS = (
    "aria-labelledby",
    "aria-controls",
    "aria-details",
    "list",
    "form",
    "hx-target",
    "hx-include",
    "hx-indicator",
)
CONTEXT_OF = {"tr": "tbody", "td": "tr", "th": "tr", "tbody": "table", "thead": "table", "option": "select"}


def brotli_size(body: bytes | str) -> int:
    """Bytes on the wire: brotli at the quality a server uses while it answers (budgets.md)."""
    return len(brotli.compress(body.encode() if isinstance(body, str) else body, quality=5))


def check_page(response: Response) -> None:
    """Raise AssertionError naming everything that is wrong with this page or partial."""
    check_html(response.get_data(as_text=True))


def check_html(text: str) -> None:
    """The same for text: a page begins with its doctype, anything else is a partial."""
    is_page = text.lstrip().lower().startswith("<!doctype html")
    faults = list(Document(text, is_page).faults())
    if faults:
        kind = "page" if is_page else "partial"
        raise AssertionError(f"this {kind} is not as a {kind} of this house must be:\n  - " + "\n  - ".join(faults))


class Document:
    """A parsed page or partial and the questions asked of it."""

    def __init__(self, text: str, is_page: bool) -> None:
        self.is_page = is_page
        self._lines = text.splitlines()
        parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
        if is_page:
            self.root = parser.parse(text)
        else:
            first = re.search(r"<([a-z]+)", text)
            self.root = parser.parseFragment(text, container=CONTEXT_OF.get(first.group(1) if first else "", "div"))
        self._errors = parser.errors
        self.all: list[Element] = [element for element in self.root.iter() if isinstance(element.tag, str)]
        self._parent = {child: parent for parent in self.all for child in parent}
        self.ids = Counter(element.attrib["id"] for element in self.all if "id" in element.attrib)

    def faults(self) -> Faults:
        shape = page_shape if self.is_page else partial_shape
        questions: tuple[Callable[[Document], Faults], ...] = (
            markup, shape, names, targets, forms, labels, texts, inline, plain_equivalents,
        )  # fmt: skip
        for question in questions:
            yield from question(self)

    def errors(self) -> Faults:
        for (line, _column), code, values in self._errors:
            where = self._lines[line - 1].strip()[:120] if 0 < line <= len(self._lines) else ""
            yield f"not valid HTML, line {line}: {PARSE_ERRORS.get(code, code) % values}: {where}"

    def tagged(self, *tags: str) -> list[Element]:
        return [element for element in self.all if element.tag in tags]

    def above(self, element: Element, tag: str) -> Element | None:
        """The nearest element of this kind around `element`, itself included."""
        around: Element | None = element
        while around is not None and around.tag != tag:
            around = self._parent.get(around)
        return around

    def form_of(self, control: Element) -> Element | None:
        named = control.get("form")
        if named is None:
            return self.above(control, "form")
        return next((form for form in self.tagged("form") if form.get("id") == named), None)


def shown(element: Element) -> str:
    """The opening tag, short, so that the fault can be found."""
    attributes = "".join(f' {name}="{value[:60]}"' for name, value in element.attrib.items())
    return f"<{element.tag}{attributes}>"[:200]


def said(element: Element) -> str:
    """What a screen reader has to say for a link or a button."""
    pictures = " ".join(image.get("alt", "") for image in element.iter("img"))
    return " ".join(["".join(element.itertext()), pictures, element.get("aria-label", "")]).strip()


def markup(document: Document) -> Faults:
    yield from document.errors()


def page_shape(document: Document) -> Faults:
    for tag in ("h1", "title", "main"):
        found = document.tagged(tag)
        if len(found) != 1:
            yield f"{len(found)} <{tag}> where there must be exactly one"
        elif not "".join(found[0].itertext()).strip():
            yield f"the <{tag}> is empty"
    if document.tagged("html")[0].get("lang") not in {"hi", "en"}:
        yield '<html lang> must be "hi" or "en"'


def partial_shape(document: Document) -> Faults:
    roots = [child for child in document.root if isinstance(child.tag, str)]
    main = [root for root in roots if "hx-swap-oob" not in root.attrib]
    loose = [document.root.text, *(root.tail for root in roots)]
    if len(main) != 1 or any(text and text.strip() for text in loose):
        yield f"a partial has one root element, this one has {[shown(root) for root in main]} and loose text {loose}"
    for root in roots:
        if not root.get("id"):
            yield f"the root of a partial needs an id: {shown(root)}"


def names(document: Document) -> Faults:
    for name, times in document.ids.items():
        if times > 1:
            yield f'id="{name}" stands {times} times'
        if not name or re.search(r"\s", name):
            yield f'id="{name}" is empty or has a space'


def targets(document: Document) -> Faults:
    """What is pointed at exists. A partial is a part: only what it describes itself must lie inside it."""
    for element in document.all:
        for attribute in ("aria-describedby", *(POINTERS if document.is_page else ())):
            value = element.get(attribute, "")
            named = re.findall(r"#([\w-]+)", value) if attribute.startswith("hx-") else value.split()
            for name in named:
                if name not in document.ids:
                    yield f'{attribute} points at "{name}", which is not there: {shown(element)}'
    for link in document.tagged("a"):
        href = link.get("href")
        if href is None or href in {"", "#"} or href.lower().startswith("javascript:"):
            yield f"a link must lead somewhere: {shown(link)}"
        elif href.startswith("#") and document.is_page and href[1:] not in document.ids:
            yield f"a link leads to nothing on this page: {shown(link)}"


def forms(document: Document) -> Faults:
    for form in document.tagged("form"):
        if not form.get("action") or form.get("method", "").lower() not in {"get", "post"}:
            yield f"a form needs an action and a method: {shown(form)}"
    for button in document.tagged("button"):
        if button.get("type", "submit") == "submit" and document.form_of(button) is None and not button.get("form"):
            yield f"a submit button belongs to a form, any other says its type: {shown(button)}"


def labels(document: Document) -> Faults:
    labelled = {label.get("for") for label in document.tagged("label")}
    for name in labelled - {None}:
        if name not in document.ids:
            yield f'label for="{name}" points at nothing'
    for control in document.tagged("input", "select", "textarea"):
        if control.tag == "input" and control.get("type", "text") in WITHOUT_LABEL:
            continue
        spoken = (
            control.get("aria-label") or control.get("aria-labelledby") or document.above(control, "label") is not None
        )
        if not spoken and control.get("id") not in labelled:
            yield f"a field needs a label: {shown(control)}"


def texts(document: Document) -> Faults:
    for image in document.tagged("img"):
        if "alt" not in image.attrib:
            yield f"a picture needs an alt text, empty if it only decorates: {shown(image)}"
    for element in document.tagged("a", "button", "legend", "label", "th", "summary"):
        if not said(element):
            yield f"nothing to read out: {shown(element)}"
    for button in document.tagged("input"):
        if button.get("type") == "submit" and not button.get("value"):
            yield f"nothing to read out: {shown(button)}"


def inline(document: Document) -> Faults:
    """The content security policy refuses these: they would silently do nothing."""
    for element in document.all:
        for name in element.attrib:
            if name == "style" or name.startswith(("on", "hx-on")):
                yield f"no inline {name}: {shown(element)}"
            if name == "maxlength":
                yield f"maxlength counts UTF-16 units and cuts Hindi: {shown(element)}"
        if element.tag == "style":
            yield "no inline <style>"
        if element.tag == "script" and not element.get("src"):
            yield "no inline <script>"


def plain_equivalents(document: Document) -> Faults:
    """Every hx- request has a form or a link that does the same with JavaScript off."""
    for element in document.all:
        for name in ("hx-put", "hx-patch", "hx-delete"):
            if name in element.attrib:
                yield f"{name} has no equivalent in plain HTML: {shown(element)}"
        if "hx-post" in element.attrib and not _posts_plainly(document, element):
            yield f"hx-post without a form that posts the same with JavaScript off: {shown(element)}"
        if "hx-get" in element.attrib and not _gets_plainly(document, element):
            yield f"hx-get without a link or form that works without JavaScript: {shown(element)}"


def _posts_plainly(document: Document, element: Element) -> bool:
    """A form or its button posts to the same address; a field may ask ahead of its form (similar complaints)."""
    form = document.above(element, "form") if element.tag == "form" else document.form_of(element)
    if element.tag not in {"form", "button", "input", "select", "textarea"} or form is None or not form.get("action"):
        return False
    if element.get("formmethod", form.get("method", "")).lower() != "post":
        return False
    action = element.get("formaction", form.attrib["action"])
    return element.tag not in {"form", "button"} or urlsplit(action).path == urlsplit(element.attrib["hx-post"]).path


def _gets_plainly(document: Document, element: Element) -> bool:
    if element.tag == "a":
        return bool(element.get("href"))
    if element.tag in {"form", "input", "select", "textarea", "button"}:
        form = document.form_of(element)
        return form is not None and bool(form.get("action"))
    return any(link.get("href") for link in element.iter("a")) or next(element.iter("form"), None) is not None
