"""Addresses of the raids."""

from django.urls import path

from tirek.raids import views

app_name = "raids"

urlpatterns = [
    path("", views.raids, name="raids"),
    path("new/", views.new, name="new"),
    path("again/", views.again, name="again"),
    path("stops/<str:pid>/", views.stop, name="stop"),
    path("stops/<str:pid>/move/", views.move, name="move"),
    path("stops/<str:pid>/remove/", views.remove, name="remove"),
    path("<str:pid>/", views.raid, name="raid"),
    path("<str:pid>/plan/", views.plan, name="plan"),
    path("<str:pid>/change/", views.change, name="change"),
    path("<str:pid>/families/", views.families, name="families"),
    path("<str:pid>/sort/", views.sort, name="sort"),
    path("<str:pid>/sheet/", views.sheet, name="sheet"),
    path("<str:pid>/sign/", views.sign, name="sign"),
    path("<str:pid>/correct/", views.correct, name="correct"),
    path("<str:pid>/annul/", views.annul, name="annul"),
    path("<str:pid>/file/<str:format>/", views.document, name="document"),
]
