"""Settings from the environment; a wrong value stops the start with a sentence that says which."""

import os
import re
import secrets
from pathlib import Path
from typing import Any

import dj_database_url
import platformdirs
from django.core.exceptions import ImproperlyConfigured

DEMO_MARK = "demo"  # a file in the data folder that says: all here is invented
LANGUAGES = ("kk", "ru", "en")


def home() -> Path:
    """The data folder: `TIREK_HOME`, or a per-user data directory; made when absent."""
    folder = Path(os.environ.get("TIREK_HOME") or platformdirs.user_data_dir("tirek"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"TIREK_HOME: cannot use the folder {folder}: {error}") from None
    return folder.resolve()


def secret_key(folder: Path) -> str:
    """`TIREK_SECRET_KEY`, or one made once and kept in the data folder (readable by its owner)."""
    key = os.environ.get("TIREK_SECRET_KEY")
    if key is not None:
        if len(key) < 32:
            raise ImproperlyConfigured("TIREK_SECRET_KEY: must have at least 32 characters")
        return key
    kept = folder / "secret_key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50))
    return kept.read_text().strip()


def database(folder: Path) -> dict[str, Any]:
    """`TIREK_DATABASE_URL` (postgresql://...), or SQLite in the data folder.

    SQLite runs in WAL mode with `synchronous=FULL` (a written record survives power loss) and
    immediate transactions (writers queue instead of failing).
    """
    url = os.environ.get("TIREK_DATABASE_URL") or f"sqlite:///{folder / 'tirek.sqlite3'}"
    try:
        config: dict[str, Any] = dict(dj_database_url.parse(url))
    except (ValueError, dj_database_url.UnknownSchemeError) as error:
        raise ImproperlyConfigured(f"TIREK_DATABASE_URL: {error}") from None
    engine = config["ENGINE"]
    if engine.endswith("sqlite3"):
        config["OPTIONS"] = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                "PRAGMA mmap_size=268435456; PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;"
            ),
        }
    elif engine.endswith("postgresql"):
        pool = {"min_size": 1, "max_size": 8, "reset": owner_again}
        config["OPTIONS"] = {**config.get("OPTIONS", {}), "pool": pool}
    else:
        raise ImproperlyConfigured("TIREK_DATABASE_URL: only sqlite:// and postgresql:// are known")
    return config


def audit_heads(folder: Path) -> Path:
    """`TIREK_AUDIT_HEADS`: the file of the audit's heads; in the data folder by default."""
    return Path(os.environ.get("TIREK_AUDIT_HEADS") or folder / "audit_heads.log")


def owner_again(connection: Any) -> None:
    """A connection that comes back to the pool behind a request's wall leaves it first."""
    if getattr(connection, "behind_wall", False):
        connection.execute("SELECT set_config('role', 'none', false)")
        connection.behind_wall = False


def wall_role() -> str:
    """`TIREK_WALL_ROLE`: the PostgreSQL role behind whose row policies requests run."""
    name = os.environ.get("TIREK_WALL_ROLE") or "tirek_app"
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", name):
        raise ImproperlyConfigured(
            "TIREK_WALL_ROLE: must be a name in small Latin letters, digits and _"
        )
    return name


def flag(name: str, default: bool) -> bool:
    """A yes-or-no variable: 1 or 0."""
    value = os.environ.get(name)
    if value is None or value == "":
        return default
    if value not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name}: must be 1 or 0, not {value!r}")
    return value == "1"


def number(name: str, default: int) -> int:
    """A whole number of at least 1."""
    value = os.environ.get(name) or str(default)
    if not value.isascii() or not value.isdecimal() or not 1 <= int(value) <= 100_000:
        raise ImproperlyConfigured(f"{name}: must be a whole number of at least 1, not {value!r}")
    return int(value)


def second_factor(folder: Path) -> str:
    """`TIREK_SECOND_FACTOR`: required (of who sees the whole school) or offered.

    Where the invented school was brought in, it is offered: its passwords are known to everybody.
    """
    value = os.environ.get("TIREK_SECOND_FACTOR")
    if not value:
        return "offered" if (folder / DEMO_MARK).exists() else "required"
    if value not in {"required", "offered"}:
        raise ImproperlyConfigured("TIREK_SECOND_FACTOR: must be required or offered")
    return value


def hosts() -> list[str]:
    """`TIREK_ALLOWED_HOSTS`: names separated by commas; this machine only by default."""
    return [
        host.strip()
        for host in os.environ.get("TIREK_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
        if host.strip()
    ]


def language() -> str:
    """`TIREK_LANGUAGE`: the language of those who have not chosen one."""
    value = os.environ.get("TIREK_LANGUAGE", "kk")
    if value not in LANGUAGES:
        raise ImproperlyConfigured(f"TIREK_LANGUAGE: must be one of {', '.join(LANGUAGES)}")
    return value


def measure(name: str, default: str) -> tuple[int, ...]:
    """Whole numbers above nought with strokes between them: `60/10`."""
    value, wanted = os.environ.get(name) or default, len(default.split("/"))
    parts = value.split("/")
    if len(parts) != wanted or not all(part.isascii() and part.isdigit() for part in parts):
        raise ImproperlyConfigured(f"{name}: must be like {default}, not {value!r}")
    if not all(found := tuple(int(part) for part in parts)):
        raise ImproperlyConfigured(f"{name}: must be above nought, not {value!r}")
    return found
