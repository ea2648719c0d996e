"""The server begins with nothing left open."""

from __future__ import annotations

import socket

import pytest
from django.core.management import call_command
from django.db import connection

from tirek.access.models import User

postgres_only = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no pool")


@postgres_only
@pytest.mark.django_db(transaction=True)
def test_no_pool_of_the_parent_is_left_to_the_workers(monkeypatch):
    """Its threads stay behind in the parent: a worker would wait for a connection in vain."""
    open_then = []
    monkeypatch.setattr("tirek.management.commands.serve.Command._gather", lambda self: None)
    monkeypatch.setattr(
        "granian.Granian.serve",
        lambda self: open_then.append(connection.alias in connection._connection_pools),
    )
    User.objects.exists()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    call_command("serve", port=port)
    assert open_then == [False]
