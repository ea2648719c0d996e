"""The address of the first screen."""

from django.urls import path

from tirek.desk import views

app_name = "desk"

urlpatterns = [path("", views.desk, name="desk")]
