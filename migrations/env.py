"""Runs migrations. On SQLite foreign keys are off while tables are rebuilt and checked afterwards:
a batch rebuild with foreign keys on would carry out ON DELETE actions and lose rows."""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import text

# References that a later migration gave to a column of its own: SQLite keeps them, but does not tell their name.
ADDED = {
    ("complaint", "against_person_id"),
    ("notice_inbound", "handled_by_id"),
    ("notice_template", "made_by_id"),
}

db = current_app.extensions["migrate"].db


def include_object(obj, name, type_, reflected, compare_to):
    """Full-text search differs by database and is made by hand in the migration."""
    if type_ == "index" and name == "ix_complaint_search_text":
        return False
    if type_ == "foreign_key_constraint" and {(obj.table.name, key) for key in obj.column_keys} <= ADDED:
        return False
    return not (type_ == "table" and name.startswith("complaint_fts"))


def run() -> None:
    import app.models  # noqa: F401 – makes the metadata whole

    engine = db.engine
    with engine.connect() as connection:
        sqlite = engine.dialect.name == "sqlite"
        if sqlite:
            connection.exec_driver_sql("COMMIT")  # the pragma is ignored inside a transaction
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            include_object=include_object,
            compare_type=True,
            transaction_per_migration=False,
        )
        with context.begin_transaction():
            context.run_migrations()
            if sqlite and (broken := connection.execute(text("PRAGMA foreign_key_check")).fetchall()):
                raise RuntimeError(f"migration broke foreign keys: {broken[:5]}")
        connection.commit()
        if sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")


run()
