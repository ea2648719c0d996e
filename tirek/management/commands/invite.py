"""`tirek invite`: a one-time link for somebody who has no other way in."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access.models import User
from tirek.accounts.actions import invite


class Command(BaseCommand):
    """For who can read the server's screen: the last administrator has forgotten the password."""

    help = "Print a one-time link with which somebody chooses a new password."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose login."""
        parser.add_argument("login")

    def handle(self, *args: Any, login: str, **options: Any) -> None:
        """Give the link; it is kept nowhere."""
        user = User.objects.filter(username=login, is_active=True).first()
        if user is None:
            raise CommandError(_("There is no such login."), returncode=2)
        token = invite(by=None, school=None, user=user)
        path = reverse("accounts:invitation", args=[token])
        self.stdout.write(_("Open in the browser, after the address of the program:") + f" {path}")
