"""Settings from the environment; a wrong value stops the start with a sentence that says which."""

import os
import re
import secrets
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
import platformdirs
from django.core.exceptions import ImproperlyConfigured

from tirek.access.keyfile import keep_new

# Every variable there is, in the order of docs/settings.md; another one stops the start.
KNOWN = (
    "TIREK_HOME",
    "TIREK_DATABASE_URL",
    "TIREK_WALL_ROLE",
    "TIREK_AUDIT_HEADS",
    "TIREK_ALLOWED_HOSTS",
    "TIREK_HTTPS",
    "TIREK_SECRET_KEY",
    "TIREK_SECOND_FACTOR",
    "TIREK_IDLE_MINUTES",
    "TIREK_INVITATION_DAYS",
    "TIREK_MASS_READING",
    "TIREK_MASS_EXPORTS",
    "TIREK_MAIL",
    "TIREK_MAIL_FROM",
    "TIREK_LANGUAGE",
    "TIREK_DEBUG",
    "TIREK_SOURCE_PLANS",
)
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "[::1]"})
KEY_LENGTH, KEY_VARIETY = 32, 12

DEMO_MARK = "demo"  # a file in the data folder that says: all here is invented
LANGUAGES = ("kk", "ru", "en")


def known_only() -> None:
    """A variable that is written wrongly would be silently without effect."""
    for name in sorted(os.environ):
        if name.startswith("TIREK_") and name not in KNOWN:
            near = get_close_matches(name, KNOWN, 1, 0.6)
            meant = f": is {near[0]} meant?" if near else ""
            raise ImproperlyConfigured(f"{name}: there is no such setting{meant}")


def home() -> Path:
    """The data folder: `TIREK_HOME`, or a per-user data directory; made when absent.

    Made for its owner alone; one that others on the machine can read is refused.
    """
    chosen = os.environ.get("TIREK_HOME")
    folder = Path(chosen or platformdirs.user_data_dir("tirek"))
    try:
        if not folder.exists():
            folder.mkdir(parents=True, mode=0o700)
        elif not chosen:
            folder.chmod(0o700)  # nobody's but ours
        rights = folder.stat().st_mode
    except OSError as error:
        raise ImproperlyConfigured(f"TIREK_HOME: cannot use the folder {folder}: {error}") from None
    if not folder.is_dir():
        raise ImproperlyConfigured(f"TIREK_HOME: {folder} is not a folder")
    if os.name == "posix" and rights & 0o007:
        raise ImproperlyConfigured(
            f"TIREK_HOME: everybody on this machine can read {folder}; run: chmod o-rwx {folder}"
        )
    return folder.resolve()


def secret_key(folder: Path) -> str:
    """`TIREK_SECRET_KEY`, or one made once and kept in the data folder (readable by its owner)."""
    key = os.environ.get("TIREK_SECRET_KEY")
    if key is not None:
        return _strong(key, "TIREK_SECRET_KEY")
    kept = folder / "secret_key"
    if not kept.exists():
        keep_new(kept, secrets.token_urlsafe(50).encode())
    if os.name == "posix" and kept.stat().st_mode & 0o077:
        raise ImproperlyConfigured(
            f"The secret key can be read by others; run: chmod 600 {kept}"
            " (and remove it, if somebody may have read it: all sign in anew)"
        )
    return _strong(kept.read_text().strip(), str(kept))


def _strong(key: str, where: str) -> str:
    if len(key) < KEY_LENGTH:
        raise ImproperlyConfigured(f"{where}: must have at least {KEY_LENGTH} characters")
    if len(set(key)) < KEY_VARIETY or key.startswith("django-insecure-"):
        raise ImproperlyConfigured(f"{where}: must be random, not a word or a pattern")
    return key


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
    written = os.environ.get("TIREK_ALLOWED_HOSTS") or ",".join(sorted(THIS_MACHINE))
    found = [host.strip().lower() for host in written.split(",") if host.strip()]
    for host in found:
        if "*" in host:
            raise ImproperlyConfigured("TIREK_ALLOWED_HOSTS: must name the hosts, not all of them")
        if not re.fullmatch(r"[a-z0-9.-]+|\[[0-9a-f:]+\]", host):
            raise ImproperlyConfigured(
                f"TIREK_ALLOWED_HOSTS: {host!r} is not the name of a host (no http://, no port)"
            )
    return found


def elsewhere(names: Iterable[str]) -> list[str]:
    """Those of the hosts that are not this machine alone."""
    return [name for name in names if name not in THIS_MACHINE]


def debug(names: Iterable[str]) -> bool:
    """`TIREK_DEBUG`: 1 shows errors with all they hold, so on this machine only."""
    wanted = flag("TIREK_DEBUG", False)
    if wanted and (others := elsewhere(names)):
        raise ImproperlyConfigured(
            f"TIREK_DEBUG: must be 0 where others can come in (TIREK_ALLOWED_HOSTS: {others[0]})"
        )
    return wanted


def https(names: Iterable[str]) -> bool:
    """`TIREK_HTTPS`: 1 behind HTTPS; plain HTTP in a network must be said: 0."""
    if not os.environ.get("TIREK_HTTPS") and (others := elsewhere(names)):
        raise ImproperlyConfigured(
            f"TIREK_HTTPS: say 1 when {others[0]} is served over HTTPS; 0 lets passwords and"
            " children's data pass through the network unprotected"
        )
    return flag("TIREK_HTTPS", False)


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


def mail() -> dict[str, Any]:
    """`TIREK_MAIL` (smtp://login:password@server:587 or smtps://...:465); empty when not set up.

    Letters go out encrypted or not at all; `TIREK_MAIL_FROM` is whom they are from.
    """
    url = os.environ.get("TIREK_MAIL")
    if not url:
        return {}
    try:
        found = urlsplit(url)
        port = found.port
    except ValueError:
        found, port = urlsplit(""), None
    if found.scheme not in {"smtp", "smtps"} or not found.hostname or found.path.strip("/"):
        raise ImproperlyConfigured(
            "TIREK_MAIL: must be like smtp://login:password@server:587 or smtps://...:465"
        )
    sender = os.environ.get("TIREK_MAIL_FROM") or unquote(found.username or "")
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", sender):
        raise ImproperlyConfigured("TIREK_MAIL_FROM: must be an e-mail address")
    ssl = found.scheme == "smtps"
    return {
        "host": found.hostname,
        "port": port or (465 if ssl else 587),
        "user": unquote(found.username or ""),
        "password": unquote(found.password or ""),
        "ssl": ssl,
        "sender": sender,
    }


def address(allowed: Iterable[str], https: bool) -> str:
    """Where the program is reached from elsewhere, for links in letters; empty when nowhere."""
    host = next((one for one in allowed if one not in THIS_MACHINE), "")
    return f"{'https' if https else 'http'}://{host}" if host else ""
