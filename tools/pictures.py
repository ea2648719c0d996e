"""Pictures of the running program for the documentation: `make pictures`.

An invented school is made in a temporary folder, served, and looked at through Debian's chromium.
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Page, ViewportSize, sync_playwright

from tools.browser import launch

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
DESKTOP: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}


@contextmanager
def served() -> Iterator[tuple[str, str]]:
    """An invented school being served: its address and the password of the logins."""
    with tempfile.TemporaryDirectory(prefix="tirek-pictures-") as home:
        env = {**os.environ, "TIREK_HOME": home}
        env.pop("TIREK_DATABASE_URL", None)
        tirek = [sys.executable, "-m", "tirek"]
        said = subprocess.run([*tirek, "demo"], env=env, check=True, capture_output=True, text=True)
        password = re.findall(r"(\S+)\s*$", said.stdout)[0]
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = subprocess.Popen([*tirek, "serve", "--port", str(port)], env=env)
        try:
            for _ in range(300):
                try:
                    urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).read()
                    break
                except OSError:
                    time.sleep(0.1)
            yield f"http://127.0.0.1:{port}", password
        finally:
            server.terminate()
            server.wait(20)


def first_link(page: Page, pattern: str) -> str:
    """The address of the first link on the page that looks like this."""
    links = page.eval_on_selector_all("main a[href]", "all => all.map(a => a.getAttribute('href'))")
    found = next((link for link in links if re.search(pattern, link)), None)
    if found is None:
        raise SystemExit(f"{page.url}: no link like {pattern}")
    return str(found)


def take(address: str, password: str) -> None:
    """Sign in as the social pedagogue and take the pictures."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(base_url=address, viewport=DESKTOP)
        page.goto("/sign-in/")
        page.screenshot(path=PICTURES / "sign-in.png")
        page.fill("input[name=username]", "social")
        page.fill("input[name=password]", password)
        page.press("input[name=password]", "Enter")
        page.wait_for_load_state("networkidle")
        for name, path in views(page).items():
            page.set_viewport_size(DESKTOP)
            page.goto(path)
            page.screenshot(path=PICTURES / f"{name}.png")
            if name in {"desk", "act"}:
                page.set_viewport_size(PHONE)
                page.screenshot(path=PICTURES / f"{name}-phone.png")
        browser.close()


def views(page: Page) -> dict[str, str]:
    """The pages worth a picture, found by going there."""
    found = {"desk": "/"}
    for name, start, pattern in (
        ("pupil", "/pupils/", r"^/pupils/[\w-]{8,}/$"),
        ("plan", "/plans/", r"^/plans/[\w-]{8,}/$"),
        ("act", "/visits/", r"^/visits/[\w-]{8,}/$"),
        ("passport", "/documents/", r"^/documents/class/[\w-]{8,}/$"),
    ):
        page.goto(start)
        found[name] = first_link(page, pattern)
    return found


def main() -> None:
    """Take them all anew."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with served() as (address, password):
        take(address, password)


if __name__ == "__main__":
    main()
