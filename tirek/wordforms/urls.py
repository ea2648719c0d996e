"""Addresses of own Word forms."""

from django.urls import path

from tirek.wordforms import views

app_name = "wordforms"

urlpatterns = [
    path("", views.forms, name="forms"),
    path("version/<str:pid>/file/", views.version_file, name="version_file"),
    path("version/<str:pid>/tried/", views.version_tried, name="version_tried"),
    path("version/<str:pid>/use/", views.use, name="use"),
    path("<slug:form>/<slug:language>/", views.form, name="form"),
    path("<slug:form>/<slug:language>/new/", views.take, name="take"),
    path("<slug:form>/<slug:language>/starter/", views.starter_file, name="starter"),
    path("<slug:form>/<slug:language>/ours/", views.ours, name="ours"),
]
