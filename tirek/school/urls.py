"""Addresses of people and classes: what is entered and changed, and the search."""

from django.urls import path

from tirek.school.views import classes, families, pupils, rollover, roster, search

app_name = "school"

urlpatterns = [
    path("search/", search.search, name="search"),
    path("pupils/add/", pupils.add_pupil, name="add_pupil"),
    path("pupils/<str:pid>/change/", pupils.change_pupil, name="change_pupil"),
    path("pupils/<str:pid>/move/", pupils.move_pupil, name="move_pupil"),
    path("pupils/<str:pid>/leave/", pupils.leave, name="leave"),
    path("pupils/<str:pid>/family/", families.join_household, name="join_household"),
    path("roster/", roster.import_file, name="import"),
    path("roster/sample.xlsx", roster.sample, name="import_sample"),
    path("roster/<str:pid>/", roster.preview, name="import_preview"),
    path("roster/<str:pid>/refused.xlsx", roster.refused, name="import_refused"),
    path("roster/<str:pid>/take-back/", roster.take_back, name="import_take_back"),
    path("classes/carry-over/", rollover.rollover, name="rollover"),
    path("classes/carry-over/begin/", rollover.begin, name="begin_rollover"),
    path("classes/carry-over/of/<str:pid>/", rollover.of_class, name="rollover_class"),
    path("classes/carry-over/<str:pid>/", rollover.result, name="rollover_result"),
    path("classes/carry-over/<str:pid>/back/", rollover.take_back, name="rollover_back"),
    path("classes/open/", classes.open_class, name="open_class"),
    path("classes/<str:pid>/change/", classes.change_class, name="change_class"),
    path("families/add/", families.add_household, name="add_household"),
    path("families/<str:pid>/change/", families.change_household, name="change_household"),
    path("families/<str:pid>/members/", families.add_member, name="add_member"),
    path("members/<str:pid>/", families.change_member, name="change_member"),
]
