"""Settings: safe defaults for a first look, and a production that refuses to open with any of them."""

import os
import stat
from pathlib import Path

import pytest

from app.settings import Settings, UnsafeSettings

GOOD_KEY = "k8-Jf0vQm3Zt7-RwXc2Lp9-Ys6Hd1Ga4Be5"


def production(tmp_path: Path, **changes: str) -> Settings:
    env = {
        "NIVARAN_ENV": "production",
        "NIVARAN_HOME": str(tmp_path),
        "SECRET_KEY": GOOD_KEY,
        "SMS_GATEWAY": "kannel",
        "PUBLIC_URL": "https://nivaran.example",
    }
    return Settings.from_env(env | changes)


def refusals(settings: Settings) -> str:
    with pytest.raises(UnsafeSettings) as caught:
        settings.check()
    return "\n".join(caught.value.problems)


def test_a_proper_production_is_accepted(tmp_path: Path) -> None:
    settings = production(tmp_path)
    assert settings.check() is settings
    assert settings.is_https


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"SECRET_KEY": ""}, "missing"),
        ({"SECRET_KEY": "short"}, "weak"),
        ({"SECRET_KEY": "a" * 64}, "weak"),
        ({"NIVARAN_DEMO_DATA": "1"}, "NIVARAN_DEMO_DATA"),
        ({"FLASK_DEBUG": "1"}, "FLASK_DEBUG"),
        ({"SMS_GATEWAY": "console"}, "SMS_GATEWAY"),
        ({"SMS_GATEWAY": ""}, "SMS_GATEWAY"),
        ({"PUBLIC_URL": "http://nivaran.example"}, "https"),
        ({"PUBLIC_URL": ""}, "https"),
    ],
)
def test_production_refuses(tmp_path: Path, change: dict[str, str], word: str) -> None:
    assert word in refusals(production(tmp_path, **change))


def test_every_problem_is_named_at_once(tmp_path: Path) -> None:
    said = refusals(Settings.from_env({"NIVARAN_ENV": "production", "NIVARAN_HOME": str(tmp_path)}))
    assert all(word in said for word in ("SECRET_KEY", "SMS_GATEWAY", "PUBLIC_URL"))


def test_production_refuses_files_that_everyone_can_read(tmp_path: Path) -> None:
    key_file, database = tmp_path / "key", tmp_path / "nivaran.db"
    key_file.write_text(GOOD_KEY)
    database.touch()
    settings = production(tmp_path, SECRET_KEY="", SECRET_KEY_FILE=str(key_file))
    for path in (key_file, database):
        key_file.chmod(0o600)
        database.chmod(0o600)
        settings.check()
        path.chmod(0o644)
        assert str(path) in refusals(settings)


def test_demo_makes_its_secret_once_and_privately(tmp_path: Path) -> None:
    env = {"NIVARAN_HOME": str(tmp_path / "home")}
    first, second = Settings.from_env(env), Settings.from_env(env)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    assert stat.S_IMODE((tmp_path / "home" / "secret-key").stat().st_mode) == 0o600
    assert os.listdir(tmp_path / "home") == ["secret-key"]
    assert first.demo_data
    assert not production(tmp_path).demo_data


def test_everything_lives_in_the_home(tmp_path: Path) -> None:
    settings = Settings.from_env({"NIVARAN_ENV": "test", "NIVARAN_HOME": str(tmp_path), "PORT": "8123"})
    assert settings.database_file == tmp_path / "nivaran.db"
    assert settings.photo_store == str(tmp_path / "photos")
    assert settings.redis_socket == tmp_path / "run" / "redis.sock"
    assert settings.public_url == "http://127.0.0.1:8123"


def test_other_addresses_are_honoured(tmp_path: Path) -> None:
    env = {"NIVARAN_ENV": "test", "DATABASE_URL": "postgresql://db/nivaran", "REDIS_URL": "redis://bell:6379/0"}
    settings = Settings.from_env(env | {"NIVARAN_HOME": str(tmp_path)})
    assert settings.database_url == "postgresql+psycopg://db/nivaran"
    assert settings.database_file is None
    assert settings.redis_socket is None


@pytest.mark.parametrize(
    "bad", [{"PORT": "eighty"}, {"PORT": "70000"}, {"NIVARAN_ENV": "prod"}, {"SESSION_HOURS": "x"}]
)
def test_what_cannot_be_read_is_refused_by_name(bad: dict[str, str]) -> None:
    with pytest.raises(UnsafeSettings, match=next(iter(bad))):
        Settings.from_env(bad)


def test_secrets_stay_out_of_the_printed_form(tmp_path: Path) -> None:
    settings = production(tmp_path, DATABASE_URL="postgresql://clerk:hush@db/nivaran")
    assert GOOD_KEY not in repr(settings)
    assert "hush" not in repr(settings)
