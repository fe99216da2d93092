"""The housekeeper: restarts with back-off, stops in order, and leaves nobody behind when it is killed."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from jobs import children
from jobs.children import CannotStart, Child, Supervisor
from tests.jobs.conftest import eventually

SLEEPER = [sys.executable, "-S", "-c", "import time; time.sleep(60)"]


def writes(path: Path, word: str, *, then: str = "") -> list[str]:
    return [sys.executable, "-S", "-c", f"open({str(path)!r}, 'a').write({word + chr(10)!r}); {then}"]


def at_term(action: str, ready: Path) -> list[str]:
    program = f"import signal, time; signal.signal(15, {action}); open({str(ready)!r}, 'w'); time.sleep(60)"
    return [sys.executable, "-c", program]


def says_goodbye(path: Path, word: str) -> list[str]:
    return at_term(f"lambda *_: (open({str(path)!r}, 'a').write({word + chr(10)!r}), exit(0))", path.with_name(word))


def lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def watch_until(house: Supervisor, holds: Callable[[], object], seconds: float = 8.0) -> bool:
    deadline = time.monotonic() + seconds
    outcome = []

    def look() -> None:
        outcome[:] = [bool(holds())]
        house.stopping = outcome[0] or time.monotonic() > deadline

    house.watch(look)
    return outcome[0]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_an_ended_child_comes_back_each_time_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "FIRST_DELAY", 0.05)
    log = tmp_path / "log"
    house = Supervisor([Child("brief", writes(log, "up", then="raise SystemExit(3)"))])
    with capture_logs() as said:
        assert watch_until(house, lambda: len(lines(log)) >= 4)
    ends = [line for line in said if line["event"] == "child_ended"]
    assert [line["restart_in"] for line in ends[:3]] == [0.05, 0.1, 0.2]
    assert ends[0]["code"] == 3
    house.put_to_bed()


def test_back_off_has_an_end_and_steadiness_is_rewarded(monkeypatch: pytest.MonkeyPatch) -> None:
    child = Child("brief", [sys.executable, "-S", "-c", ""])
    child.failures = 50
    child.start()
    assert child.process is not None
    child.process.wait()
    with capture_logs() as said:
        child.keep_up()
        child.start()
        child.process.wait()
        monkeypatch.setattr(children, "STEADY_SECONDS", 0.0)
        child.keep_up()
    assert [line["restart_in"] for line in said] == [children.LONGEST_DELAY, children.FIRST_DELAY]


def test_the_preparation_runs_ahead_of_every_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "FIRST_DELAY", 0.01)
    log = tmp_path / "log"
    house = Supervisor([Child("brief", writes(log, "up"), before=lambda: log.open("a").write("ready\n"))])
    assert watch_until(house, lambda: len(lines(log)) >= 4)
    house.put_to_bed()
    assert lines(log)[:4] == ["ready", "up", "ready", "up"]


def test_children_stop_in_opposite_order(tmp_path: Path) -> None:
    log = tmp_path / "log"
    names = ["redis", "worker", "web", "beat"]
    house = Supervisor([Child(name, says_goodbye(log, name)) for name in names])
    house.watch(lambda: setattr(house, "stopping", True))
    assert eventually(lambda: all((tmp_path / name).exists() for name in names))
    house.put_to_bed()
    assert lines(log) == ["beat", "web", "worker", "redis"]


def test_a_child_that_will_not_go_is_killed(tmp_path: Path) -> None:
    stubborn = Child("stubborn", at_term("signal.SIG_IGN", tmp_path / "ready"), patience=0.3)
    stubborn.start()
    process = stubborn.process
    assert process is not None
    assert eventually(lambda: (tmp_path / "ready").exists())
    with capture_logs() as said:
        stubborn.stop()
    assert process.returncode == -signal.SIGKILL
    assert [line["event"] for line in said] == ["child_killed"]


def test_kill_9_of_the_housekeeper_leaves_no_orphans(tmp_path: Path) -> None:
    ignores = at_term("signal.SIG_IGN", tmp_path / "ready")
    program = (
        "from jobs.children import Child, Supervisor\n"
        f"house = Supervisor([Child('a', {SLEEPER!r}), Child('b', {ignores!r}, orphaned=9)])\n"
        f"tell = lambda: open({str(tmp_path / 'pids')!r}, 'w')"
        ".write(' '.join(str(c.process.pid) for c in house.children))\n"
        "house.watch(tell)\n"
    )
    keeper = subprocess.Popen([sys.executable, "-c", program], cwd=Path(children.__file__).parent.parent)
    try:
        assert eventually(lambda: len((tmp_path / "pids").read_text().split()) == 2 if lines(tmp_path / "pids") else 0)
        assert eventually(lambda: (tmp_path / "ready").exists())
        pids = [int(word) for word in (tmp_path / "pids").read_text().split()]
        assert all(is_running(pid) for pid in pids)
    finally:
        keeper.kill()
        keeper.wait()
    assert eventually(lambda: not any(is_running(pid) for pid in pids))


def test_a_failing_step_names_itself(tmp_path: Path) -> None:
    house = Supervisor([])
    house.once(writes(tmp_path / "log", "step"))
    assert lines(tmp_path / "log") == ["step"]
    with pytest.raises(CannotStart, match="code 4"):
        house.once([sys.executable, "-S", "-c", "raise SystemExit(4)"])


def test_term_ends_a_step_and_the_watch(tmp_path: Path) -> None:
    house = Supervisor([])
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        house.listen()
        threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGTERM)).start()
        house.once(SLEEPER)
        house.watch()
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
    assert house.stopping
