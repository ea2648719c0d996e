"""Addresses of hand-overs between schools."""

from django.urls import path

from tirek.transfers.views import arrivals, sending

app_name = "transfers"

urlpatterns = [
    path("", sending.transfers, name="transfers"),
    path("pupil/<slug:pid>/", sending.send, name="send"),
    path("sent/<slug:pid>/", sending.sending, name="sending"),
    path("sent/<slug:pid>/withdraw/", sending.withdraw, name="withdraw"),
    path("sent/<slug:pid>/file/", sending.sealed, name="sealed"),
    path("came/<slug:pid>/", arrivals.arrival, name="arrival"),
    path("came/<slug:pid>/accept/", arrivals.accept, name="accept"),
    path("came/<slug:pid>/decline/", arrivals.decline, name="decline"),
]
