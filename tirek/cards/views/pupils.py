"""The list of pupils and the pupil's page."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tirek.access import clock
from tirek.access.asking import allowed, day_asked
from tirek.access.doors import needs, tell_door
from tirek.access.models import User
from tirek.cards import panels, queries
from tirek.cards.models import StatusPeriod
from tirek.cards.rules import years
from tirek.cards.rules.fates import Days
from tirek.cards.rules.papers import lacks_basis
from tirek.cards.views.seen import tags_of
from tirek.cards.wording import CONFLICTS, KIN_CONFLICTS
from tirek.school.models import Pupil, SchoolClass
from tirek.school.queries import (
    Over,
    household_of,
    over,
    pupils_named,
    pupils_of,
    pupils_on,
    with_class_on,
    with_first_day,
)
from tirek.schoolyear.queries import year_at
from tirek.web.parts import Figure

PAGE = 50


@needs("school.pupil:read", sensitive=True)
def pupils(request: HttpRequest) -> HttpResponse:
    """Pupils of a day whom one sees, narrowed by name, class and status."""
    school, user = request.school, request.user  # type: ignore[attr-defined]
    day, day_form = day_asked(request)
    text, category = request.GET.get("q", "").strip(), request.GET.get("category", "")
    visible = Pupil.objects.visible_to(user)
    found: Any = pupils_on(school, day, pupils=visible)
    categories = queries.categories(school)
    knows = allowed(request, "cards.status:read")
    known = Pupil.objects.visible_to(user, "cards.status:read").values("pk")
    if text:
        # «оралман» is no name: it finds whoever holds the status, besides namesakes.
        meant = queries.categories_named(school, text) if knows else []
        named = pupils_named(found, text)
        if meant:
            holders = queries.pupils_in(visible.filter(pk__in=known), meant, day)
            by_name = pupils_named(visible, text).order_by().values("pk")
            named = found.filter(Q(pk__in=holders.order_by().values("pk")) | Q(pk__in=by_name))
        found = named
    if chosen := request.GET.get("class", ""):
        found = found.filter(class_name=chosen)
    if category in categories and knows:
        found = queries.pupils_in(found.filter(pk__in=known), [category], day)
    counted = list(found.values_list("pk", "sex"))
    page = Paginator([pk for pk, _sex in counted], PAGE).get_page(request.GET.get("page"))
    here = {p.pk: p for p in with_class_on(Pupil.objects.filter(pk__in=page.object_list), day)}
    codes, rights = queries.codes_by_pupil(here, day), over(user, school.pk, here)
    rows = [
        {"pupil": here[pk], "tags": tags_of(rights, pk, codes.get(pk, []), categories)}
        for pk in page.object_list
    ]
    tell_door(request, count=len(rows))
    boys, girls = (sum(sex == one for _pk, sex in counted) for one in "MF")
    families: list[Figure] = []
    if allowed(request, "school.household:read"):
        homes = queries.families_among(school, [pk for pk, _sex in counted], day)
        families = [Figure(homes, pgettext("count", "families"))]
    year = year_at(school, day)
    shown: dict[str, Any] = {
        "day": day,
        "day_form": day_form,
        "text": text,
        "class_chosen": chosen,
        "category_chosen": category,
        "categories": categories if knows else {},
        "classes": SchoolClass.objects.visible_to(user).filter(school_year=year),
        "page": page,
        "rows": rows,
        "figures": [
            Figure(len(counted), pgettext("count", "pupils")),
            *families,
            Figure(boys, pgettext("count", "boys")),
            Figure(girls, pgettext("count", "girls")),
        ],
        "may_add": allowed(request, "school.pupil:write"),
        "may_many": allowed(request, "cards.status:write"),
    }
    if shown["may_many"]:
        in_class = next((one.pid for one in shown["classes"] if one.name == chosen), "")
        asked = {"q": text, "class": in_class, "category": category, "on": request.GET.get("on")}
        shown["many_query"] = urlencode({name: said for name, said in asked.items() if said})
    return render(request, "cards/pupils.html", shown)


@needs("school.pupil:read", sensitive=True)
def pupil(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Who this is, current statuses with their basis, what is due, everything that took place."""
    user: User = request.user  # type: ignore[assignment]
    today = clock.today()
    visible = with_class_on(Pupil.objects.visible_to(user, merged=True), today)
    child: Any = get_object_or_404(with_first_day(visible.select_related("school")), pid=pid)
    if child.merged_into_id:
        kept = get_object_or_404(Pupil.objects.visible_to(user), pk=child.merged_into_id)
        return redirect("cards:pupil", kept.pid)
    tell_door(request, child)
    categories, norms = queries.categories(child.school), queries.norms(child.school)
    rights = over(user, child.school_id, [child.pk])
    believed, replaced = queries.statuses_with_history(child)
    known = set(queries.codes_seen(rights, child.pk, {s.category for s in (*believed, *replaced)}))
    scans = queries.scans_of([*believed, *replaced])
    statuses, before = ([s for s in some if s.category in known] for some in (believed, replaced))
    in_class = SchoolClass.objects.filter(pk=child.class_id_on).select_related("teacher").first()
    found_panels = panels.panels_for(request, child)
    shown = {
        "pupil": child,
        "in_class": in_class,
        "facts": _facts(child, in_class),
        "current": tags_of(rights, child.pk, _held(believed), categories),
        "statuses": _rows(rights, statuses, categories, norms, scans),
        "before": _rows(rights, before, categories, norms, scans),
        "conflicts": _conflicts(child, statuses, categories),
        "strip": _strip(statuses, categories),
        "family": _family(user, child) if rights.may("school.household:read", child.pk) else None,
        "first": [_drawn(request, panel) for panel in found_panels if panel.first],
        "aside": [_drawn(request, panel) for panel in found_panels if panel.aside],
        "others": [_drawn(request, p) for p in found_panels if not p.first and not p.aside],
        "additions": [action for panel in found_panels for action in panel.actions],
        "may_change": rights.may("school.pupil:write", child.pk),
        "may_status": rights.may("cards.status:write", child.pk),
        "may_class": rights.may("school.class:read", child.pk),
        "sees_statuses": rights.may("cards.register:read", child.pk),
        "may_merge": rights.may("school.double:merge", child.pk),
        "may_mentor": rights.may("cards.mentor:write", child.pk),
    }
    return render(request, "cards/pupil.html", shown)


def _drawn(request: HttpRequest, panel: panels.Panel) -> dict[str, Any]:
    text = render_to_string(panel.template, dict(panel.context), request)
    return {"title": panel.title, "count": panel.count, "text": text}


def _facts(child: Any, in_class: SchoolClass | None) -> list[tuple[str, object]]:
    languages = {"kk": _("Kazakh"), "ru": _("Russian"), "en": _("English")}
    shift = _("shift %(n)s") % {"n": in_class.shift} if in_class and in_class.shift else ""
    language = languages.get(child.language, "")
    return [
        (_("Born on"), child.born_on),
        (_("Sex"), child.get_sex_display()),
        (_("IIN"), child.iin),
        (_("Teaching"), ", ".join(part for part in (language, shift) if part)),
        (_("At school since"), child.came_on),
        (_("Address"), child.address),
        (_("Phone"), child.phone),
        (_("Class teacher"), in_class.teacher if in_class and in_class.teacher else ""),
        (_("Mentor"), ", ".join(str(grant.user) for grant in queries.mentors_of(child))),
    ]


def _held(statuses: list[StatusPeriod]) -> list[str]:
    day = clock.today()
    codes = [s.category for s in reversed(statuses) if queries.holds(s, day)]
    return list(dict.fromkeys(codes))


def _conflicts(child: Any, statuses: list[StatusPeriod], categories: Any) -> list[tuple[Any, str]]:
    """What contradicts what, in words, with the names of the statuses."""
    today = clock.today()
    stays: list[Days] = [(None, None)]
    if child.class_id_on is None:  # only then may a status be one of a child who left
        stays = queries.stays_of([child.pk])[child.pk]
    return [
        (CONFLICTS[kind], ", ".join(_name(categories, one.category) for one in some))
        for kind, some in queries.conflicts_among(statuses, stays, today)
    ]


def _name(categories: Any, code: str) -> str:
    return categories[code].name() if code in categories else code


def _rows(
    rights: Over, statuses: list[StatusPeriod], categories: Any, norms: Any, scans: Any
) -> list[Any]:
    day = clock.today()
    return [
        {
            "status": s,
            "name": _name(categories, s.category),
            "ended": not queries.holds(s, day),
            "bare": s.category in categories
            and categories[s.category].basis_demanded
            and lacks_basis(queries.said_of(s)),
            "overdue": s.basis_until is not None and s.basis_until < day,
            "scans": scans[s.pk],
            "norm": norms.get(s.norm, s.norm),
            "sees_basis": queries.basis_seen(rights, s.pupil_id, categories.get(s.category)),
        }
        for s in statuses
    ]


def _strip(statuses: list[Any], categories: Any) -> years.Strip | None:
    periods = [
        years.Period(
            _name(categories, s.category),
            s.since,
            s.until,
        )
        for s in statuses
    ]
    return years.strip(periods, clock.today())


def _family(user: User, child: Pupil) -> dict[str, Any]:
    today = clock.today()
    household = household_of(child, today)
    if household is None:
        return {"household": None}
    others = [p for p in pupils_of(household, today) if p.pk != child.pk]
    seen = over(user, child.school_id, [p.pk for p in others]).all_of("school.pupil:read")
    kin = list(queries.kin_of(child, today))
    return {
        "household": household,
        "url": reverse("cards:household", args=[household.pid]),
        "kin": kin,
        "conflicts": [KIN_CONFLICTS[one] for one in queries.kin_conflicts(child, kin, today)],
        "others": [{"pupil": p, "seen": p.pk in seen} for p in others],
        "level": household.levels.known_at().first(),
    }
