"""The housekeeper: one office per home and port, a greeting once the door is open, a refusal that says why."""

import os
import socket
from pathlib import Path

import pytest

from app.settings import Settings
from jobs import preparing, supervisor
from jobs.children import CannotStart
from jobs.preparing import LOAD_DEMO


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


def test_without_demo_people_the_greeting_says_how_to_begin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        env = {"NIVARAN_HOME": str(tmp_path), "PORT": str(door.getsockname()[1]), "NIVARAN_DEMO_DATA": "0"}
        settings = Settings.from_env(env)
        assert LOAD_DEMO not in preparing.steps(settings)
        supervisor.greeter(settings)()
    assert "create-admin" in capsys.readouterr().out
