"""Addresses of long work."""

from django.urls import path

from tirek.longwork import views

app_name = "longwork"

urlpatterns = [path("work/<str:pid>/", views.work, name="work")]
