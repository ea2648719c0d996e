"""What must hold in the whole house, whichever room is added."""

import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

HOUSE = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))
ROOMS = sorted(c.name for c in apps.get_app_configs() if c.name.startswith("tirek."))


def floors() -> dict[str, int]:
    """Each room's floor, the top being 0, as the import contract has them."""
    contract = PYPROJECT["tool"]["importlinter"]["contracts"][0]
    assert contract["id"] == "floors"
    return {
        room: floor
        for floor, line in enumerate(contract["layers"])
        for room in re.findall(r"\w+", line)
    }


def room_of(model: type) -> str:
    return model.__module__.split(".")[1]


def test_foreign_keys_point_downward():
    floor = floors()
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("tirek.")
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if field.is_relation and field.related_model.__module__.startswith("tirek.")
        if room_of(model) != room_of(field.related_model)
        and floor[room_of(model)] >= floor[room_of(field.related_model)]
    ]
    assert upward == []


def addresses(resolver: URLResolver, prefix: str = "") -> list[tuple[str, URLPattern]]:
    """Every address of the program with its pattern."""
    found = []
    for one in resolver.url_patterns:
        path = prefix + str(one.pattern)
        found += addresses(one, path) if isinstance(one, URLResolver) else [(path, one)]
    return found


def test_every_address_has_a_door():
    from tirek.access.roles import DOORS

    found = addresses(get_resolver())
    assert found
    open_wide = [path for path, one in found if not hasattr(one.callback, "needs")]
    assert open_wide == []
    unknown = [p for p, one in found if one.callback.needs and one.callback.needs not in DOORS]
    assert unknown == []


def test_addresses_carry_no_row_numbers():
    """Ids in addresses are random: a primary key could be counted through."""
    counted = [
        path for path, _ in addresses(get_resolver()) if re.search(r"<(int:)?(pk|id)>", path)
    ]
    assert counted == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_says_what_it_is_for(room: str):
    readme = HOUSE / room.replace(".", "/") / "README.md"
    assert readme.exists(), f"{readme} is missing"
    assert len(readme.read_text("utf-8").splitlines()) >= 3


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_locks_name_packages_and_hashes_only(lock: str):
    lines = (HOUSE / lock).read_text("utf-8").splitlines()
    for line in lines:
        code = line.split("#")[0].strip().rstrip("\\").strip()
        pin = r"[\w.-]+(\[[\w,-]+\])?==[\w.]+( ; .+)?"
        assert re.fullmatch(rf"(|{pin}|--hash=sha256:[0-9a-f]{{64}})", code), line
        assert "//" not in line


def test_everything_needed_at_run_time_is_locked():
    locked = {
        line.split("==")[0].lower()
        for line in (HOUSE / "requirements.txt").read_text("utf-8").splitlines()
        if "==" in line
    }
    wanted = {re.split(r"[\[<>=]", d)[0].lower() for d in PYPROJECT["project"]["dependencies"]}
    assert wanted <= locked
