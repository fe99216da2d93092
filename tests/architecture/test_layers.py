"""THE TESTS: arrows point from people towards rules. The contracts stand in pyproject.toml."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.architecture.house import ROOT, imports_of, name_of, source_files

ROOMS_BELOW = ("domain", "models", "evidence", "notices", "complaints", "accounts", "exchange", "reviews")
FILES_BELOW = ("settings.py", "queue.py")
KNOWS_HTTP = {"flask_login", "werkzeug", "flask_wtf", "wtforms"}
OF_A_REQUEST = {"request", "session", "g", "redirect", "render_template", "abort", "url_for", "make_response"}


def _below_the_desks() -> list[Path]:
    rooms = [path for room in ROOMS_BELOW for path in source_files(f"app/{room}")]
    return [*rooms, *(path for path in (ROOT / "app").glob("*.py") if path.name in FILES_BELOW)]


def test_the_contracts_hold() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_room_has_its_floor() -> None:
    """A room that no layer names could be imported from anywhere without a word."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    named = set(re.findall(r"app\.(\w+)", " ".join(layers)))
    rooms = {path.parent.name for path in (ROOT / "app").glob("*/__init__.py")}
    files = {path.stem for path in (ROOT / "app").glob("*.py")} - {"__init__"}
    unnamed = (rooms | files) - named
    assert not unnamed, f"give these a place among the layers of pyproject.toml: {unnamed}"


def test_the_rules_need_only_the_standard_library() -> None:
    foreign = [
        f"{name_of(path)} imports {module}"
        for path in source_files("app/domain")
        for module, _name in imports_of(path)
        if module.split(".")[0] not in sys.stdlib_module_names and not module.startswith("app.domain")
    ]
    assert not foreign, foreign


def test_nobody_below_the_desks_asks_who() -> None:
    asking = [
        f"{name_of(path)} imports {name or module} of {module}"
        for path in _below_the_desks()
        for module, name in imports_of(path)
        if module.split(".")[0] in KNOWS_HTTP or (module == "flask" and name in OF_A_REQUEST)
    ]
    assert not asking, f"`by` is handed in: {asking}"


def test_nobody_below_the_desks_asks_when() -> None:
    clock = re.compile(r"\b(datetime\.(now|utcnow)|date\.today|time\.time)\(")
    asking = [name_of(path) for path in _below_the_desks() if clock.search(path.read_text(encoding="utf-8"))]
    assert not asking, f"`at` is handed in: {asking}"
