"""Addresses of the oversight: about a child, about oneself, for the director, for the log."""

from django.urls import path

from tirek.oversight.views import children, glass, incidents, own, reviews, technical

app_name = "oversight"

urlpatterns = [
    path("pupils/<str:pid>/sight/", children.sight, name="sight"),
    path("emergency/", glass.open_child, name="glass"),
    path("pupils/<str:pid>/looked/", children.looked, name="looked"),
    path("my-actions/", own.my_actions, name="my_actions"),
    path("why/", own.why, name="why"),
    path("incidents/", incidents.incidents, name="incidents"),
    path("incidents/<str:ending>/", incidents.incidents_file, name="incidents_file"),
    path("alarms/", reviews.alarms, name="alarms"),
    path("alarms/<str:pid>/", reviews.alarm, name="alarm"),
    path("openings/", reviews.openings, name="openings"),
    path("openings/<str:pid>/", reviews.opening, name="opening"),
    path("log/", technical.technical, name="technical"),
]
