"""Addresses of the analysis of the year."""

from django.urls import path

from tirek.analysis.views import analyses as views

app_name = "analysis"

urlpatterns = [
    path("", views.analyses, name="analyses"),
    path("begin/", views.begin, name="begin"),
    path("<str:pid>/", views.analysis, name="analysis"),
    path("<str:pid>/write/", views.write, name="write"),
    path("<str:pid>/finish/", views.finish, name="finish"),
    path("<str:pid>/renew/", views.renew, name="renew"),
    path("<str:pid>/file/<str:ending>/", views.paper, name="paper"),
]
