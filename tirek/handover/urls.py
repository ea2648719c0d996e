"""Addresses of the hand-over: the school's packages and what the department received."""

from django.urls import path

from tirek.handover.views import packages, received

app_name = "handover"

urlpatterns = [
    path("", packages.packages, name="packages"),
    path("new/", packages.new_package, name="new_package"),
    path("received/", received.received, name="received"),
    path("received/<str:pid>/", received.received_package, name="received_package"),
    path("received/<str:pid>/package.zip", received.received_file, name="received_file"),
    path("received/<str:pid>/confirm/", received.confirm, name="confirm"),
    path("received/<str:pid>/remark/", received.ask, name="ask"),
    path("<str:pid>/", packages.package, name="package"),
    path("<str:pid>/change/", packages.change_package, name="change_package"),
    path("<str:pid>/seal/", packages.seal, name="seal"),
    path("<str:pid>/send/", packages.send, name="send"),
    path("<str:pid>/receipt/", packages.receipt, name="receipt"),
    path("<str:pid>/withdraw/", packages.withdraw, name="withdraw"),
    path("<str:pid>/remark/", packages.answer, name="answer"),
    path("<str:pid>/package.zip", packages.package_file, name="package_file"),
    path("<str:pid>/letter.<str:ending>", packages.letter, name="letter"),
]
