"""Addresses of counselling."""

from django.urls import path

from tirek.counselling.views import recommendations as views

app_name = "counselling"

urlpatterns = [
    path("recommendations/", views.recommendations, name="recommendations"),
    path("recommendations/new/", views.recommend, name="recommend"),
    path("recommendations/<str:pid>/", views.recommendation, name="recommendation"),
    path("recommendations/<str:pid>/answer/", views.answer, name="answer"),
    path("recommendations/<str:pid>/correct/", views.correct, name="correct"),
    path("recommendations/<str:pid>/annul/", views.annul, name="annul"),
    path("recommendations/<str:pid>/file/<str:ending>/", views.paper, name="paper"),
]
