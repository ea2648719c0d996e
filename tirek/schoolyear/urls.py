"""Addresses of school years."""

from django.urls import path

from tirek.schoolyear import views

app_name = "schoolyear"

urlpatterns = [
    path("", views.years, name="years"),
    path("open/", views.open_year, name="open_year"),
    path("<int:year>/", views.change_year, name="change_year"),
]
