"""Addresses of the personal files and interests."""

from django.urls import path

from tirek.personalfiles.views import files, interests, lists

app_name = "personalfiles"

urlpatterns = [
    path("", files.files, name="files"),
    path("file/<str:ending>/", files.files_file, name="files_file"),
    path("check/", files.check, name="check"),
    path("pupils/<str:pid>/", files.file, name="file"),
    path("pupils/<str:pid>/scans/", files.add_scan, name="add_scan"),
    path("scans/<str:pid>/", files.scan, name="scan"),
    path("scans/<str:pid>/withdraw/", files.withdraw_scan, name="withdraw_scan"),
    path("papers/", lists.papers, name="papers"),
    path("papers/change/", lists.paper, name="paper"),
    path("interests/", interests.interests, name="interests"),
    path("interests/new/", interests.new_interests, name="new_interests"),
    path("interests/file/<str:ending>/", interests.interests_file, name="interests_file"),
]
