"""Addresses: in, out, one's own account."""

from django.urls import path

from tirek.access import views

app_name = "access"

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("account/", views.account, name="account"),
    path("account/password/", views.change_password, name="change_password"),
    path("account/school/", views.choose_school, name="choose_school"),
]
