"""The bell-house: our own Redis is private, remembers, and starts again after being killed."""

import stat
from pathlib import Path

import pytest

from app.queue import connection
from app.settings import Settings
from jobs import redisbox
from tests.jobs.conftest import RedisBox, eventually


def test_socket_is_private_and_no_port_is_open(redis_box: RedisBox) -> None:
    socket = redis_box.settings.redis_socket
    assert socket is not None
    assert stat.S_IMODE(socket.stat().st_mode) == 0o700
    assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
    assert connection(redis_box.url).info("server")["tcp_port"] == 0


def test_kill_and_start_again_keeps_what_was_written(redis_box: RedisBox) -> None:
    connection(redis_box.url).set("kept", "yes")
    redis_box.kill()
    redis_box.start()
    assert connection(redis_box.url).get("kept") == b"yes"


def test_an_older_server_of_the_same_home_is_seen_off(redis_box: RedisBox) -> None:
    older = redis_box.process
    assert older is not None
    redis_box.start()
    assert eventually(lambda: older.poll() is not None)
    assert redisbox.answers(redis_box.url)


def test_a_long_home_gets_a_short_socket_that_works(tmp_path: Path) -> None:
    home = tmp_path / ("a-very-long-name-of-an-office-" * 4) / "var"
    box = RedisBox(home)
    assert len(str(box.settings.redis_socket)) < 100
    assert box.settings.redis_socket == Settings.from_env({"NIVARAN_HOME": str(home)}).redis_socket
    try:
        box.start()
        assert redisbox.answers(box.url)
    finally:
        box.kill()


def test_a_socket_directory_open_to_others_is_refused(tmp_path: Path) -> None:
    box = RedisBox(tmp_path / "home")
    socket = box.settings.redis_socket
    assert socket is not None
    socket.parent.mkdir(parents=True)
    socket.parent.chmod(0o777)
    with pytest.raises(redisbox.NoRedis):
        redisbox.prepare(box.settings, socket)


def test_without_any_redis_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redisbox.importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(redisbox.NoRedis, match="REDIS_URL"):
        redisbox.find_binary()
