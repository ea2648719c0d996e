"""The words for what the rules say in codes."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tirek.cards.rules.kin import Conflict

# Why a status is refused (`rules.papers`, `rules.fates`).
WHYS: dict[str, Promise] = {
    "NO_SINCE": _("State from which day the status holds."),
    "AHEAD": _("Enter today's date or an earlier one."),
    "BEFORE_BIRTH": _("This day is before the day of birth."),
    "NO_UNTIL": _("State the last day."),
    "ENDS_BEFORE": _("The last day is before the first day."),
    "NO_DOCUMENT": _("This status is entered only with its basis: state the document."),
    "NO_DATE": _("This status is entered only with its basis: state the date of the document."),
    "PAPER_AHEAD": _("The document is dated in the future."),
    "PAPER_AFTER_END": _("The document is dated after the last day of the status."),
    "VALID_BEFORE_PAPER": _("The document is valid until a day before its own date."),
    "VALID_BEFORE_SINCE": _("The document is out of date before the first day of the status."),
    "END_PAPER_BEFORE": _("The document is dated before the first day of the status."),
    "HAS": _("The pupil already has this status in that time."),
    "OVER": _("The status is over already."),
    "LATER": _("The status begins after this day."),
    "NOT_HELD": _("The pupil does not have this status."),
    "NOT_HERE": _("Not among the pupils whose statuses you enter."),
}

# What contradicts what (`rules.conflicts`).
CONFLICTS: dict[str, Promise] = {
    "PAIR": _("These statuses contradict each other."),
    "TWICE": _("The same status stands twice."),
    "CITIZEN": _("Citizenship is granted, the status still holds."),
    "GONE": _("The pupil has left the school, the status still holds."),
}

# What contradicts itself in kinship (`rules.kin`).
KIN_CONFLICTS: dict[Conflict, Promise] = {
    Conflict.TWO_MOTHERS: _("Two mothers are entered for the same time."),
    Conflict.TWO_FATHERS: _("Two fathers are entered for the same time."),
    Conflict.TWICE: _("The same person is entered twice."),
    Conflict.GUARDIAN_FROM_14: _("The child is 14 already: trustee instead of guardian."),
    Conflict.TRUSTEE_UNDER_14: _("The child is under 14: guardian instead of trustee."),
    Conflict.CARE_OF_ADULT: _("The pupil is 18 already: guardianship or trusteeship is over."),
    Conflict.GUARDIAN_AND_TRUSTEE: _("A guardian and a trustee at the same time."),
    Conflict.NO_PAPER: _("The deciding paper of the guardian, trustee or carer is missing."),
    Conflict.NO_REPRESENTATIVE: _("No legal representative is entered."),
}

# The six lists (`rules.lists`).
LIST_NAMES: dict[str, Promise] = {
    "ORPHANS": _("Orphans and children without parental care"),
    "MULTI_CHILD": _("Large families"),
    "RETURNEES": _("Returnees"),
    "HOME_TAUGHT": _("Pupils taught at home"),
    "LOW_INCOME": _("Low-income families"),
    "DEVIANT": _("Pupils needing heightened attention"),
}
