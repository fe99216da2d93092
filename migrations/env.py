"""Runs migrations. On SQLite foreign keys are off while tables are rebuilt and checked afterwards:
a batch rebuild with foreign keys on would carry out ON DELETE actions and lose rows."""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import text

db = current_app.extensions["migrate"].db


def include_object(obj, name, type_, reflected, compare_to):
    """Full-text search differs by database and is made by hand in the migration."""
    if type_ == "index" and name == "ix_complaint_search_text":
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
