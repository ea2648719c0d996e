"""Addresses of the documents."""

from django.urls import path

from tirek.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.documents, name="documents"),
    path("open/passport/", views.open_passport, name="open_passport"),
    path("open/movement/", views.open_movement, name="open_movement"),
    path("map/", views.social_map, name="map"),
    path("lists/", views.lists, name="lists"),
    path("lists/<slug:name>/", views.one_list, name="list"),
    path("movement/", views.movements, name="movements"),
    path("series/issue/<slug:name>/", views.issue_series, name="issue_series"),
    path("series/<slug:pid>/", views.series, name="series"),
    path("series/<slug:pid>/<slug:ending>/", views.series_file, name="series_file"),
    path("school/", views.school_passport, name="school_passport"),
    path("class/<slug:pid>/", views.class_passport, name="class_passport"),
    path("class/<slug:pid>/movement/", views.movement, name="movement"),
    path("class/<slug:pid>/movement/sign/", views.sign, name="sign_movement"),
    path("child/<slug:pid>/", views.ask_childfile, name="ask_childfile"),
    path("childfile/<slug:pid>/", views.childfile, name="childfile"),
    path("childfile/<slug:pid>/zip/", views.childfile_zip, name="childfile_zip"),
    path("issue/<slug:name>/", views.issue, name="issue"),
    path("file/<slug:name>/<slug:ending>/", views.download, name="download"),
    path("issued/<slug:pid>/", views.issued, name="issued"),
    path("issued/<slug:pid>/<slug:ending>/", views.issued_file, name="issued_file"),
]
