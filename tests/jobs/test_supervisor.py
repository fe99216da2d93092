"""The housekeeper: restarts with back-off, stops in order, and leaves nobody behind when it is killed."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from app.settings import Settings
from jobs import supervisor
from jobs.supervisor import CannotStart, Child, Supervisor
from tests.jobs.conftest import eventually

SLEEPER = [sys.executable, "-S", "-c", "import time; time.sleep(60)"]


def writes(path: Path, word: str, *, then: str = "") -> list[str]:
    return [sys.executable, "-S", "-c", f"open({str(path)!r}, 'a').write({word + chr(10)!r}); {then}"]


def says_goodbye(path: Path, word: str) -> list[str]:
    bye = f"lambda *_: (open({str(path)!r}, 'a').write({word + chr(10)!r}), exit(0))"
    return [sys.executable, "-c", f"import signal, time; signal.signal(15, {bye}); print(); time.sleep(60)"]


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
    monkeypatch.setattr(supervisor, "FIRST_DELAY", 0.05)
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
        monkeypatch.setattr(supervisor, "STEADY_SECONDS", 0.0)
        child.keep_up()
    assert [line["restart_in"] for line in said] == [supervisor.LONGEST_DELAY, supervisor.FIRST_DELAY]


def test_the_preparation_runs_ahead_of_every_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "FIRST_DELAY", 0.01)
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
    time.sleep(0.6)  # the toys install their handlers
    house.put_to_bed()
    assert lines(log) == ["beat", "web", "worker", "redis"]


def test_a_child_that_will_not_go_is_killed() -> None:
    stubborn = Child(
        "stubborn",
        [sys.executable, "-c", "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(60)"],
        patience=0.3,
    )
    stubborn.start()
    process = stubborn.process
    assert process is not None
    time.sleep(0.3)
    with capture_logs() as said:
        stubborn.stop()
    assert process.returncode == -signal.SIGKILL
    assert [line["event"] for line in said] == ["child_killed"]


def test_kill_9_of_the_housekeeper_leaves_no_orphans(tmp_path: Path) -> None:
    program = (
        "from jobs.supervisor import Child, Supervisor\n"
        f"house = Supervisor([Child('a', {SLEEPER!r}), Child('b', {SLEEPER!r})])\n"
        f"tell = lambda: open({str(tmp_path / 'pids')!r}, 'w')"
        ".write(' '.join(str(c.process.pid) for c in house.children))\n"
        "house.watch(tell)\n"
    )
    keeper = subprocess.Popen([sys.executable, "-c", program], cwd=supervisor.ROOT)
    try:
        assert eventually(lambda: len((tmp_path / "pids").read_text().split()) == 2 if lines(tmp_path / "pids") else 0)
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


def test_one_office_per_home(tmp_path: Path) -> None:
    first = supervisor.hold(tmp_path / "a")
    supervisor.hold(tmp_path / "b").close()
    with pytest.raises(CannotStart, match="NIVARAN_HOME"):
        supervisor.hold(tmp_path / "a")
    first.close()
    supervisor.hold(tmp_path / "a").close()


def test_a_taken_port_is_said_not_retried_for_ever() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart, match=f"Port {port}"):
            supervisor.insist_port_is_free("127.0.0.1", port, patience=0.0)
    supervisor.insist_port_is_free("127.0.0.1", port, patience=0.0)


def test_sign_ins_are_printed_once_when_the_door_opens(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
        settings = Settings.from_env({"NIVARAN_HOME": str(tmp_path), "PORT": str(port)})
        settings.sign_ins_file.write_text("  clerk  demo-word\n")
        greet = supervisor.greeter(settings)
        greet()
        greet()
    words = capsys.readouterr().out
    assert words.count(f"http://127.0.0.1:{port}") == 1
    assert "clerk  demo-word" in words


def test_an_outside_redis_is_not_started_here(tmp_path: Path) -> None:
    own = Settings.from_env({"NIVARAN_ENV": "test", "NIVARAN_HOME": str(tmp_path)})
    other = Settings.from_env({"NIVARAN_ENV": "test", "NIVARAN_HOME": str(tmp_path), "REDIS_URL": "redis://bell/0"})
    assert [child.name for child in supervisor.office(own)] == ["redis", "worker", "web", "beat"]
    assert [child.name for child in supervisor.office(other)] == ["worker", "web", "beat"]


def test_unsafe_settings_are_listed_and_nothing_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NIVARAN_ENV", "production")
    monkeypatch.setenv("NIVARAN_HOME", str(tmp_path))
    assert supervisor.main() == 2
    said = capsys.readouterr().err
    assert "SECRET_KEY" in said
    assert "PUBLIC_URL" in said
    assert os.listdir(tmp_path) == []
