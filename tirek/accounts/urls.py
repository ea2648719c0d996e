"""Addresses: in, out, one's own account, the school's people."""

from django.urls import path

from tirek.accounts.views import account, drafts, grants, links, people, rights, second

app_name = "accounts"

urlpatterns = [
    path("sign-in/", account.sign_in, name="sign_in"),
    path("sign-in/second/", second.ask, name="second"),
    path("sign-out/", account.sign_out, name="sign_out"),
    path("invitation/<str:token>/", links.invitation, name="invitation"),
    path("account/", account.account, name="account"),
    path("account/password/", account.change_password, name="change_password"),
    path("account/confirm/", account.confirm_password, name="confirm"),
    path("account/second/", second.factors, name="second_factor"),
    path("account/second/app/", second.add_app, name="add_app"),
    path("account/second/passkey/", second.add_passkey, name="add_passkey"),
    path("account/second/remove/", second.remove_factor, name="remove_factor"),
    path("account/second/codes/", second.renew_codes, name="renew_codes"),
    path("account/sessions/", account.end_session, name="end_session"),
    path("account/school/", account.choose_school, name="choose_school"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("first/", people.first, name="first"),
    path("school/", people.school, name="school"),
    path("people/", people.people, name="people"),
    path("people/add/", people.add_person, name="add_person"),
    path("people/<str:pid>/", people.person, name="person"),
    path("people/<str:pid>/password/", links.renew_password, name="renew_password"),
    path("people/<str:pid>/close/", links.close_account, name="close_account"),
    path("people/<str:pid>/open/", links.open_account, name="open_account"),
    path("people/<str:pid>/second/", links.reset_factors, name="reset_factors"),
    path("people/<str:pid>/hand-over/", grants.hand_over, name="hand_over"),
    path("people/<str:pid>/roles/<int:number>/end/", grants.end_role, name="end_role"),
    path("people/<str:pid>/roles/<int:number>/change/", grants.change_role, name="change_role"),
    path("people/<str:pid>/roles/<int:number>/substitute/", grants.stand_in, name="stand_in"),
    path("rights/", rights.rights, name="rights"),
    path("rights/<str:ending>/", rights.rights_file, name="rights_file"),
    path("hand-overs/<str:pid>/back/", grants.take_back, name="take_back"),
]
