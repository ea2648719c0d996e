"""The command line of a program that is not set up: one sentence and exit code 2, no traceback."""

import os
import subprocess
import sys

import pytest


def tirek(home, *arguments, **settings):
    environment = {**os.environ, "TIREK_HOME": str(home), **settings}
    for name in ("DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"):
        environment.pop(name, None)
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
        ("TIREK_SECRET_KEY", "ab" * 30),
        ("TIREK_SECRET_KEY", "django-insecure-0123456789-abcdefghijklmnop"),
        ("TIREK_DATABASE_URL", "mysql://x/y"),
        ("TIREK_DATABASE_URL", "nonsense"),
        ("TIREK_WALL_ROLE", "x; DROP"),
        ("TIREK_HTTPS", "maybe"),
        ("TIREK_ALLOWED_HOSTS", "*"),
        ("TIREK_ALLOWED_HOSTS", "http://tirek.example"),
        ("TIREK_MASS_READING", "60"),
        ("TIREK_MASS_READING", "60/0"),
        ("TIREK_MASS_EXPORTS", "-5"),
        ("TIREK_IDLE_MINUTES", "soon"),
        ("TIREK_INVITATION_DAYS", "0"),
        ("TIREK_SECOND_FACTOR", "no"),
        ("TIREK_HOME", "/dev/null/no"),
        ("TIREK_HOME", "/usr"),
        ("TIREK_ALOWED_HOSTS", "tirek.example"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_is_named(tmp_path, name, value):
    ended = tirek(tmp_path, "check", **{name: value})
    assert ended.returncode == 2
    assert name in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("named", "unsafe"),
    [
        ("TIREK_HTTPS", {"TIREK_ALLOWED_HOSTS": "tirek.example"}),
        ("TIREK_DEBUG", {"TIREK_ALLOWED_HOSTS": "tirek.example", "TIREK_DEBUG": "1"}),
    ],
)
def test_unsafe_together(tmp_path, named, unsafe):
    ended = tirek(tmp_path, "check", **unsafe)
    assert (ended.returncode, ended.stderr.split(":")[1].strip()) == (2, named)


def test_what_is_safe_or_chosen_starts_without_a_warning(tmp_path):
    for chosen in (
        {},
        {"TIREK_HTTPS": "0", "TIREK_ALLOWED_HOSTS": "tirek.example,localhost,[::1]"},
        {"TIREK_HTTPS": "1", "TIREK_ALLOWED_HOSTS": ".tirek.example"},
    ):
        ended = tirek(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **chosen)
        assert ended.returncode == 0, ended.stderr


def test_a_typing_error_is_told_what_may_have_been_meant(tmp_path):
    ended = tirek(tmp_path, "check", TIREK_ALOWED_HOSTS="x")
    assert "is TIREK_ALLOWED_HOSTS meant?" in ended.stderr


@pytest.mark.skipif(os.name != "posix", reason="rights of files are asked on POSIX only")
def test_the_folder_and_the_key_are_the_owners_alone(tmp_path):
    home = tmp_path / "new"
    assert tirek(home, "check").returncode == 0
    assert home.stat().st_mode & 0o777 == 0o700
    key = home / "secret_key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in home.glob("secret_key*")] == ["secret_key"]
    for path, rights in ((key, 0o640), (home, 0o705)):
        before = path.stat().st_mode
        path.chmod(rights)
        ended = tirek(home, "check")
        path.chmod(before)
        assert ended.returncode == 2
        assert "chmod" in ended.stderr
    key.write_text("")
    assert "secret_key: must have" in tirek(home, "check").stderr
