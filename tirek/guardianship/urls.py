"""Addresses of guardianship."""

from django.urls import path

from tirek.guardianship.views import cases, register, talks, wards

app_name = "guardianship"

urlpatterns = [
    path("", register.register, name="register"),
    path("file/<str:ending>/", register.register_file, name="register_file"),
    path("terms/", register.terms, name="terms"),
    path("new/", cases.new, name="new"),
    path("wards/", wards.wards, name="wards"),
    path("wards/file/<str:ending>/", wards.wards_file, name="wards_file"),
    path("check/<slug:pid>/", wards.check, name="check"),
    path("talks/new/", talks.talk_with, name="talk_with"),
    path("talks/<slug:pid>/", talks.talk, name="talk"),
    path("talks/<slug:pid>/correct/", talks.correct, name="correct_talk"),
    path("talks/<slug:pid>/annul/", talks.annul, name="annul_talk"),
    path("<slug:pid>/", cases.case, name="case"),
    path("<slug:pid>/letter/<str:ending>/", cases.letter, name="letter"),
    path("<slug:pid>/pupil/", cases.link, name="link"),
    path("<slug:pid>/add/<slug:kind>/", cases.step, name="step"),
    path("steps/<slug:pid>/correct/", cases.correct, name="correct"),
    path("steps/<slug:pid>/annul/", cases.annul, name="annul"),
]
