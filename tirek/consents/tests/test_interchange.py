"""Consents in the school file: export of an import is the same."""

from __future__ import annotations

import pytest

from tirek.access.models import School
from tirek.schoolfile.dump import dump
from tirek.schoolfile.load import load
from tirek.schoolfile.words import Unfit

pytestmark = pytest.mark.django_db

FILE = {
    "format": "tirek-school/1",
    "schools": [{"code": "s", "name": "№ 1"}],
    "users": [{"username": "u", "full_name": "У", "roles": []}],
    "households": [{"key": "h", "school": "s", "members": [{"key": "m", "surname": "А"}]}],
    "pupils": [{"key": "p", "school": "s", "surname": "А", "given": "Б", "household": "h"}],
    "consent_scopes": [
        {"school": "s", "code": "OWN", "name": {"kk": "Өз"}, "data": {"kk": "д"}, "transfer": True}
    ],
    "family_rights": [{"school": "s", "keep_years": 5, "stop_days": 10}],
    "consents": [
        {
            "key": "c1",
            "school": "s",
            "pupil": "p",
            "scope": "OWN",
            "operator": "№ 1",
            "third_parties": "Т",
            "signer": {"household": "h", "member": "m", "relation": "ана"},
            "signed_on": "2026-09-01",
            "paper": "7",
            "by": "u",
        },
        {
            "key": "c2",
            "school": "s",
            "pupil": "p",
            "scope": "OWN",
            "operator": "№ 1",
            "signer": {"name": "А Б"},
            "signed_on": "2026-09-01",
            "until": "2027-05-25",
            "withdrawn_on": "2026-10-01",
            "withdrawn_how": "өтініш",
            "stopped_on": "2026-10-05",
            "recorded_at": "2026-10-05T10:00:00+05:00",
            "replaces": "c1",
        },
    ],
}


def test_export_of_import_is_the_same():
    load(FILE)
    out = dump(list(School.objects.all()))
    for section in ("consent_scopes", "family_rights", "consents"):
        assert out[section] == FILE[section]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"scope": "NONE"}, "consents[0].scope"),
        ({"pupil": "x"}, "consents[0].pupil"),
        ({"signer": {"member": "x"}}, "consents[0].signer.member"),
        ({"replaces": "x"}, "consents[0].replaces"),
        ({"until": "2026-01-01"}, "consents[0].until"),
        ({"key": "c2"}, "consents[1].key"),
    ],
)
def test_what_does_not_fit_is_named(change, path):
    first, second = FILE["consents"]
    with pytest.raises(Unfit) as unfit:
        load({**FILE, "consents": [{**first, **change}, second]})
    assert path in [problem.path for problem in unfit.value.problems]
