"""Addresses of consents and erasure."""

from django.urls import path

from tirek.consents.views import consents, erasing, settings

app_name = "consents"

urlpatterns = [
    path("", consents.consents, name="consents"),
    path("class/<slug:pid>/", consents.of_class, name="class"),
    path("class/<slug:pid>/papers/", consents.papers_came, name="papers_came"),
    path("pupil/<slug:pid>/new/", consents.give, name="give"),
    path("pupil/<slug:pid>/blank/", consents.blanks, name="blanks"),
    path("register/", consents.register, name="register"),
    path("<slug:pid>/correct/", consents.correct, name="correct"),
    path("<slug:pid>/withdraw/", consents.withdraw, name="withdraw"),
    path("<slug:pid>/stopped/", consents.stopped, name="stopped"),
    path("<slug:pid>/annul/", consents.annul, name="annul"),
    path("scopes/", settings.scopes, name="scopes"),
    path("scopes/new/", settings.add_scope, name="add_scope"),
    path("scopes/word/", settings.word_scope, name="word_scope"),
    path("erasure/", erasing.erasures, name="erasures"),
    path("erasure/terms/", erasing.terms, name="terms"),
    path("erasure/new/", erasing.propose, name="propose"),
    path("erasure/<slug:pid>/", erasing.erasure, name="erasure"),
    path("erasure/<slug:pid>/decline/", erasing.decline, name="decline"),
]
