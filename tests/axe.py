"""THE TESTS: axe-core, which knows a few hundred ways in which a page can be closed to somebody."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The same rules colour a page in both languages, and contrast costs axe more than all else: it is asked in Hindi.
RUN = """tags => axe.run(document, {runOnly: tags, resultTypes: ['violations'], preload: false,
  rules: {'color-contrast': {enabled: document.documentElement.lang === 'hi'}}}).then(found =>
  found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 120)}`)))"""


@lru_cache
def _source() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands, each with its rule and place; the page's own policy is not loosened."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_source())
    return list(page.evaluate(RUN, TAGS))
