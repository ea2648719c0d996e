"""Addresses: is the program well, and what a browser says about printing."""

from django.urls import path

from tirek.access.views import health, printed

app_name = "access"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("printed/", printed.printed, name="printed"),
]
