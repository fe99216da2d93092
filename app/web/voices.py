"""WEB: the templates once per language. What a template says with nothing to fill in is said when it is compiled.

A page says hundreds of words that are the same each time: `{{ _("Accept") }}` becomes plain text of the template.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator
from jinja2.visitor import NodeTransformer

from app.web import language

LANGUAGES = ("hi", "en")
_KEY = "nivaran.voices"


class _Sayer(NodeTransformer):
    """Puts the words themselves in the place of `_("…")`."""

    def visit_Call(self, call: nodes.Call) -> nodes.Node:
        self.generic_visit(call)
        words = call.args[0] if len(call.args) == 1 else None
        plain = not (call.kwargs or call.dyn_args or call.dyn_kwargs)
        if isinstance(call.node, nodes.Name) and call.node.name == "_" and plain and isinstance(words, nodes.Const):
            return nodes.Const(language.gettext(words.value), lineno=call.lineno)
        return call


class _Speaker(CodeGenerator):
    def visit_Template(self, node: nodes.Template, frame: Any = None) -> None:
        super().visit_Template(_Sayer().visit(node) if self.environment.overlayed else node, frame)


class Voice(Environment):
    """Flask's environment; its overlays, one per language, speak as they compile."""

    code_generator_class = _Speaker

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One plain dict per template instead of a chain of two: every include compares all names with it."""
        return {**self.globals, **(d or {})}


def template(app: Flask, name: str) -> Template:
    """A template in the language of the page; compiled in the first request for it, whose language is the same."""
    return app.extensions[_KEY][language.lang()].get_template(name)  # type: ignore[no-any-return]


def install(app: Flask) -> None:
    """Once the environment is complete: its copies share globals and filters."""
    app.extensions[_KEY] = {name: app.jinja_env.overlay() for name in LANGUAGES}
