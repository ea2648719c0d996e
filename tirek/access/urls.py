"""Addresses: is the program well."""

from django.urls import path

from tirek.access.views import health

app_name = "access"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
]
