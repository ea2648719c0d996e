"""The command line of a program that is not set up: one sentence and exit code 2, no traceback."""

import os
import subprocess
import sys

import pytest


def tirek(home, *arguments, **settings):
    environment = {**os.environ, "TIREK_HOME": str(home), **settings}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    if "TIREK_DATABASE_URL" not in settings:
        environment.pop("TIREK_DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-m", "tirek", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("coverage", "--format", "json"),
        ("report", "list", "--category", "ORPHAN", "--out", "never.json"),
        ("export_school", "never.json"),
        ("serve", "--port", "99999"),
    ],
)
def test_an_empty_database_is_said_in_one_sentence(tmp_path, arguments):
    ended = tirek(tmp_path, *arguments)
    assert ended.returncode in {1, 2}
    assert "Traceback" not in ended.stderr
    assert ended.stderr.strip()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TIREK_LANGUAGE", "de"),
        ("TIREK_SECRET_KEY", "short"),
        ("TIREK_DATABASE_URL", "mysql://x/y"),
        ("TIREK_DATABASE_URL", "nonsense"),
        ("TIREK_HTTPS", "maybe"),
        ("TIREK_MASS_READING", "60"),
        ("TIREK_MASS_READING", "60/0"),
        ("TIREK_MASS_EXPORTS", "-5"),
        ("TIREK_HOME", "/dev/null/no"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_is_named(tmp_path, name, value):
    ended = tirek(tmp_path, "check", **{name: value})
    assert ended.returncode == 2
    assert name in ended.stderr
    assert "Traceback" not in ended.stderr
