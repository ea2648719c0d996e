"""Every address of the program: which right opens it, about what it is, what it answers.

A new address gets one line here; `test_doors.py` fails until it has it, and when a line is left of
an address that is gone. The right is one of `rights.py`, in the words of the school: without it
403, with it but without the thing in reach 404.
"""

from __future__ import annotations

from dataclasses import dataclass

# What may be answered to a form sent empty: shown again, led on, not that way, not understood.
FORM, DEED, NONE, GONE = "200 422", "302", "405", "404 410"


@dataclass(frozen=True)
class Door:
    """One address.

    `right` opens it for everybody who holds it (None: for anybody, signed in or not); `thing` is
    the kind of thing its id is of. `found` is a second right without which the thing is not there
    (404), `may` one without which it is there but closed (403), `only` the letters of the roles
    that find it, where no right says that. `get` and `post` are the answers to those who reach the
    thing, `more` the rest of the address, `query` its questions.
    """

    right: str | None
    thing: str = ""
    get: str = "200"
    post: str = NONE
    found: str = ""
    only: str = ""
    more: tuple[str, ...] = ()
    query: str = ""
    may: str = ""


ALL = "everybody w"
# An expert of the department works at no school: its plans come to light with the department's own
# pages.
READERS = "SDHTYNMLCI"
# The entries of the walk are contacts with parents.
KNOWN, OWN = "work parents k", "work parents w"

DOORS: dict[str, Door] = {
    # the entrance
    "access:healthz": Door(None),
    "access:printed": Door(ALL, get=NONE, post="404"),
    "accounts:sign_in": Door(None, post=FORM),
    "accounts:sign_out": Door(None, get=NONE, post=DEED),
    "accounts:second": Door(None, get="302", post=DEED),
    "accounts:invitation": Door(
        None, get="200 404 410", post="200 404 410", more=("no-such-link",)
    ),
    "accounts:first": Door(None, get="302", post=DEED),
    "set_language": Door(None, get="302", post=DEED),
    "components": Door(ALL, post=FORM),
    # one's account, the school's people
    "accounts:account": Door(ALL, post="200"),
    "accounts:change_password": Door(ALL, post=FORM),
    "accounts:confirm": Door(ALL, post=FORM),
    "accounts:second_factor": Door(ALL, post="200"),
    "accounts:add_app": Door(ALL, post=FORM),
    "accounts:add_passkey": Door(ALL, post=FORM),
    "accounts:remove_factor": Door(ALL, get=NONE, post=DEED),
    "accounts:renew_codes": Door(ALL, get=NONE, post=DEED),
    "accounts:end_session": Door(ALL, get=NONE, post=DEED),
    "accounts:drafts": Door(ALL, post="400"),
    # one's own alone, tested in its room
    "longwork:work": Door(ALL, get="404", post="404", more=("no-such-work",)),
    "accounts:choose_school": Door(ALL, get=NONE, post=DEED),
    "accounts:school": Door("people w", post=FORM),
    "accounts:people": Door("people w", post="200"),
    "accounts:add_person": Door("people w", post=FORM),
    "accounts:person": Door("people w", "person", post=FORM),
    "accounts:renew_password": Door("people w", "person", get=NONE, post="200 302"),
    "accounts:close_account": Door("people w", "person", get=NONE, post=DEED),
    "accounts:open_account": Door("people w", "person", get=NONE, post=DEED),
    "accounts:reset_factors": Door("people w", "person", get=NONE, post=DEED),
    "accounts:end_role": Door("people w", "grant", post=FORM),
    "accounts:change_role": Door("people w", "grant", post=FORM),
    "accounts:stand_in": Door("people w", "grant", post=FORM),
    "accounts:hand_over": Door("people w", "person", post=FORM),
    "accounts:take_back": Door("people w", "hand over", post=DEED),
    "accounts:rights": Door("rights r", post="200"),
    "accounts:rights_file": Door("rights r", post="200", more=("xlsx",)),
    # own Word forms
    "wordforms:forms": Door("own forms r"),
    "wordforms:form": Door("own forms r", more=("plan", "kk")),
    "wordforms:take": Door("own forms w", post=FORM, more=("plan", "kk")),
    "wordforms:starter": Door("own forms r", more=("plan", "kk")),
    "wordforms:ours": Door("own forms w", get=NONE, post=DEED, more=("plan", "kk")),
    "wordforms:version_file": Door("own forms r", "word form"),
    "wordforms:version_tried": Door("own forms r", "word form"),
    "wordforms:use": Door("own forms w", "word form", get=NONE, post=DEED),
    "seen_as": Door("people w", post="200", query="role=CLASS_TEACHER"),
    # school years
    "schoolyear:years": Door("years w", post="200"),
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
    "school:rollover": Door("class w", post="200"),
    "school:begin_rollover": Door("class w", get=NONE, post="404"),
    "school:rollover_class": Door("class w", get="404", post="404", more=("x",)),
    "school:rollover_result": Door("class w", get="404", post="404", more=("x",)),
    "school:rollover_back": Door("class w", get=NONE, post="404", more=("x",)),
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
    "cards:norms": Door("norms r", post="200"),
    "cards:norms_file": Door("norms r", post="200", more=("xlsx",)),
    "cards:norm": Door("norms r", "norm", post="200"),
    "cards:add_norm": Door("norms w", post=FORM),
    "cards:change_norm": Door("norms w", "norm", post=FORM),
    "cards:end_norm": Door("norms w", "norm", post=FORM),
    "cards:categories": Door("categories r", post="200"),
    "cards:category": Door("categories r", "category", post="200"),
    "cards:add_category": Door("categories w", post=FORM),
    "cards:change_category": Door("categories w", "category", post=FORM),
    "cards:close_category": Door("categories w", "category", post=FORM),
    "cards:set_social": Door("categories w", "category", post=FORM),
    "cards:list_import": Door("status w", post=FORM),
    "cards:list_preview": Door("status w", "list brought in", post="200"),
    "cards:list_back": Door("status w", "list brought in", get=NONE, post=DEED),
    "cards:renew_status": Door("status w", "status", post=FORM),
    "cards:grant_citizenship": Door("status w", "status", post=FORM),
    "cards:attach_scan": Door("status w", "status", post=FORM),
    "cards:scan": Door("status r", "scan", post="200"),
    "cards:annul_scan": Door("status w", "scan", get=NONE, post=DEED),
    "cards:conflicts": Door("status r", post="200"),
    "cards:ends": Door("status r", post="200"),
    "cards:soon": Door("status w", post=FORM),
    "cards:lacking": Door("status r", post="200"),
    "cards:open_many": Door("status w", post="200"),
    "cards:end_many": Door("status w", post="200"),
    "cards:batch": Door("status w", "batch", post="200"),
    "cards:take_back_batch": Door("status w", "batch", get=NONE, post=DEED),
    "cards:first_grade": Door("status r", post="200"),
    "cards:list": Door("status r", post="200"),
    "cards:classes": Door("class r", post="200"),
    "cards:class": Door("class r", "class", post="200"),
    "cards:households": Door("household r", post="200"),
    "cards:household": Door("household r", "household", post="200"),
    "cards:record_income": Door("household w", "household", post=FORM),
    "cards:record_level": Door("household w", "household", post=FORM),
    "cards:add_kin": Door("household w", "pupil", post=FORM),
    "cards:end_kin": Door("household w", "kin", post=FORM),
    "cards:correct_kin": Door("household w", "kin", post=FORM),
    "cards:annul_kin": Door("household w", "kin", post=FORM),
    "cards:household_file": Door("household r", "household", more=("docx",)),
    "cards:correct_income": Door("household w", "income", post=FORM),
    "cards:annul_income": Door("household w", "income", post=FORM),
    "cards:correct_level": Door("household w", "level", post=FORM),
    "cards:annul_level": Door("household w", "level", post=FORM),
    "cards:minimum": Door("household w", post=FORM),
    "cards:siblings": Door("doubles w", post="404"),
    "cards:doubles": Door("doubles w", post="200"),
    "cards:same": Door("doubles w", "pupil", post="200"),
    "cards:same_family": Door("doubles w", "household", post="404"),
    "cards:merges": Door("doubles w", post="404"),
    "cards:mentors": Door("mentors r", post="200"),
    "cards:mentor": Door("mentors w", "mentor", post="404"),
    "cards:assign_mentor": Door("mentors w", "pupil", post=FORM),
    # the journal
    "journal:journal": Door("journal r", post="200"),
    # Whoever may record one kind of work only is led to its form at once.
    "journal:new": Door("journal w", get="200 302", post="200 302"),
    "journal:file": Door("journal r", "file", post="200", found="work parents r"),
    "journal:entry": Door("journal r", "entry", post="200", found="work parents k"),
    "journal:draft": Door("journal w", "draft", post=FORM, only="S"),
    "journal:sign": Door("journal w", "draft", get=NONE, post=DEED, only="S"),
    "journal:correct": Door(
        "journal w", "entry", post=FORM, found="work parents k", may="work parents w"
    ),
    "journal:annul": Door(
        "journal w", "entry", post=FORM, found="work parents k", may="work parents w"
    ),
    "journal:attach": Door(
        "journal w", "entry", get=NONE, post=FORM, found="work parents k", may="work parents w"
    ),
    # the plans
    "plans:plans": Door("plan r", post="200", only=READERS),
    "plans:ready": Door("plan w", get=NONE, post=DEED),
    "plans:last_year": Door("plan w", get=NONE, post=DEED),
    "plans:import": Door("plan w", post=FORM),
    "plans:plan": Door("plan r", "plan", post="200", only=READERS),
    "plans:done": Door("figures r", "plan", more=("docx",), only=READERS),
    "plans:document": Door("plan r", "plan", post="200", more=("docx",), only=READERS),
    "plans:coverage": Door("figures r", post="200", only="SDHTYNMI"),
    "plans:coverage_file": Door("figures r", more=("docx",), only="SDHTYNMI"),
    "plans:ahead": Door("figures r", post="200", only="SDHTYNMI"),
    "plans:ahead_file": Door("figures r", more=("docx",), only="SDHTYNMI"),
    "plans:row": Door("plan r", "row", post="200", only=READERS),
    "plans:add": Door("plan w", "draft plan", post=FORM),
    "plans:change": Door("plan w", "draft row", post=FORM),
    "plans:end": Door("plan w", "row", post=FORM),
    "plans:unamend": Door("plan w", "row", get="302", post="302"),
    "plans:submit": Door("plan w", "draft plan", get=NONE, post=DEED),
    "plans:unsubmit": Door("plan w", "draft plan", get=NONE, post=DEED),
    "plans:send_back": Door("plan approved w", "draft plan", post=FORM),
    "plans:adjust": Door("item moved w", "row", post=FORM, query="period=0&about={pupil}"),
    "plans:adjust_many": Door("item moved w", "row", post=FORM, query="period=0"),
    "plans:handed": Door("item handed r", post="200"),
    "plans:give_back": Door("item handed w", "row", get="404", post="404"),
    "plans:take_back": Door("item moved w", "row", get=NONE, post="404"),
    "plans:review": Door("plan w", "draft plan", post="302 422"),
    "plans:approve": Door("plan approved w", "draft plan", get=NONE, post=DEED),
    # the acts
    "visits:acts": Door("act r", post="200"),
    "visits:new": Door("act w", post="200"),
    "visits:blank": Door("act r", post="200"),
    # the phone: what it asks and sends is proved in its own room
    "phone:shell": Door(None),
    "phone:worker": Door(None),
    "phone:manifest": Door(None),
    "phone:state": Door(ALL),
    "phone:register": Door("act w", get=NONE, post="422"),
    "phone:offer": Door("act w"),
    "phone:take": Door("act w", get=NONE, post="422"),
    "phone:send": Door(ALL, get=NONE, post="422"),
    "phone:phones": Door("act w", post="200"),
    "phone:end": Door("act w", "phone", get=NONE, post=DEED, only="S"),
    "phone:settle": Door("act w", "parcel", post=FORM, only="S"),
    "visits:new_property": Door("act w", post="200"),
    "visits:tasks": Door("act r", post="200"),
    "visits:close_task": Door("act w", "act task", post=FORM),
    "visits:reopen_task": Door("act w", "act task", get=NONE, post=DEED),
    "visits:act": Door("act r", "act", post="200"),
    "visits:step": Door("act w", "draft act", post=FORM, only="S", more=("main",)),
    "visits:photos": Door("act w", "draft act", post=FORM, only="S"),
    "visits:glass": Door("act w", "draft act", get="302", post=DEED, only="S"),
    "visits:picture": Door("act r", "act picture", post="200", only="S"),
    "visits:take_out": Door("act w", "act picture", get=NONE, post=DEED, only="S"),
    "visits:sign": Door("act w", "draft act", post=FORM, only="S"),
    "visits:correct": Door("act w", "act", post=FORM),
    "visits:annul": Door("act w", "act", post=FORM),
    "visits:document": Door("act r", "act", post="200", more=("docx",)),
    # the analysis of the year
    "analysis:analyses": Door("analysis r"),
    "analysis:begin": Door("analysis w", get=NONE, post=DEED),
    "analysis:analysis": Door("analysis r", "analysis"),
    "analysis:write": Door("analysis w", "draft analysis", post=FORM, query="plan=OWN&code=S1"),
    "analysis:finish": Door("analysis w", "draft analysis", post=DEED),
    "analysis:renew": Door("analysis w", "analysis", post=FORM),
    "analysis:paper": Door("analysis r", "analysis", more=("docx",)),
    # recommendations to class teachers
    "counselling:recommendations": Door("recommendation r"),
    "counselling:recommend": Door("recommendation w", post=FORM),
    "counselling:recommendation": Door("recommendation r", "recommendation"),
    "counselling:answer": Door("recommended w", "recommendation", post=FORM),
    "counselling:correct": Door("recommendation w", "recommendation", post=FORM),
    "counselling:annul": Door("recommendation w", "recommendation", post=FORM),
    "counselling:paper": Door("recommendation r", "recommendation", more=("docx",)),
    # the annual report
    "annual:reports": Door("annual report r"),
    "annual:begin": Door("annual report w", get=NONE, post=DEED, more=("2026",)),
    "annual:report": Door("annual report r", "annual report"),
    "annual:write": Door("annual report w", "annual report", post=FORM, more=("TASKS",)),
    "annual:take": Door("annual report w", "annual report", get=NONE, post=DEED),
    "annual:freeze": Door("annual report w", "annual report", post=FORM),
    "annual:again": Door("annual report w", "annual report", get=NONE, post=DEED),
    "annual:paper": Door("annual report r", "annual report", more=("docx",)),
    # guardianship
    "guardianship:register": Door("guardianship r"),
    "guardianship:register_file": Door("guardianship r", more=("docx",)),
    "guardianship:terms": Door("guardianship w", post=FORM),
    "guardianship:new": Door("guardianship w", post=FORM, query="pupil={pupil}"),
    "guardianship:case": Door("guardianship r", "case"),
    "guardianship:letter": Door("guardianship r", "case", more=("docx",)),
    "guardianship:link": Door("guardianship w", "case", post=FORM),
    "guardianship:step": Door("guardianship w", "case", post=FORM, more=("notified",)),
    "guardianship:correct": Door("guardianship w", "case step", post=FORM),
    "guardianship:annul": Door("guardianship w", "case step", post=FORM),
    "guardianship:wards": Door("guardianship r"),
    "guardianship:wards_file": Door("guardianship r", more=("xlsx",)),
    "guardianship:check": Door("guardianship w", "guardian", post=FORM),
    # Whoever may record a talk: social pedagogue, class teacher, psychologist.
    "guardianship:talk_with": Door("guardian talk w", post=FORM, query="pupil={pupil}"),
    "guardianship:talk": Door("journal r", "guardian talk", found="work parents k"),
    "guardianship:correct_talk": Door(
        "journal w", "guardian talk", post=FORM, found="work parents k", may="guardian talk w"
    ),
    "guardianship:annul_talk": Door(
        "journal w", "guardian talk", post=FORM, found="work parents k", may="guardian talk w"
    ),
    # the forms of classes
    "classdata:forms": Door("class data r"),
    "classdata:ask": Door("class data decide w", post=FORM),
    "classdata:new": Door("class data w", get="302"),
    "classdata:fill": Door("class data w", "class", post=FORM),
    "classdata:blank": Door("class data w", "class", more=("docx",)),
    "classdata:form": Door("class data r", "class form"),
    "classdata:form_file": Door("class data r", "class form", more=("docx",)),
    "classdata:accept_plain": Door("class data decide w", "class form", get=NONE, post=DEED),
    "classdata:take_back": Door("class data w", "class form", get=NONE, post=DEED),
    "classdata:accept": Door("class data decide w", "class line", post=FORM),
    "classdata:decline": Door("class data decide w", "class line", post=FORM),
    # cards handed over between schools
    "transfers:transfers": Door("transfers r"),
    "transfers:send": Door("transfers w", "pupil", post=FORM),
    "transfers:sending": Door("transfers r", "sending"),
    "transfers:withdraw": Door("transfers w", "sending", get=NONE, post=DEED),
    "transfers:sealed": Door("transfers w", "sent file"),
    "transfers:arrival": Door("transfers r", "arrival"),
    "transfers:accept": Door("transfers w", "arrival", post=FORM),
    "transfers:decline": Door("transfers w", "arrival", post=FORM),
    # the personal files
    "personalfiles:files": Door("personal file r"),
    "personalfiles:files_file": Door("personal file r", more=("xlsx",)),
    "personalfiles:check": Door("personal file w", get="302"),
    "personalfiles:file": Door("personal file r", "pupil", post="200 403"),
    "personalfiles:add_scan": Door("personal file w", "pupil", get=NONE, post=DEED),
    "personalfiles:scan": Door("personal file r", "paper scan"),
    "personalfiles:withdraw_scan": Door("personal file w", "paper scan", get=NONE, post=DEED),
    "personalfiles:papers": Door("list of papers w"),
    "personalfiles:paper": Door("list of papers w", post=FORM),
    "personalfiles:interests": Door("personal file r"),
    "personalfiles:interests_file": Door("personal file r", more=("xlsx",)),
    "personalfiles:new_interests": Door("personal file w", post=FORM, query="pupil={pupil}"),
    # the consents
    "consents:consents": Door("consents k"),
    "consents:class": Door("consents k", "class"),
    "consents:papers_came": Door("consents w", "class", post=FORM),
    "consents:give": Door("consents w", "pupil", post=FORM),
    "consents:blanks": Door("consents w", "pupil"),
    "consents:register": Door("consents r"),
    "consents:correct": Door("consents w", "consent", post=FORM, only="S"),
    "consents:withdraw": Door("consents w", "consent", post=FORM, only="S"),
    "consents:stopped": Door("consents w", "consent", post=FORM, only="S"),
    "consents:annul": Door("consents w", "consent", post=FORM, only="S"),
    "consents:scopes": Door("wording w"),
    "consents:add_scope": Door("wording w", post=FORM),
    "consents:word_scope": Door("wording w", post=FORM, query="code=PHOTO"),
    "consents:erasures": Door("erasure r"),
    "consents:terms": Door("erasure approved w", post=FORM),
    "consents:propose": Door("erasure w", post=FORM, query="pupil={pupil}"),
    "consents:erasure": Door("erasure r", "erasure", post="200"),
    "consents:decline": Door("erasure r", "erasure", get=NONE, post=DEED),
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
    "reports:sign_movement": Door("movement signed w", "class", get=NONE, post=DEED),
    "reports:movements": Door("papers r"),
    "reports:map": Door("papers r"),
    "reports:lists": Door("papers r"),
    "reports:list": Door("papers r", more=("ORPHANS",)),
    "reports:issue_series": Door("papers w", get=NONE, post=DEED, more=("list",)),
    "reports:series": Door("papers r", "series", found="school papers r"),
    "reports:series_file": Door("papers r", "series", found="school papers r", more=("docx",)),
    "reports:ask_childfile": Door("child file w", "pupil", post=FORM),
    "reports:childfile": Door("child file w", "childfile", post=FORM),
    "reports:childfile_zip": Door("child file w", "childfile"),
    "reports:issue": Door("papers w", get=NONE, post=DEED, more=("class-passport",)),
    "reports:download": Door(
        "papers r",
        found="school papers r",
        more=("school-passport", "docx"),
        query="as_of=2026-11-23",
    ),
    "reports:issued": Door("papers r", "paper"),
    "reports:issued_file": Door("papers r", "paper", more=("docx",)),
    # who looked
    # the calendar is found by its secret only, tested in its room
    "reminders:reminders": Door("reminders w", post=FORM),
    "reminders:make": Door("reminders w", get=NONE, post=DEED),
    "reminders:address": Door("reminders w", get="302"),
    "reminders:end": Door("reminders w", get=NONE, post=DEED),
    "reminders:feed": Door(None, get="404", more=("no-such-calendar",)),
    "oversight:my_actions": Door(ALL, post="200"),
    "oversight:why": Door(ALL, get="302", post=DEED),
    "oversight:sight": Door("who sees a child r", "pupil", post="200"),
    "oversight:glass": Door("emergency w", post=FORM),
    "oversight:looked": Door("who looked r", "pupil", post="200"),
    "oversight:incidents": Door("who looked r"),
    "oversight:incidents_file": Door(
        "who looked r", more=("xlsx",), query="since=23.11.2026&until=23.11.2026"
    ),
    "oversight:alarms": Door("who looked r", post="200"),
    "oversight:alarm": Door("who looked r", "alarm", post=FORM),
    "oversight:openings": Door("who looked r", post="200"),
    "oversight:opening": Door("who looked r", "opening", post=FORM),
    "oversight:technical": Door("technical log r", post="200"),
    # the first screen
    "desk:desk": Door(ALL, post="200"),
    # what is handed over to the education department
    "handover:packages": Door("packages r"),
    "handover:new_package": Door("packages w", post=FORM),
    "handover:package": Door("packages r", "package"),
    "handover:change_package": Door("packages w", "draft package", post=FORM),
    "handover:seal": Door("packages w", "package", get=NONE, post=DEED),
    "handover:send": Door("packages w", "package", get=NONE, post=DEED),
    "handover:receipt": Door("packages w", "package", get=NONE, post=DEED),
    "handover:withdraw": Door("packages w", "package", get=NONE, post=DEED),
    "handover:answer": Door("packages w", "package", get=NONE, post=DEED),
    "handover:package_file": Door("packages r", "package"),
    "handover:letter": Door("packages r", "package", more=("docx",)),
    "handover:received": Door("packages sent r"),
    "handover:received_package": Door("packages sent r", "package"),
    "handover:received_file": Door("packages sent r", "package"),
    "handover:confirm": Door("packages sent r", "package", get=NONE, post=DEED),
    "handover:ask": Door("packages sent r", "package", get=NONE, post=DEED),
}
