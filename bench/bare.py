"""THE BENCH: the yardstick – a bare Flask view that reads 25 rows with one statement and renders them by Jinja."""

from __future__ import annotations

from flask import Flask, render_template_string
from sqlalchemy import Engine, text

SQL = text("SELECT number, subject, state, due_at FROM complaint ORDER BY id DESC LIMIT 25")
PAGE = """<!doctype html><title>25</title><table>{% for row in rows %}
<tr><td>{{ row.number }}</td><td>{{ row.subject }}</td><td>{{ row.state }}</td><td>{{ row.due_at }}</td></tr>
{% endfor %}</table>"""


def bare_app(engine: Engine) -> Flask:
    """An application with nothing but the one view, on the same database."""
    app = Flask("bare")

    @app.get("/")
    def rows() -> str:
        with engine.connect() as connection:
            return render_template_string(PAGE, rows=connection.execute(SQL).all())

    return app
