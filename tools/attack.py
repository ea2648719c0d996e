"""Attack the running demo as every role with wapiti and sqlmap; exit 1 when they find something.

    python3 -m venv /tmp/attack && /tmp/attack/bin/pip install wapiti3 sqlmap
    python -m tools.attack /tmp/attack/bin [--seconds 60] [--role director ...]

Both are no part of the program. Nothing leaves the machine: modules that ask a server outside
(ssrf, xxe, log4shell) are left out. Each role is attacked for so many seconds by each of the two,
without the forms' one-time tokens (`tools.attacked`), so that what is sent gets in.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from pathlib import Path

MODULES = "crlf,csp,exec,file,http_headers,methods,permanentxss,redirect,sql,xss"
# What would end the attack itself: signing out, a new password for oneself.
LEFT_OUT = ("sign-out/", "account/password/")
ROLES = (
    *("social", "deputy", "director", "teacher", "psychologist", "nurse", "mentor", "librarian"),
    *("canteen", "inspector", "expert", "admin", "subject", "nobody"),
)
# What the server writes down of a request it has rightly turned away (400, 403).
ANSWERED = "django.core.exceptions."
# Addresses with parameters that the crawl of sqlmap may not reach in its time.
ASKED = (
    "search/?q=a",
    "pupils/?q=a&class=5&category=ORPHAN&on=01.11.2026&page=1",
    "lists/?category=ORPHAN&on=01.11.2026",
    "families/?q=a&page=1",
    "journal/?q=a&kind=EVENT&since=01.09.2026&until=01.11.2026&author=a&school_class=a&page=1",
    "visits/?q=a&class=a&state=DONE&since=01.09.2026&until=01.11.2026&author=a&page=1",
    "visits/new/?pupil=a&household=a&q=a&row=S1&on=01.11.2026",
    "plans/?day=01.11.2026",
    "support/books/?class=a",
    "documents/file/list/xlsx/?category=ORPHAN&as_of=2026-11-01",
    "documents/open/passport/?class=a",
    "years/?page=1",
)


def main() -> int:
    """Make a demo in a temporary folder, serve it, attack it, say what was found."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("folder", type=Path, help="where wapiti and sqlmap are installed")
    asked.add_argument("--seconds", type=int, default=60)
    asked.add_argument("--role", nargs="*", default=ROLES)
    said = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="tirek-attack-") as home:
        # An attacker reads much: the question why would only hide the pages from him.
        os.environ |= {"TIREK_HOME": home, "TIREK_MASS_READING": "9999999/10"}
        os.environ |= {"TIREK_MASS_EXPORTS": "9999999", "DJANGO_SETTINGS_MODULE": "tools.attacked"}
        tirek = [sys.executable, "-m", "tirek"]
        subprocess.run([*tirek, "demo", "--pupils", "60"], check=True, stdout=subprocess.DEVNULL)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = str(free.getsockname()[1])
        with Path(home, "server.log").open("wb") as log:
            server = subprocess.Popen([*tirek, "serve", "--port", port], stdout=log, stderr=log)
            try:
                base = f"http://127.0.0.1:{port}/"
                wait_for(base)
                found = [
                    line
                    for role in said.role
                    for line in attacked(said.folder, base, role, said.seconds, Path(home))
                ]
            finally:
                server.terminate()
                server.wait()
        broken = errors_in(Path(home, "server.log").read_text("utf-8", "replace"))
    print(f"findings: {len(found)}; errors of the server: {sum(broken.values())}")
    for line in (*found, *(f"{times} times {error}" for error, times in broken.items())):
        print(line)
    return 1 if found or broken else 0


def errors_in(log: str) -> Counter[str]:
    """The errors the server wrote down, each with how often."""
    found: Counter[str] = Counter()
    told = log.splitlines()
    for at, line in enumerate(told):
        if line.startswith("Traceback"):
            last = next(one for one in told[at + 1 :] if one and not one.startswith(" "))
            if not last.startswith(ANSWERED):
                found[last[:200]] += 1
    return found


def wait_for(base: str) -> None:
    """Until the server answers; at most a minute."""
    for _ in range(120):
        try:
            urllib.request.urlopen(base + "healthz", timeout=5).read()
            return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(base)


def cookie_of(role: str) -> str:
    """A session of the demo's user of that role; none for somebody from the street."""
    if role == "nobody":
        return ""
    code = (
        "from django.test import Client; from tirek.access.models import User; c = Client();"
        f"c.force_login(User.objects.get(username={role!r}));"
        "print('=' + c.cookies['sessionid'].value)"
    )
    made = subprocess.run(
        [sys.executable, "-m", "tirek", "shell", "-c", code],
        check=True,
        capture_output=True,
        text=True,
    )
    return "sessionid=" + made.stdout.strip().rpartition("=")[2]


def attacked(tools: Path, base: str, role: str, seconds: int, home: Path) -> list[str]:
    """What wapiti and sqlmap find as this role, a line each."""
    cookie = cookie_of(role)
    report = home / f"wapiti-{role}.json"
    wapiti = [tools / "wapiti", "-u", base, "-m", MODULES, "-f", "json", "-o", report]
    wapiti += ["--no-bugreport", "--flush-session", "--store-session", home, "-d", "3"]
    wapiti += ["--max-scan-time", seconds, "--max-attack-time", max(5, seconds // 6), "-v", "0"]
    wapiti += ["--max-files-per-dir", "6", "-S", "polite"]
    wapiti += [part for path in LEFT_OUT for part in ("-x", base + path)]
    wapiti += ["-C", cookie] if cookie else []
    run([str(part) for part in wapiti], 3 * seconds + 60)
    told = json.loads(report.read_text("utf-8")) if report.exists() else {}
    found = [
        f"{role}: wapiti: {kind}: {one['method']} {one['path']} {one['info']}"
        for kind, ones in told.get("vulnerabilities", {}).items()
        for one in ones
    ]
    pages = told.get("infos", {}).get("crawled_pages_nbr", 0)
    addresses = home / "addresses.txt"
    addresses.write_text("\n".join(base + path for path in ASKED), "utf-8")
    sqlmap = [tools / "sqlmap", "-m", addresses, "--batch", "--smart", "--level", "2"]
    sqlmap += ["--flush-session", "--output-dir", home / "sqlmap", "--disable-coloring"]
    sqlmap += ["--cookie", cookie, "--param-exclude", "sessionid"] if cookie else []
    said = run([str(part) for part in sqlmap], seconds)
    tested = said.count("testing for SQL injection on") + said.count("heuristic (basic) test")
    found += [f"{role}: sqlmap: {line}" for line in said.splitlines() if "is vulnerable" in line]
    found += [f"{role}: sqlmap: {line}" for line in said.splitlines() if "Payload:" in line]
    print(f"{role}: wapiti saw {pages} pages, sqlmap tried {tested} parameters", flush=True)
    return found


def run(command: list[str], seconds: float) -> str:
    """What a command says within its time."""
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    try:
        return process.communicate(timeout=seconds)[0]
    except subprocess.TimeoutExpired:
        process.terminate()
        return process.communicate()[0]


if __name__ == "__main__":
    sys.exit(main())
