"""Addresses of the phone."""

from django.urls import path

from tirek.phone.views import settling, shell, talking

app_name = "phone"

urlpatterns = [
    path("", shell.shell, name="shell"),
    path("sw.js", shell.worker, name="worker"),
    path("manifest.webmanifest", shell.manifest, name="manifest"),
    path("state/", talking.state, name="state"),
    path("register/", talking.register, name="register"),
    path("offer/", talking.offer, name="offer"),
    path("take/", talking.take, name="take"),
    path("send/", talking.send, name="send"),
    path("phones/", settling.phones, name="phones"),
    path("phones/<str:pid>/end/", settling.end, name="end"),
    path("parcels/<str:pid>/", settling.settle, name="settle"),
]
