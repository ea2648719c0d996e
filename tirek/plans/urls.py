"""Addresses of the plans."""

from django.urls import path

from tirek.plans import views

app_name = "plans"

urlpatterns = [
    path("", views.plans, name="plans"),
    path("ready/", views.ready, name="ready"),
    path("last-year/", views.last_year, name="last_year"),
    path("import/", views.bring, name="import"),
    path("coverage/", views.coverage, name="coverage"),
    path("coverage/file/<str:format>/", views.coverage_file, name="coverage_file"),
    path("ahead/", views.ahead, name="ahead"),
    path("ahead/file/<str:format>/", views.ahead_file, name="ahead_file"),
    path("handed/", views.handed, name="handed"),
    path("row/<str:pid>/", views.row, name="row"),
    path("row/<str:pid>/change/", views.change, name="change"),
    path("row/<str:pid>/end/", views.end, name="end"),
    path("row/<str:pid>/unamend/", views.unamend, name="unamend"),
    path("row/<str:pid>/adjust/", views.adjust, name="adjust"),
    path("row/<str:pid>/adjust-many/", views.adjust_many, name="adjust_many"),
    path("row/<str:pid>/give-back/", views.give_back, name="give_back"),
    path("row/<str:pid>/take-back/", views.take_back, name="take_back"),
    path("<str:pid>/", views.plan, name="plan"),
    path("<str:pid>/file/<str:format>/", views.document, name="document"),
    path("<str:pid>/done/<str:format>/", views.done, name="done"),
    path("<str:pid>/add/", views.add, name="add"),
    path("<str:pid>/review/", views.review, name="review"),
    path("<str:pid>/submit/", views.submit, name="submit"),
    path("<str:pid>/unsubmit/", views.unsubmit, name="unsubmit"),
    path("<str:pid>/send-back/", views.send_back, name="send_back"),
    path("<str:pid>/approve/", views.approve, name="approve"),
]
