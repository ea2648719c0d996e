"""Addresses: in, out, one's own account, the school's people."""

from django.urls import path

from tirek.accounts.views import account, people

app_name = "accounts"

urlpatterns = [
    path("sign-in/", account.sign_in, name="sign_in"),
    path("sign-out/", account.sign_out, name="sign_out"),
    path("account/", account.account, name="account"),
    path("account/password/", account.change_password, name="change_password"),
    path("account/school/", account.choose_school, name="choose_school"),
    path("first/", people.first, name="first"),
    path("school/", people.school, name="school"),
    path("people/", people.people, name="people"),
    path("people/add/", people.add_person, name="add_person"),
    path("people/<str:pid>/", people.person, name="person"),
    path("people/<str:pid>/password/", people.renew_password, name="renew_password"),
    path("people/<str:pid>/end/<str:role>/", people.end_role, name="end_role"),
]
