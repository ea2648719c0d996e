"""Addresses of the visits."""

from django.urls import path

from tirek.visits import views

app_name = "visits"

urlpatterns = [
    path("", views.acts, name="acts"),
    path("new/", views.new, name="new"),
    path("new/property/", views.new_property, name="new_property"),
    path("blank/", views.blank, name="blank"),
    path("tasks/", views.tasks, name="tasks"),
    path("tasks/<str:pid>/close/", views.close, name="close_task"),
    path("tasks/<str:pid>/reopen/", views.reopen, name="reopen_task"),
    path("<str:pid>/", views.act, name="act"),
    path("<str:pid>/step/<str:code>/", views.step, name="step"),
    path("<str:pid>/sign/", views.sign, name="sign"),
    path("<str:pid>/photos/", views.photos, name="photos"),
    path("<str:pid>/glass/", views.glass, name="glass"),
    path("picture/<str:pid>/", views.picture, name="picture"),
    path("picture/<str:pid>/out/", views.remove, name="take_out"),
    path("<str:pid>/correct/", views.correct, name="correct"),
    path("<str:pid>/annul/", views.annul, name="annul"),
    path("<str:pid>/file/<str:format>/", views.document, name="document"),
]
