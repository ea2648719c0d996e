"""Addresses of reminders."""

from django.urls import path

from tirek.reminders.views import feed, own

app_name = "reminders"

urlpatterns = [
    path("", own.reminders, name="reminders"),
    path("address/", own.address, name="address"),
    path("address/new/", own.make_address, name="make"),
    path("address/end/", own.end_address, name="end"),
    path("calendar/<str:secret>.ics", feed.feed, name="feed"),
]
