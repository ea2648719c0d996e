"""What tests of any room may ask for: a Monday, a school, somebody signed in, a real browser."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, settings

# A slow machine is no fault of what is tested: speed is measured by `make bench`.
settings.register_profile("tirek", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tirek")

# Playwright's own loop runs in this thread; Django must not take it for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues first, so that pages in tests speak as they do in life."""
    if not hasattr(config, "workerinput"):
        from django.utils.translation import trans_real

        from tools.words import compile_all

        compile_all()
        # Whatever was said while Django started was read before the catalogues were there.
        trans_real._translations.clear()
        trans_real._default = None


@pytest.fixture(scope="session", autouse=True)
def _flush_past_the_audit() -> Iterator[None]:
    """Tests that really commit leave empty tables: the audit's triggers step aside for that.

    The flush itself puts them up again, as every migration does.
    """
    from django.test import TransactionTestCase

    from tirek.access import append_only

    flush = TransactionTestCase._fixture_teardown

    def flush_all(case: Any) -> None:
        append_only.take_down(connection)
        flush(case)
        assert append_only.missing(connection) == []

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush_all)
        yield


@pytest.fixture(autouse=True)
def _nothing_noted() -> None:
    """Each test begins without notes of other tests' audits."""
    from tirek.access import audit_notes

    audit_notes.path().unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """Each test begins without what another one's data gave."""
    from tirek.access import kept

    kept.forget_all()


@pytest.fixture(autouse=True)
def _at_once(settings: Any) -> None:
    """Long work is done before the page answers: a test waits for nothing."""
    settings.LONG_WORK_AT_ONCE = True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The test database; on PostgreSQL no session of a test's own thread outlives the tests."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock():
            name = connection.settings_dict["NAME"]
            connection.close()
            connection.close_pool()  # type: ignore[attr-defined]
            with connection._nodb_cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                    [name],
                )


@pytest.fixture
def monday() -> Iterator[None]:
    """Monday 23 November 2026, noon in Almaty."""
    with time_machine.travel("2026-11-23 12:00+05:00", tick=True):
        yield


@pytest.fixture
def school(db: None) -> Any:
    """A school of its own, empty."""
    from tirek.access.tests import making

    return making.school()


@pytest.fixture
def client_of(school: Any) -> Callable[..., Client]:
    """`client_of("DIRECTOR")`: somebody of that role in `school`, signed in, as `client.user`."""
    from tirek.access.tests import making

    def signed_in(role: str | None = "SOCIAL_PEDAGOGUE", at: Any = None, **grant: Any) -> Client:
        client = Client()
        client.user = making.user(role, at or school, **grant)  # type: ignore[attr-defined]
        client.force_login(client.user)  # type: ignore[attr-defined]
        return client

    return signed_in


@pytest.fixture
def queries_of() -> Callable[[Callable[[], Any]], int]:
    """`queries_of(lambda: client.get(url))`: how many queries that takes."""

    def count(call: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as captured:
            call()
        return len(captured)

    return count


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium under Playwright; without it browser tests are skipped, saying so."""
    from playwright.sync_api import sync_playwright

    from tools.browser import chromium, launch

    if chromium() is None:
        pytest.skip("chromium is missing (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        launched = launch(playwright)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Any, live_server: Any) -> Iterator[Any]:
    """A page of the running program; an error in its console fails the test."""
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 1366, "height": 768}, locale="ru-RU"
    )
    context.set_default_timeout(10_000)
    opened = context.new_page()
    errors: list[str] = []
    opened.on("console", lambda m: errors.append(m.text) if m.type in {"error"} else None)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert errors == [], "errors in the browser's console"


@pytest.fixture
def sign_in_page(live_server: Any, page: Any) -> Callable[[Any], Any]:
    """`sign_in_page(user)`: the page with that user's session, without the sign-in form."""

    def sign_in(user: Any) -> Any:
        client = Client()
        client.force_login(user)
        cookie = client.cookies["sessionid"]
        page.context.add_cookies(
            [{"name": "sessionid", "value": cookie.value, "url": live_server.url}]
        )
        return page

    return sign_in


@pytest.fixture
def axe_findings() -> Callable[[Any], list[str]]:
    """`axe_findings(page)`: what axe has against the page as it stands, a line each."""
    from axe_playwright_python.sync_playwright import Axe

    def look(page: Any) -> list[str]:
        return [
            f"{page.url}: {one['id']}: {one['help']}: {[n['html'][:200] for n in one['nodes']]}"
            for one in Axe().run(page).response["violations"]
        ]

    return look


@pytest.fixture
def assert_accessible(axe_findings: Callable[[Any], list[str]]) -> Callable[[Any], None]:
    """`assert_accessible(page)`: axe has nothing against the page as it stands."""

    def check(page: Any) -> None:
        assert axe_findings(page) == []

    return check
