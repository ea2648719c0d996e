"""Measure on SQLite and on PostgreSQL, print the tables, write `bench/results.md`."""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

from tools.postgres import throwaway_postgres

RESULTS = Path(__file__).parent / "results.md"
HEADINGS = ("work", "time", "floor", "ratio", "queries", "bar")


def measured(database: str, address: str, pupils: int, years: int) -> list[dict[str, Any]]:
    """Fill a database of its own with an invented school and measure there."""
    with tempfile.TemporaryDirectory(prefix="tirek-bench-") as home:
        env = {**os.environ, "TIREK_HOME": home, "TIREK_LANGUAGE": "kk"}
        env.pop("TIREK_DATABASE_URL", None)
        if address:
            env["TIREK_DATABASE_URL"] = address
        command = [sys.executable, "-m", "bench.measure", str(pupils), str(years)]
        print(f"{database}: a school of {pupils} pupils, {years} years ...", flush=True)
        done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
        rows: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
        return rows


def milliseconds(seconds: float | None) -> str:
    """Three significant figures, in ms or s."""
    if seconds is None:
        return ""
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.3g} ms"


def table(rows: list[dict[str, Any]]) -> str:
    """The rows as a Markdown table."""
    lines = ["| " + " | ".join(HEADINGS) + " |", "|---|---:|---:|---:|---:|---|"]
    for row in rows:
        floor = row.get("floor")
        cells = (
            row["work"],
            row.get("size") or milliseconds(row["time"]),
            milliseconds(floor),
            f"{row['time'] / floor:.1f}" if floor else "",
            str(row.get("queries") or ""),
            row.get("bar", ""),
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """Measure on both databases, or on the one asked for."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--pupils", type=int, default=1500)
    parser.add_argument("--years", type=int, default=3)
    parser.add_argument("--database", choices=["SQLite", "PostgreSQL"])
    parser.add_argument("--no-file", action="store_true", help="leave bench/results.md as it is")
    options = parser.parse_args()
    text = (
        f"# Measured on {date.today():%d.%m.%Y}\n\n"
        f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}; an "
        f"invented school of {options.pupils} pupils with {options.years} years of work. Pages: "
        "95th percentile of the server's time; their floor: the same queries as plain SQL, rows "
        "fetched. Other work: median; its floor is named.\n"
    )
    for database in ("SQLite", "PostgreSQL"):
        if options.database in (None, database):
            server = throwaway_postgres() if database == "PostgreSQL" else nullcontext("")
            with server as address:
                rows = measured(database, address, options.pupils, options.years)
            text += f"\n## {database}\n\n{table(rows)}\n"
    print(text)
    if not options.no_file:
        RESULTS.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
