"""Addresses: in, out, one's own account, the school's people."""

from django.urls import path

from tirek.accounts.views import account, grants, people

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
    path("people/<str:pid>/hand-over/", grants.hand_over, name="hand_over"),
    path("people/<str:pid>/roles/<int:number>/end/", grants.end_role, name="end_role"),
    path("people/<str:pid>/roles/<int:number>/change/", grants.change_role, name="change_role"),
    path("people/<str:pid>/roles/<int:number>/substitute/", grants.stand_in, name="stand_in"),
    path("hand-overs/<str:pid>/back/", grants.take_back, name="take_back"),
]
