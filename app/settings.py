"""The office's settings: one frozen object read from the environment, and the refusal to start when it is unsafe."""

import hashlib
import hmac
import os
import secrets
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

ENVIRONMENTS = ("demo", "test", "production")
SECRET_LENGTH = 32
HOOK_SECRET_LENGTH = 24
# sun_path holds 108 bytes on Linux; the kernel cuts silently, so stay well below.
SOCKET_PATH_LIMIT = 100
ON = frozenset({"1", "true", "yes", "on"})


class UnsafeSettings(Exception):  # noqa: N818 - the sentence it makes: "refused: unsafe settings"
    """The settings may not be used; `problems` names every one of them, in plain English for the operator."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)

    def told(self) -> str:
        """The lines for the operator's screen."""
        return "Nivaran does not start with these settings:\n" + "".join(f"  - {one}\n" for one in self.problems)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the program is told from outside. Times in seconds unless the name says otherwise."""

    env: str
    home: Path
    host: str
    port: int
    public_url: str
    short_url: str  # how messages name us: without a scheme, as it is registered with the operator
    database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    photo_store: str
    secret_key: str = field(repr=False)
    secret_key_file: Path | None = None
    sms_gateway: str = "console"
    sms: Mapping[str, str] = field(default_factory=dict, repr=False)  # SMS_…, as app/notices/gateways read them
    sms_per_second: int = 20  # what the gateway takes
    sms_hook_secret: str = field(default="", repr=False)  # part of the address at which gateways reach us
    demo_data: bool = False
    debug: bool = False
    trusted_proxy: str = ""
    session_idle_minutes: int = 30
    session_hours: int = 12

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "Settings":
        """Read a mapping such as `os.environ`. Raises UnsafeSettings for values that cannot be read at all.

        In demo a missing secret is made once and kept in `home/secret-key` (mode 600); in test it lives in memory only.
        """
        problems: list[str] = []
        name = env.get("NIVARAN_ENV") or "demo"
        if name not in ENVIRONMENTS:
            problems.append(f"NIVARAN_ENV must be one of {', '.join(ENVIRONMENTS)}, not {name!r}")
        home = Path(env.get("NIVARAN_HOME") or "var").expanduser().absolute()
        host = env.get("HOST") or "127.0.0.1"
        port = _whole_number(env, "PORT", 8000, problems)
        idle = _whole_number(env, "SESSION_IDLE_MINUTES", 30, problems)
        hours = _whole_number(env, "SESSION_HOURS", 12, problems)
        per_second = _whole_number(env, "SMS_PER_SECOND", 20, problems)
        problems += [f"SMS_PER_SECOND must be at least 1, not {per_second}"] if per_second < 1 else []
        problems += [] if 0 < port < 65536 else [f"PORT must be between 1 and 65535, not {port}"]
        if problems:
            raise UnsafeSettings(problems)
        sms = _from_files({one: value for one, value in env.items() if one.startswith("SMS_")})
        key, key_file = _secret(env, name, home)
        public = (env.get("PUBLIC_URL") or f"http://{host}:{port}").rstrip("/")
        return cls(
            env=name,
            home=home,
            host=host,
            port=port,
            public_url=public,
            short_url=(env.get("SMS_LINK_BASE") or public.partition("://")[2]).rstrip("/"),
            database_url=_database_url(env.get("DATABASE_URL") or f"sqlite:///{home / 'nivaran.db'}"),
            redis_url=env.get("REDIS_URL") or f"unix://{socket_path(home)}",
            photo_store=env.get("PHOTO_STORE") or str(home / "photos"),
            secret_key=key,
            secret_key_file=key_file,
            sms_gateway=env.get("SMS_GATEWAY") or "console",
            sms=sms,
            sms_per_second=per_second,
            sms_hook_secret=sms.get("SMS_HOOK_SECRET") or _hook_secret(key),
            demo_data=_is_on(env.get("NIVARAN_DEMO_DATA", "1" if name == "demo" else "")),
            debug=_is_on(env.get("FLASK_DEBUG", "")),
            trusted_proxy=env.get("TRUSTED_PROXY", ""),
            session_idle_minutes=idle,
            session_hours=hours,
        )

    @property
    def is_https(self) -> bool:
        """True when browsers reach us over TLS: cookies are then Secure and __Host-."""
        return urlsplit(self.public_url).scheme == "https"

    @property
    def database_file(self) -> Path | None:
        """The SQLite file, or None for PostgreSQL and for a database in memory."""
        prefix = "sqlite:///"
        path = self.database_url.removeprefix(prefix).partition("?")[0]
        return Path(path) if self.database_url.startswith(prefix) and path not in {"", ":memory:"} else None

    @property
    def redis_socket(self) -> Path | None:
        """The unix socket of our own Redis, or None when REDIS_URL points elsewhere."""
        own = socket_path(self.home)
        return own if self.redis_url == f"unix://{own}" else None

    @property
    def sign_ins_file(self) -> Path:
        """Where the demo district leaves its sign-ins for the starter to print."""
        return self.home / "demo-sign-ins.txt"

    def check(self) -> "Settings":
        """Return self, or raise UnsafeSettings naming every problem (only production is strict)."""
        problems = list(_production_problems(self)) if self.env == "production" else []
        if problems:
            raise UnsafeSettings(problems)
        return self


@lru_cache(maxsize=8)
def networks(told: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Addresses and networks out of a list with commas. Raises ValueError for what is none."""
    return tuple(ip_network(one.strip(), strict=False) for one in told.split(",") if one.strip())


def socket_path(home: Path) -> Path:
    """Redis' socket below the home, or in a short private directory named after it when that path would be too long."""
    usual = home / "run" / "redis.sock"
    if len(os.fsencode(usual)) < SOCKET_PATH_LIMIT:
        return usual
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"nivaran-{os.getuid()}-{digest}" / "redis.sock"


def _production_problems(settings: Settings) -> list[str]:
    key = settings.secret_key
    refusals = {
        "SECRET_KEY (or SECRET_KEY_FILE) is missing": not key,
        f"SECRET_KEY is weak: at least {SECRET_LENGTH} random characters are needed": bool(key) and _is_weak(key),
        "NIVARAN_DEMO_DATA is on: invented officers with known passwords": settings.demo_data,
        "FLASK_DEBUG is on": settings.debug,
        "SMS_GATEWAY is console: no message would leave this machine": settings.sms_gateway == "console",
        "PUBLIC_URL must begin with https://": not settings.is_https,
        f"SMS_HOOK_SECRET is weak: at least {HOOK_SECRET_LENGTH} characters are needed": 0
        < len(settings.sms.get("SMS_HOOK_SECRET", ""))
        < HOOK_SECRET_LENGTH,
    }
    problems = [problem for problem, holds in refusals.items() if holds]
    for what, path in (("the database", settings.database_file), ("the secret file", settings.secret_key_file)):
        if path and path.exists() and path.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
            problems.append(f"{what} {path} can be read or written by everyone: chmod 600 it")
    return problems


def _from_files(told: Mapping[str, str]) -> dict[str, str]:
    """Secrets may stand in files: SMS_PASSWORD_FILE is read as SMS_PASSWORD. Raises UnsafeSettings."""
    read = dict(told)
    for name in ("SMS_PASSWORD", "SMS_KEY", "SMS_HOOK_SECRET"):
        path = told.get(f"{name}_FILE")
        if path:
            try:
                read[name] = Path(path).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise UnsafeSettings([f"{name}_FILE cannot be read: {error}"]) from error
    try:
        networks(read.get("SMS_HOOK_FROM", ""))
    except ValueError as error:
        raise UnsafeSettings([f"SMS_HOOK_FROM must be addresses with commas between: {error}"]) from error
    return read


def _hook_secret(key: str) -> str:
    """Where none is set: made from the office's own secret, so that every process knows the same."""
    return hmac.new(key.encode(), b"hooks", hashlib.sha256).hexdigest()[:32] if key else ""


def _is_weak(key: str) -> bool:
    return len(key) < SECRET_LENGTH or len(set(key)) < SECRET_LENGTH // 4


def _whole_number(env: Mapping[str, str], name: str, default: int, problems: list[str]) -> int:
    try:
        return int(env.get(name) or default)
    except ValueError:
        problems.append(f"{name} must be a whole number, not {env[name]!r}")
        return default


def _is_on(value: str) -> bool:
    return value.strip().lower() in ON


def _database_url(url: str) -> str:
    """psycopg 3 is the driver we ship; bare addresses would make SQLAlchemy look for another one."""
    for bare in ("postgres://", "postgresql://"):
        if url.startswith(bare):
            return "postgresql+psycopg://" + url.removeprefix(bare)
    return url


def _secret(env: Mapping[str, str], name: str, home: Path) -> tuple[str, Path | None]:
    if env.get("SECRET_KEY"):
        return env["SECRET_KEY"], None
    if env.get("SECRET_KEY_FILE"):
        path = Path(env["SECRET_KEY_FILE"])
        try:
            return path.read_text(encoding="utf-8").strip(), path
        except OSError as error:
            raise UnsafeSettings([f"SECRET_KEY_FILE cannot be read: {error}"]) from error
    if name == "production":
        return "", None
    if name == "test":
        return secrets.token_urlsafe(48), None
    path = home / "secret-key"
    return _kept_secret(path), path


def _kept_secret(path: Path) -> str:
    """Read the key, making it first if need be; two processes that start together end up with the same one."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}.{os.getpid()}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text(encoding="utf-8").strip()
