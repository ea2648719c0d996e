"""Addresses of prevention."""

from django.urls import path

from tirek.prevention.views import cases, council, measures, register

app_name = "prevention"

urlpatterns = [
    path("", register.register, name="register"),
    path("terms/", register.terms, name="terms"),
    path("propose/", cases.propose, name="propose"),
    path("earlier/<slug:pid>/", cases.earlier, name="earlier"),
    path("council/", council.meetings, name="meetings"),
    path("council/members/", council.members, name="members"),
    path("council/members/<slug:pid>/end/", council.end_member, name="end_member"),
    path("council/new/", council.call, name="call"),
    path("council/<slug:pid>/", council.meeting, name="meeting"),
    path("council/<slug:pid>/matter/", council.matter, name="matter"),
    path("council/<slug:pid>/hold/", council.hold, name="hold"),
    path("council/<slug:pid>/annul/", council.annul, name="annul_meeting"),
    path("measures/<slug:pid>/mark/", measures.mark, name="mark"),
    path("measures/<slug:pid>/drop/", measures.drop, name="drop"),
    path("measures/<slug:pid>/unmark/", measures.unmark, name="unmark"),
    path("steps/<slug:pid>/annul/", cases.annul, name="annul"),
    path("<slug:pid>/", cases.case, name="case"),
    path("<slug:pid>/measure/", measures.add, name="measure"),
    path("<slug:pid>/add/<slug:kind>/", cases.step, name="step"),
]
