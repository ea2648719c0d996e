"""Addresses of the lists of support."""

from django.urls import path

from tirek.support import views

app_name = "support"

urlpatterns = [
    path("books/", views.books, name="books"),
    path("books/give/", views.give_books, name="give_books"),
    path("books/file/<str:ending>/", views.books_file, name="books_file"),
    path("books/<str:pid>/take-back/", views.take_back, name="take_back"),
    path("meals/", views.meals, name="meals"),
    path("meals/file/<str:ending>/", views.meals_file, name="meals_file"),
]
