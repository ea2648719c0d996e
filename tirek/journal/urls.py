"""Addresses of the journal."""

from django.urls import path

from tirek.journal.views import files, reading, writing

app_name = "journal"

urlpatterns = [
    path("", reading.journal, name="journal"),
    path("new/", writing.new, name="new"),
    path("files/<str:pid>/", files.file, name="file"),
    path("<str:pid>/", reading.entry, name="entry"),
    path("<str:pid>/draft/", writing.draft, name="draft"),
    path("<str:pid>/sign/", writing.sign, name="sign"),
    path("<str:pid>/correct/", writing.correct, name="correct"),
    path("<str:pid>/annul/", writing.annul, name="annul"),
    path("<str:pid>/attach/", files.attach, name="attach"),
]
