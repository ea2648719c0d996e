"""The first run, the school's people, their roles."""

from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse

from tirek.access import first
from tirek.access.models import AuditRow, RoleGrant, School, User
from tirek.access.roles import Role
from tirek.access.tests import making
from tirek.school.tests import making as pupils

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
STRONG = "ұзын-құпиясөз-7"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "HOME", tmp_path)
    return tmp_path


def answers(**more):
    return {
        "code": first.first_code(),
        "name": "№ 12 мектеп",
        "full_name": "Сәуле Бекболатова",
        "username": "saule",
        "password": STRONG,
        "again": STRONG,
        **more,
    }


def test_every_page_leads_to_the_first_run(client, home):
    for url in map(reverse, ("accounts:account", "accounts:people", "accounts:sign_in")):
        assert client.get(url, follow=True).redirect_chain[-1][0] == reverse("accounts:first")
    page = client.get(reverse("accounts:first")).content.decode()
    assert first.first_code() not in page
    assert (home / "first_code").stat().st_mode & 0o077 == 0


def test_the_first_run(client, home, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        sent = client.post(reverse("accounts:first"), answers())
    assert sent.status_code == 302
    user = User.objects.get()
    assert user.check_password(STRONG)
    assert {g.role for g in user.grants.all()} == {"SOCIAL_PEDAGOGUE", "ADMINISTRATOR"}
    school = School.objects.get()
    assert (school.name, [y.year for y in school.years.all()]) == ("№ 12 мектеп", [2026])
    assert not (home / "first_code").exists()
    assert client.get(reverse("accounts:people")).status_code == 200
    again = client.post(reverse("accounts:first"), answers(username="other"))
    assert again.status_code == 302
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"code": "AAAA-AAAA"}, "code"),
        ({"code": "қате"}, "code"),
        ({"again": "басқа-құпиясөз"}, "again"),
        ({"password": "1234567890", "again": "1234567890"}, "password"),
        ({"username": "екі сөз"}, "username"),
        ({"name": ""}, "name"),
    ],
)
def test_a_wrong_first_run_writes_nothing(client, home, wrong, field):
    sent = client.post(reverse("accounts:first"), answers(**wrong))
    assert sent.context["form"].errors
    assert field in sent.context["form"].errors
    assert not User.objects.exists()
    assert not School.objects.exists()


def test_the_code_is_typed_as_one_likes(home):
    code = first.first_code()
    assert first.is_code(code.lower().replace("-", " "))
    assert not first.is_code("")


def add(client, **more):
    sent = {
        "full_name": "Гүлнар Омарова",
        "username": "gulnar",
        "role": "CLASS_TEACHER",
        "class_names": ["5А", "5Ә"],
        "since": "23.11.2026",
        **more,
    }
    return client.post(reverse("accounts:add_person"), sent)


def test_a_person_is_added_with_a_link_shown_once(client_of, school):
    client = client_of()
    for name in ("5А", "5Ә"):
        pupils.school_class(school, name)
    shown = add(client)
    made = User.objects.get(username="gulnar")
    token = shown.context["link"].rstrip("/").rpartition("/")[2]
    assert token in shown.content.decode()
    assert not made.has_usable_password()
    assert "no-store" in shown["Cache-Control"]
    (grant,) = made.grants.all()
    assert (grant.role, grant.class_names) == ("CLASS_TEACHER", ["5А", "5Ә"])
    page = client.get(reverse("accounts:people")).content.decode()
    assert "Гүлнар Омарова" in page
    assert token not in page
    assert not AuditRow.objects.filter(note__contains=token).exists()
    assert client.get(reverse("accounts:invitation", args=[token])).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"username": "taken"}, "username"),
        ({"role": "ADMINISTRATOR"}, "role"),
        ({"role": "DEPARTMENT_EXPERT"}, "role"),
        ({"role": "x"}, "role"),
        ({"since": "31.02.2026"}, "since"),
        ({"until": "01.11.2026"}, "until"),
    ],
)
def test_a_wrong_person_is_not_added(client_of, wrong, field):
    making.user(None, username="taken")
    sent = add(client_of(), **wrong)
    assert sent.context["form"].errors
    assert field in sent.context["form"].errors
    assert not User.objects.filter(username="gulnar").exists()


def test_an_administrator_names_administrators(client_of):
    assert add(client_of("ADMINISTRATOR"), role="ADMINISTRATOR").status_code == 200
    assert RoleGrant.objects.filter(user__username="gulnar", role=Role.ADMINISTRATOR).exists()


def test_a_role_is_given_and_ended(client_of, school):
    client = client_of("DIRECTOR")
    other = making.user("NURSE", school)
    url = reverse("accounts:person", args=[other.pid])
    given = {"role": "MENTOR", "since": "23.11.2026"}
    assert client.post(url, given).status_code == 302
    assert client.post(url, given).context["form"].errors  # twice
    end = reverse("accounts:end_role", args=[other.pid, other.grants.get(role="MENTOR").pk])
    assert client.get(end).status_code == 200
    assert client.post(end, {"until": "24.11.2026"}).status_code == 302
    assert other.grants.get(role="MENTOR").until == date(2026, 11, 24)
    assert client.get(url).status_code == 200


def test_nobody_changes_the_own_roles(client_of):
    client = client_of()
    url = reverse("accounts:person", args=[client.user.pid])
    assert client.post(url, {"role": "DIRECTOR", "since": "23.11.2026"}).context["form"].errors
    end = reverse("accounts:end_role", args=[client.user.pid, client.user.grants.get().pk])
    assert client.post(end, {"until": "23.11.2026"}).context["form"].errors
    assert client.user.grants.count() == 1


def test_an_administrator_is_not_ended_by_a_pedagogue(client_of, school):
    boss = making.user("ADMINISTRATOR", school)
    end = reverse("accounts:end_role", args=[boss.pid, boss.grants.get().pk])
    assert client_of().post(end, {"until": "23.11.2026"}).context["form"].errors
    password = reverse("accounts:renew_password", args=[boss.pid])
    assert client_of().post(password).status_code == 302
    boss.refresh_from_db()
    assert not boss.has_usable_password()


def test_strangers(client_of, school):
    elsewhere = making.user("NURSE", making.school())
    client = client_of()
    assert client.get(reverse("accounts:person", args=[elsewhere.pid])).status_code == 404
    assert client.post(reverse("accounts:renew_password", args=[elsewhere.pid])).status_code == 404
    for name in ("people", "add_person", "school"):
        assert client_of("CLASS_TEACHER").get(reverse(f"accounts:{name}")).status_code == 403


def test_the_name_of_the_school(client_of, school):
    assert client_of().post(reverse("accounts:school"), {"name": "№ 7 лицей"}).status_code == 302
    school.refresh_from_db()
    assert school.name == "№ 7 лицей"
