"""Every address of the program: which right opens it, about what it is, what it answers.

A new address gets one line here; `test_doors.py` fails until it has it, and when a line is left of
an address that is gone. The right is one of `rights.py`, in the words of the school: without it
403, with it but without the thing in reach 404.
"""

from __future__ import annotations

from dataclasses import dataclass

# What may be answered to a form sent empty: shown again, led on, not that way, not understood.
FORM, DEED, NONE = "200 422", "302", "405"


@dataclass(frozen=True)
class Door:
    """One address.

    `right` opens it for everybody who holds it (None: for anybody, signed in or not); `thing` is
    the kind of thing its id is of; `found` a second right without which the thing is not there;
    `only` (letters) the roles that find it, where that is said of no right; `get` and `post` are
    the answers to those who reach the thing, `more` the rest of the address, `query` its questions.
    """

    right: str | None
    thing: str = ""
    get: str = "200"
    post: str = NONE
    found: str = ""
    only: str = ""
    more: tuple[str, ...] = ()
    query: str = ""
    own: str = ""


ALL = "everybody w"

DOORS: dict[str, Door] = {
    # the entrance
    "access:healthz": Door(None),
    "accounts:sign_in": Door(None, post=FORM),
    "accounts:sign_out": Door(None, get=NONE, post=DEED),
    "accounts:first": Door(None, get="302", post=DEED),
    "set_language": Door(None, get="302", post=DEED),
    "components": Door(ALL, post=FORM),
    # one's account, the school's people
    "accounts:account": Door(ALL, post="200"),
    "accounts:change_password": Door(ALL, post=FORM),
    "accounts:choose_school": Door(ALL, get=NONE, post=DEED),
    "accounts:school": Door("people w", post=FORM),
    "accounts:people": Door("people w", post="200"),
    "accounts:add_person": Door("people w", post=FORM),
    "accounts:person": Door("people w", "person", post=FORM),
    "accounts:renew_password": Door("people w", "person", get=NONE, post="200 302"),
    "accounts:end_role": Door("people w", "person", post=FORM, more=("SOCIAL_PEDAGOGUE",)),
    # school years
    "schoolyear:years": Door("years r", post="200"),
    "schoolyear:open_year": Door("years w", post=FORM),
    "schoolyear:change_year": Door("years w", "year", post=FORM),
    # the card index
    "school:search": Door("card r", post="200", query="q=5"),
    "school:add_pupil": Door("card w", post=FORM),
    "school:change_pupil": Door("card w", "pupil", post=FORM),
    "school:move_pupil": Door("card w", "pupil", post=FORM),
    "school:leave": Door("card w", "pupil", post=FORM),
    "school:join_household": Door("household w", "pupil", post=FORM),
    "school:import": Door("card w", post=FORM),
    "school:import_sample": Door("card w", post="200"),
    "school:import_preview": Door("card w", "roster", post=FORM),
    "school:import_refused": Door("card w", "roster", post="200"),
    "school:import_take_back": Door("card w", "roster", get=NONE, post=DEED),
    "school:open_class": Door("class w", post=FORM),
    "school:change_class": Door("class w", "class", post=FORM),
    "school:add_household": Door("household w", post=FORM),
    "school:change_household": Door("household w", "household", post=FORM),
    "school:add_member": Door("household w", "household", post=FORM),
    "school:change_member": Door("household w", "member", post=FORM),
    "cards:pupils": Door("card r", post="200"),
    "cards:pupil": Door("card r", "pupil", post="200"),
    "cards:open_status": Door("status w", "pupil", post=FORM),
    "cards:end_status": Door("status w", "status", post=FORM),
    "cards:correct_status": Door("status w", "status", post=FORM),
    "cards:annul_status": Door("status w", "status", post=FORM),
    "cards:list": Door("status r", post="200"),
    "cards:classes": Door("class r", post="200"),
    "cards:class": Door("class r", "class", post="200"),
    "cards:households": Door("household r", post="200"),
    "cards:household": Door("household r", "household", post="200"),
    "cards:record_income": Door("household w", "household", post=FORM),
    "cards:record_level": Door("household w", "household", post=FORM),
    "cards:add_kin": Door("household w", "pupil", post=FORM),
    "cards:end_kin": Door("household w", "kin", post=FORM),
    # the journal
    "journal:journal": Door("journal r", post="200"),
    "journal:new": Door("journal w", post="200"),
    "journal:file": Door("journal r", "file", post="200", found="work parents r"),
    "journal:entry": Door("journal r", "entry", post="200", found="work parents k"),
    "journal:draft": Door("journal w", "draft", post=FORM, only="S"),
    "journal:sign": Door("journal w", "draft", get=NONE, post=DEED, only="S"),
    "journal:correct": Door("journal w", "entry", post=FORM, found="work parents w"),
    "journal:annul": Door("journal w", "entry", post=FORM, found="work parents w"),
    "journal:attach": Door("journal w", "entry", get=NONE, post=FORM, found="work parents w"),
    # the plans
    "plans:plans": Door("plan r", post="200"),
    "plans:ready": Door("plan w", get=NONE, post=DEED),
    "plans:import": Door("plan w", post=FORM),
    "plans:plan": Door("plan r", "plan", post="200"),
    "plans:document": Door("plan r", "plan", post="200", more=("docx",)),
    "plans:row": Door("plan r", "row", post="200"),
    "plans:change": Door("plan w", "draft row", post=FORM),
    "plans:adjust": Door("item moved w", "row", post=FORM, query="period=0&about={pupil}"),
    "plans:take_back": Door("item moved w", "row", get=NONE, post="404"),
    "plans:review": Door("plan w", "draft plan", post="302 422"),
    "plans:approve": Door("plan approved w", "draft plan", get=NONE, post=DEED),
    # the acts
    "visits:acts": Door("act r", post="200"),
    "visits:new": Door("act w", post="200"),
    "visits:blank": Door("act r", post="200"),
    "visits:act": Door("act r", "act", post="200"),
    "visits:step": Door("act w", "draft act", post=FORM, only="S", more=("main",)),
    "visits:sign": Door("act w", "draft act", post=FORM, only="S"),
    "visits:correct": Door("act w", "act", post=FORM),
    "visits:annul": Door("act w", "act", post=FORM),
    "visits:document": Door("act r", "act", post="200", more=("docx",)),
    # the lists of support
    "support:books": Door("books r"),
    "support:give_books": Door("books w", get=NONE, post=DEED),
    "support:books_file": Door("books r", more=("xlsx",)),
    "support:take_back": Door("books w", "books", get=NONE, post=DEED, only="S"),
    "support:meals": Door("meals r"),
    "support:meals_file": Door("meals r", more=("xlsx",)),
    # the documents
    "reports:documents": Door("papers r"),
    "reports:open_passport": Door("papers r", get="302", query="class={class}"),
    "reports:open_movement": Door("papers r", get="302", query="class={class}"),
    "reports:school_passport": Door("papers r", found="school papers r"),
    "reports:class_passport": Door("papers r", "class"),
    "reports:movement": Door("papers r", "class"),
    "reports:issue": Door("papers w", get=NONE, post=DEED, more=("class-passport",)),
    "reports:download": Door(
        "papers r", found="school papers r", more=("school-passport", "docx"), query="as_of=2026-11-23"
    ),
    "reports:issued": Door("papers r", "paper"),
    "reports:issued_file": Door("papers r", "paper", more=("docx",)),
    # the first screen
    "desk:desk": Door(ALL, post="200"),
}
