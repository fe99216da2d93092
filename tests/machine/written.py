"""THE TESTS, the machine: was anything written since the last look? What nobody changed need not be looked at again."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, event

READS = ("SELECT", "PRAGMA", "BEGIN", "SAVEPOINT", "RELEASE", "SET", "SHOW")


class Written:
    """Listens to an engine. `since_last_look()` is true once after each commit of anything but reads."""

    def __init__(self, engine: Engine) -> None:
        self._pending = False
        self._committed = True
        event.listen(engine, "after_cursor_execute", self._executed)
        event.listen(engine, "commit", self._commit)
        event.listen(engine, "rollback", self._rollback)
        self._engine = engine

    def _executed(self, _connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.lstrip().upper().startswith(READS):
            self._pending = True

    def _commit(self, _connection: Any) -> None:
        self._committed = self._committed or self._pending
        self._pending = False

    def _rollback(self, _connection: Any) -> None:
        self._pending = False

    def since_last_look(self) -> bool:
        written, self._committed = self._committed or self._pending, False
        return written

    def close(self) -> None:
        event.remove(self._engine, "after_cursor_execute", self._executed)
        event.remove(self._engine, "commit", self._commit)
        event.remove(self._engine, "rollback", self._rollback)
