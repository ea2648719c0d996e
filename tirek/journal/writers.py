"""Who may record which kinds of work: a table to read beside the role table (design: access.md)."""

from __future__ import annotations

from collections.abc import Iterable

from tirek.access.roles import Role
from tirek.journal import kinds

WRITTEN_BY: dict[str, frozenset[str]] = {
    Role.DEPUTY_DIRECTOR: frozenset(
        {
            *("CAMPAIGN", "CONSULTATION", "CORNER", "EVENT", "LEISURE", "MEETING", "RAID"),
            *("RECOMMENDATION", "REQUEST"),
        }
    ),
    Role.CLASS_TEACHER: frozenset(
        {
            *("CLASS_DATA", "CONSULTATION", "DIAGNOSTIC_CARD", "EVENT", "GUARDIAN_INTERVIEW"),
            *("HOUSING_ACT", "INCOME_STATEMENT", "INTERESTS", "LEISURE", "MEETING"),
            *("MOVEMENT_REPORT", "PARENT_CONTACT", "PERSONAL_FILE_CHECK", "REQUEST"),
        }
    ),
    Role.PSYCHOLOGIST: frozenset(
        {
            *("CONSULTATION", "DIAGNOSTIC_CARD", "EVENT", "GUARDIAN_INTERVIEW", "HOUSING_ACT"),
            *("LEISURE", "MEETING", "OBSERVATION", "QUESTIONNAIRE", "RECOMMENDATION", "REFERRAL"),
            *("REGISTER_MEASURE", "REQUEST", "RESULT_SHARED", "SESSION", "SOCIOMETRY"),
        }
    ),
    Role.MENTOR: frozenset({"REGISTER_MEASURE"}),
    Role.SCHOOL_INSPECTOR: frozenset({"REGISTER_MEASURE"}),
    Role.NURSE: frozenset(
        {
            *("CHECKUP", "EVENT", "HEALTH_CARD_REVIEW", "REQUEST", "SANITARY_ROUND"),
            "VACCINATION",
        }
    ),
}


def codes_written_by(roles: Iterable[str]) -> frozenset[str]:
    """Codes of the kinds that holders of these roles may record; the social pedagogue, all."""
    roles = set(roles)
    if Role.SOCIAL_PEDAGOGUE in roles:
        return frozenset(kinds.kinds())
    return frozenset().union(*(WRITTEN_BY.get(role, frozenset()) for role in roles))


def roles_writing(code: str) -> frozenset[str]:
    """The roles whose holders may record a kind."""
    return frozenset(
        {Role.SOCIAL_PEDAGOGUE, *(role for role, codes in WRITTEN_BY.items() if code in codes)}
    )
