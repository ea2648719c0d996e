"""Addresses of the card index: pupils, families, classes, statuses."""

from django.urls import path

from tirek.cards.views import (
    classes,
    doubles,
    families,
    income,
    kin,
    list_import,
    lists,
    mentors,
    pupils,
    statuses,
)

app_name = "cards"

urlpatterns = [
    path("pupils/", pupils.pupils, name="pupils"),
    path("pupils/<str:pid>/", pupils.pupil, name="pupil"),
    path("pupils/<str:pid>/status/", statuses.open_status, name="open_status"),
    path("pupils/<str:pid>/mentor/", mentors.assign_mentor, name="assign_mentor"),
    path("pupils/<str:pid>/same/", doubles.same, name="same"),
    path("doubles/", doubles.doubles, name="doubles"),
    path("doubles/families/", doubles.siblings, name="siblings"),
    path("doubles/joined/", doubles.merges, name="merges"),
    path("families/<str:pid>/same/", doubles.same_family, name="same_family"),
    path("mentors/", mentors.mentors, name="mentors"),
    path("mentors/<str:pid>/", mentors.mentor, name="mentor"),
    path("statuses/<str:pid>/end/", statuses.end_status, name="end_status"),
    path("statuses/<str:pid>/correct/", statuses.correct_status, name="correct_status"),
    path("statuses/<str:pid>/annul/", statuses.annul_status, name="annul_status"),
    path("lists/", lists.by_category, name="list"),
    path("lists/import/", list_import.list_file, name="list_import"),
    path("lists/import/<str:pid>/", list_import.list_preview, name="list_preview"),
    path("lists/import/<str:pid>/back/", list_import.list_back, name="list_back"),
    path("classes/", classes.classes, name="classes"),
    path("classes/<str:pid>/", classes.school_class, name="class"),
    path("families/", families.households, name="households"),
    path("families/<str:pid>/", families.household, name="household"),
    path("families/<str:pid>/card.<str:ending>", families.household_file, name="household_file"),
    path("families/<str:pid>/income/", income.record_income, name="record_income"),
    path("families/<str:pid>/level/", income.record_level, name="record_level"),
    path("income/<str:pid>/correct/", income.correct_income, name="correct_income"),
    path("income/<str:pid>/annul/", income.annul_income, name="annul_income"),
    path("levels/<str:pid>/correct/", income.correct_level, name="correct_level"),
    path("levels/<str:pid>/annul/", income.annul_level, name="annul_level"),
    path("subsistence-minimum/", income.minimum, name="minimum"),
    path("pupils/<str:pid>/kin/", kin.add_kin, name="add_kin"),
    path("kin/<str:pid>/end/", kin.end_kin, name="end_kin"),
    path("kin/<str:pid>/correct/", kin.correct_kin, name="correct_kin"),
    path("kin/<str:pid>/annul/", kin.annul_kin, name="annul_kin"),
]
