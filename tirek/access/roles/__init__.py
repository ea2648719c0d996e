"""Who may do what: the table a deputy director can read (design: access.md).

A line is a kind of thing, a column a role, a cell the verbs. A key ("cards.basis:read") opens a
kind of thing (403 without it); how far a role reaches narrows it to persons (404 outside). Whoever
holds several roles has, over each child, the rights of those roles that reach this child.
"""

from tirek.access.roles.names import REACH, STAFF, WHOLE_SCHOOL, Reach, Role
from tirek.access.roles.table import DOORS, TABLE, THINGS
from tirek.access.roles.thing import TOOK_PLACE, Section, Thing

__all__ = [
    "DOORS",
    "REACH",
    "STAFF",
    "TABLE",
    "THINGS",
    "TOOK_PLACE",
    "WHOLE_SCHOOL",
    "Reach",
    "Role",
    "Section",
    "Thing",
]
