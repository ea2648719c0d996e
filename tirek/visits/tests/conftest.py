"""A town and a Monday for every test that asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tirek.visits.tests.making import MONDAY, Town, town


@pytest.fixture
def monday() -> Iterator[None]:
    """23 November 2026, ten in the morning in Almaty."""
    moment = datetime(MONDAY.year, MONDAY.month, MONDAY.day, 10, tzinfo=ZoneInfo("Asia/Almaty"))
    with time_machine.travel(moment, tick=True):
        yield


@pytest.fixture
def people(db: None, monday: None) -> Town:
    """Two schools with their people."""
    return town()
