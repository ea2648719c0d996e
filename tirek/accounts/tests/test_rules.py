"""When a session is over, when one must wait, what a device is called."""

from datetime import UTC, datetime, timedelta

import pytest

from tirek.accounts.rules.devices import device_words
from tirek.accounts.rules.limits import ended, wait_until

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
HOUR = 3600


@pytest.mark.parametrize(
    ("since", "seen", "why"),
    [
        (0, 0, ""),
        (1800, 1800, ""),
        (1801, 1801, "IDLE"),
        (10 * HOUR, 5, ""),
        (10 * HOUR + 1, 5, "ABSOLUTE"),
        (10 * HOUR + 1, 5 * HOUR, "ABSOLUTE"),
    ],
)
def test_a_session_is_over(since: int, seen: int, why: str):
    now = NOW.timestamp()
    assert ended(now, now - since, now - seen, 30) == why


@pytest.mark.parametrize(
    ("minutes", "until"),
    [
        ([], None),
        ([1] * 9, None),
        ([1] * 10, 14),
        ([1] * 9 + [14], 1),
        ([1] * 9 + [15], None),
        ([2, 3, 4] + [5] * 7 + [1] * 4, 10),
    ],
)
def test_ten_tries_in_a_quarter_of_an_hour(minutes: list[int], until: int | None):
    failed = [NOW - timedelta(minutes=one) for one in minutes]
    expected = None if until is None else NOW + timedelta(minutes=until)
    assert wait_until(NOW, failed) == expected


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0",
            "Firefox, Windows",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 "
            "YaBrowser/24.6 Safari/537.36",
            "Yandex, Windows",
        ),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/126 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17 like Mac OS X) Version/17 Safari", "iPhone"),
        ("", "–"),
    ],
)
def test_a_device_in_words(agent: str, words: str):
    assert device_words(agent) == words
