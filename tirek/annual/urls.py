"""Addresses of the annual report."""

from django.urls import path

from tirek.annual.views import reports as views

app_name = "annual"

urlpatterns = [
    path("", views.reports, name="reports"),
    path("begin/<int:year>/", views.begin, name="begin"),
    path("<str:pid>/", views.report, name="report"),
    path("<str:pid>/chapter/<slug:code>/", views.write, name="write"),
    path("<str:pid>/take/", views.take, name="take"),
    path("<str:pid>/freeze/", views.freeze, name="freeze"),
    path("<str:pid>/again/", views.again, name="again"),
    path("<str:pid>/file/<str:ending>/", views.paper, name="paper"),
]
