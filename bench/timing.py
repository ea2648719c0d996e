"""How long things take, and the same queries as plain SQL."""

import io
import statistics
import time
from collections.abc import Callable
from typing import Any

Row = dict[str, Any]


def quietly(name: str, *arguments: str, **options: Any) -> str:
    """A command of the program in this process, and what it printed."""
    from django.core.management import call_command

    out = io.StringIO()
    call_command(name, *arguments, stdout=out, **options)
    return out.getvalue()


def seconds(call: Callable[[], Any]) -> float:
    """How long one call takes."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def median(call: Callable[[], Any], times: int = 5) -> float:
    """The median of some calls after one that does not count."""
    call()
    return statistics.median(seconds(call) for _ in range(times))


def statements(call: Callable[[], Any]) -> list[tuple[str, Any]]:
    """The queries of a call with their parameters."""
    from django.db import connection

    found: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not many and sql.lstrip("( \n").upper().startswith(("SELECT", "WITH")):
            found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        call()
    return found


def floor_of(queries: list[tuple[str, Any]], times: int = 15) -> float:
    """The same queries as plain SQL with their rows fetched."""
    from django.db import connection

    def plain() -> None:
        with connection.cursor() as cursor:
            for sql, params in queries:
                cursor.execute(sql, params)
                cursor.fetchall()

    return median(plain, times)
