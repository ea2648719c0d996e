"""`tirek send_reminders`: the letters that are due."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.reminders.models import Letter
from tirek.reminders.sending import send_letters


class Command(BaseCommand):
    """Sends each letter once; run it every hour or every day, it makes no difference."""

    help = "Send the letters that are due and did not go yet: of the week, of what was handed on."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many went and how many did not."""
        if not settings.MAIL:
            raise CommandError(_("Mail is not set up: see TIREK_MAIL."), returncode=2)
        found = list(send_letters(clock.today()))
        failed = sum(one.state == Letter.State.FAILED for one in found)
        self.stdout.write(_("sent: %(n)s") % {"n": len(found) - failed})
        if failed:
            raise CommandError(_("not sent: %(n)s") % {"n": failed}, returncode=1)
