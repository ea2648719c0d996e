"""Addresses of the class data forms."""

from django.urls import path

from tirek.classdata.views import deciding, filling, papers, rounds

app_name = "classdata"

urlpatterns = [
    path("", rounds.forms, name="forms"),
    path("ask/", rounds.ask, name="ask"),
    path("new/", filling.new, name="new"),
    path("classes/<str:pid>/", filling.fill, name="fill"),
    path("classes/<str:pid>/blank/<str:ending>/", papers.blank, name="blank"),
    path("forms/<str:pid>/", deciding.form, name="form"),
    path("forms/<str:pid>/file/<str:ending>/", papers.form_file, name="form_file"),
    path("forms/<str:pid>/accept-plain/", deciding.accept_plain, name="accept_plain"),
    path("forms/<str:pid>/take-back/", filling.take_back, name="take_back"),
    path("lines/<str:pid>/accept/", deciding.accept, name="accept"),
    path("lines/<str:pid>/decline/", deciding.decline, name="decline"),
]
