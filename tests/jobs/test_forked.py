"""The housekeeper's twins: forks that behave as programs do – codes, stops, comings back, and nothing held of ours."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from jobs import children, supervisor
from jobs.children import Child, Supervisor
from jobs.forked import Forked
from tests.jobs.conftest import eventually
from tests.jobs.test_children import is_running, lines, watch_until


def leaves(code: object) -> Callable[[], int]:
    return lambda: sys.exit(code)  # type: ignore[arg-type]


def fails() -> int:
    raise RuntimeError


@pytest.mark.parametrize(
    ("work", "code"),
    [(lambda: None, 0), (lambda: 3, 3), (leaves(5), 5), (leaves(None), 0), (leaves("why"), 1), (fails, 1)],
    ids=["nothing", "number", "exit 5", "exit", "exit with words", "fault"],
)  # fmt: skip
def test_the_exit_code_is_that_of_the_work(work: Callable[[], int | None], code: int) -> None:
    child = Forked(work, signal.SIGTERM)
    assert child.wait(8) == code
    assert child.poll() == code


def test_a_fork_comes_back_with_back_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "FIRST_DELAY", 0.01)
    log = tmp_path / "log"

    def work() -> int:
        with log.open("a") as file:
            file.write("up\n")
        return 3

    house = Supervisor([Child("brief", work)])
    with capture_logs() as said:
        assert watch_until(house, lambda: len(lines(log)) >= 3)
    house.put_to_bed()
    assert {line["code"] for line in said if line["event"] == "child_ended"} == {3}


def test_term_stops_a_fork_and_kill_the_stubborn_one(tmp_path: Path) -> None:
    def stubborn() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        (tmp_path / "ready").touch()
        time.sleep(60)

    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        Supervisor([]).listen()  # our own handlers are not the child's
        mild, hard = Child("mild", lambda: time.sleep(60)), Child("hard", stubborn, patience=0.3)
        for child in (mild, hard):
            child.start()
        processes = [child.process for child in (mild, hard)]
        assert eventually((tmp_path / "ready").exists)
        for child in (mild, hard):
            child.stop()
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
    assert [process.returncode for process in processes if process] == [-signal.SIGTERM, -signal.SIGKILL]


def test_a_fork_is_alone_in_its_session_and_has_nothing_of_ours_open(tmp_path: Path) -> None:
    lock = supervisor.hold(tmp_path)
    told = tmp_path / "told"

    def work() -> None:
        open_now = sorted(os.listdir("/proc/self/fd"))
        told.write_text(f"{os.getsid(0) == os.getpid()} {os.readlink('/proc/self/fd/0')} {open_now[3:]}")
        time.sleep(60)

    child = Child("quiet", work)
    child.start()
    assert eventually(lambda: told.exists() and told.read_text())
    lock.close()
    supervisor.hold(tmp_path).close()  # the child does not keep the office locked
    child.stop()
    alone, standard_input, others = told.read_text().split(" ", 2)
    assert (alone, standard_input) == ("True", "/dev/null")
    assert others.count("'") <= 2  # the directory that was just being read


def test_kill_9_of_the_housekeeper_takes_its_forks_along(tmp_path: Path) -> None:
    program = (
        "import time\n"
        "from jobs.children import Child, Supervisor\n"
        "house = Supervisor([Child('a', lambda: time.sleep(60))])\n"
        f"tell = lambda: open({str(tmp_path / 'pid')!r}, 'w').write(str(house.children[0].process.pid))\n"
        "house.watch(tell)\n"
    )
    keeper = subprocess.Popen([sys.executable, "-c", program], cwd=Path(children.__file__).parent.parent)
    try:
        assert eventually(lambda: lines(tmp_path / "pid"))
        (pid,) = map(int, lines(tmp_path / "pid"))
        assert is_running(pid)
    finally:
        keeper.kill()
        keeper.wait()
    assert eventually(lambda: not is_running(pid))
