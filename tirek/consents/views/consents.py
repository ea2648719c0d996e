"""Who has signed and who has not; a consent recorded, corrected, withdrawn, annulled."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tirek.access import clock
from tirek.access.asking import act_once, allowed, day_asked
from tirek.access.doors import needs, tell_door
from tirek.access.models import User
from tirek.cards.queries import kin_of, legal_representatives
from tirek.consents import actions, queries
from tirek.consents.documents import blank, register_of
from tirek.consents.forms import ConsentForm, ManyForm, ReasonForm, StoppedForm, WithdrawForm
from tirek.consents.models import Consent
from tirek.office.document import file_name
from tirek.office.files import TYPES, WRITERS, written
from tirek.school.models import HouseholdMember, Pupil, SchoolClass
from tirek.school.queries import household_of, pupils_on
from tirek.schoolyear.queries import year_at
from tirek.web.files import as_file, language_asked

READ, WRITE, PRESENCE = "consents.consent:read", "consents.consent:write", "consents.presence:read"


@needs(PRESENCE)
@require_safe
def consents(request: HttpRequest) -> HttpResponse:
    """Each class with how many have signed to what; above, what is to be stopped."""
    school, user = request.school, request.user  # type: ignore[attr-defined]
    day, day_form = day_asked(request)
    known = queries.scopes_open_to(user, school)
    pupils: list[Any] = list(
        pupils_on(school, day, pupils=Pupil.objects.visible_to(user, PRESENCE))
    )
    held = queries.standing(school, [one.pk for one in pupils], day)
    classes: dict[str, dict[str, Any]] = {}
    for one in sorted(pupils, key=lambda one: one.class_order):
        row = classes.setdefault(
            one.class_pid, {"name": one.class_name, "pupils": 0, "signed": dict.fromkeys(known, 0)}
        )
        row["pupils"] += 1
        for code in held[one.pk] & known.keys():
            row["signed"][code] += 1
    shown = {
        "day": day,
        "day_form": day_form,
        "scopes": known,
        "classes": [
            {"pid": pid, **row, "signed": [row["signed"][code] for code in known]}
            for pid, row in classes.items()
        ],
        "sums": [sum(row["signed"][code] for row in classes.values()) for code in known],
        "whole": len(pupils),
        "to_stop": _to_stop(request),
        "today": clock.today(),
        "may_register": allowed(request, READ),
        "may_scopes": allowed(request, "consents.scope:manage"),
    }
    return render(request, "consents/consents.html", shown)


def _to_stop(request: HttpRequest) -> list[dict[str, Any]]:
    if not allowed(request, READ):
        return []
    school, user = request.school, request.user  # type: ignore[attr-defined]
    known = queries.scopes(school)
    return [
        {"consent": one, "scope": known.get(one.scope, one.scope), "stop_by": by}
        for one, by in queries.to_stop(school, user)
    ]


def _class(request: HttpRequest, pid: str) -> SchoolClass:
    seen = SchoolClass.objects.visible_to(request.user, PRESENCE).select_related(
        "school", "school_year"
    )
    return get_object_or_404(seen, pid=pid, school=request.school)  # type: ignore[attr-defined]


def _pupils_of(one: SchoolClass, request: HttpRequest) -> list[Any]:
    """Pupils of the class today, or on its year's last day when it is over."""
    year, today = year_at(one.school, clock.today()), clock.today()
    day = today if year and year.pk == one.school_year_id else one.school_year.ends_on
    found: Any = pupils_on(one.school, day, pupils=Pupil.objects.visible_to(request.user, PRESENCE))
    return [pupil for pupil in found if pupil.class_id_on == one.pk]


@needs(PRESENCE, sensitive=True)
@require_safe
def of_class(request: HttpRequest, pid: str) -> HttpResponse:
    """Each pupil of a class: to what somebody has signed, and to what nobody has."""
    one = _class(request, pid)
    day, day_form = day_asked(request)
    known = queries.scopes_open_to(request.user, one.school)
    chosen = request.GET.get("scope", "")
    pupils = _pupils_of(one, request)
    held = queries.standing(one.school, [pupil.pk for pupil in pupils], day)
    if chosen in known:
        pupils = [pupil for pupil in pupils if chosen not in held[pupil.pk]]
    shown = {
        "school_class": one,
        "day": day,
        "day_form": day_form,
        "scopes": known,
        "chosen": chosen,
        "rows": [
            {
                "pupil": pupil,
                "signed": [(code, one, code in held[pupil.pk]) for code, one in known.items()],
            }
            for pupil in pupils
        ],
        "may_write": allowed(request, WRITE),
    }
    tell_door(request, count=len(pupils))
    return render(request, "consents/class.html", shown)


@needs(WRITE, sensitive=True)
def papers_came(request: HttpRequest, pid: str) -> HttpResponseBase:
    """The papers of a class: those who have not signed yet are listed to be ticked."""
    user: User = request.user  # type: ignore[assignment]
    one, today = _class(request, pid), clock.today()
    known = {
        code: scope
        for code, scope in queries.scopes_open_to(user, one.school).items()
        if not scope.transfer
    }
    code = request.POST.get("scope") or request.GET.get("scope") or next(iter(known), "")
    pupils = queries.unsigned(_pupils_of(one, request), code, today, one.school)
    legal = legal_representatives([pupil.pk for pupil in pupils], today)
    form = ManyForm(
        request.POST or None,
        initial={"scope": code, "signed_on": today},
        scopes=known,
        pupils=[
            (pupil.pid, f"{pupil.short_name} · {legal[pupil.pk].member.full_name}")
            for pupil in pupils
            if pupil.pk in legal
        ],
    )

    def deed() -> str:
        chosen = set(form.cleaned_data["pupils"])
        actions.give_many(
            by=user,
            school=one.school,
            scope=form.cleaned_data["scope"],
            pupils=[pupil for pupil in pupils if pupil.pid in chosen],
            signed_on=form.cleaned_data["signed_on"],
            until=form.cleaned_data["until"],
        )
        return reverse("consents:class", args=[one.pid])

    context = {
        "school_class": one,
        "scopes": known,
        "chosen": code,
        "nobody": [pupil for pupil in pupils if pupil.pk not in legal],
    }
    return act_once(request, form, deed, "consents/papers.html", context, _("Consents recorded."))


def _pupil(request: HttpRequest, pid: str) -> Pupil:
    seen = Pupil.objects.visible_to(request.user, PRESENCE).select_related("school")
    return get_object_or_404(seen, pid=pid, school=request.school)  # type: ignore[attr-defined]


def _page(child: Pupil) -> str:
    return reverse("cards:pupil", args=[child.pid])


def _members(child: Pupil, consent: Consent | None = None) -> Any:
    """Who may have signed: kin of the child and grown-ups of the family now."""
    today = clock.today()
    home = household_of(child, today)
    ids = {kin.member_id for kin in kin_of(child, today)}
    if home is not None:
        ids.update(home.members.values_list("pk", flat=True))
    if consent is not None and consent.signed_by_id:
        ids.add(consent.signed_by_id)
    return HouseholdMember.objects.filter(pk__in=ids)


def _consent(request: HttpRequest, pid: str) -> Consent:
    seen: Any = Consent.objects.visible_to(request.user).select_related("pupil__school", "school")
    found: Consent = get_object_or_404(seen, pid=pid, school=request.school)  # type: ignore[attr-defined]
    return found


@needs(WRITE, sensitive=True)
def give(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A consent was signed."""
    user: User = request.user  # type: ignore[assignment]
    child = _pupil(request, pid)
    known = queries.scopes_open_to(user, child.school)
    scope = known.get(request.GET.get("scope", "")) or next(iter(known.values()), None)
    kin = legal_representatives([child.pk], clock.today()).get(child.pk)
    initial = {
        "scope": scope.code if scope else "",
        "data": scope.said("data", child.language) if scope else "",
        "purpose": scope.said("purpose", child.language) if scope else "",
        "operator": child.school.name,
        "signed_by": kin.member if kin else None,
        "signer_relation": kin.get_kinship_display() if kin else "",
    }
    form = ConsentForm(request.POST or None, initial=initial, scopes=known, members=_members(child))

    def deed() -> str:
        actions.give_consent(by=user, pupil=child, fields=form.cleaned_data)
        return _page(child)

    context = {
        "pupil": child,
        "heading": _("Record a consent"),
        "button": _("Save the consent"),
        "scopes": {code: one for code, one in known.items() if code != initial["scope"]},
    }
    return act_once(request, form, deed, "consents/form.html", context, _("Consent recorded."))


@needs(WRITE, sensitive=True)
def correct(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A consent was written wrong: a new record takes its place, the old one stays."""
    user: User = request.user  # type: ignore[assignment]
    consent = _consent(request, pid)
    child = consent.pupil
    form = ConsentForm(
        request.POST or None,
        initial={name: getattr(consent, name) for name in actions.FIELDS},
        scopes=queries.scopes_open_to(user, child.school),
        members=_members(child, consent),
    )

    def deed() -> str:
        actions.correct_consent(by=user, consent=consent, fields=form.cleaned_data)
        return _page(child)

    context = {
        "pupil": child,
        "heading": _("Correct a consent"),
        "button": _("Save the correction"),
        "note": _("The old record is kept: what was believed before can still be shown."),
    }
    return act_once(request, form, deed, "consents/form.html", context, _("Consent corrected."))


def _part(
    request: HttpRequest, consent: Consent, form: forms.Form, deed: Any, words: dict[str, str]
) -> HttpResponseBase:
    """A small form about one consent."""

    def done() -> str:
        deed()
        return _page(consent.pupil)

    scope = queries.scopes(consent.school).get(consent.scope, consent.scope)
    context = {"pupil": consent.pupil, "consent": consent, "scope": scope, **words}
    return act_once(request, form, done, "consents/part.html", context, words["done"])


@needs(WRITE, sensitive=True)
def withdraw(request: HttpRequest, pid: str) -> HttpResponseBase:
    """The family takes a consent back: the term to stop begins."""
    user: User = request.user  # type: ignore[assignment]
    consent, form = _consent(request, pid), WithdrawForm(request.POST or None)
    days = queries.rights_of(consent.school).stop_days
    words = {
        "heading": _("Withdraw a consent"),
        "button": _("Save the withdrawal"),
        "note": _("Working days to stop the processing: %(days)s.") % {"days": days},
        "done": _("Withdrawal recorded."),
    }
    return _part(
        request,
        consent,
        form,
        lambda: actions.withdraw_consent(by=user, consent=consent, **form.cleaned_data),
        words,
    )


@needs(WRITE, sensitive=True)
def stopped(request: HttpRequest, pid: str) -> HttpResponseBase:
    """What rested on a withdrawn consent has stopped."""
    user: User = request.user  # type: ignore[assignment]
    consent = _consent(request, pid)
    form = StoppedForm(request.POST or None, initial={"on": clock.today()})
    words = {
        "heading": _("Confirm that the processing has stopped"),
        "button": _("Confirm"),
        "done": _("Confirmed."),
    }
    return _part(
        request,
        consent,
        form,
        lambda: actions.confirm_stopped(by=user, consent=consent, **form.cleaned_data),
        words,
    )


@needs(WRITE, sensitive=True)
def annul(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A consent recorded by mistake: it counts no more, and stays in the history."""
    user: User = request.user  # type: ignore[assignment]
    consent, form = _consent(request, pid), ReasonForm(request.POST or None)
    words = {
        "heading": _("Annul a consent"),
        "button": _("Annul the record"),
        "note": _(
            "Annul only what was recorded by mistake. What the family takes back is withdrawn."
        ),
        "done": _("Consent annulled."),
    }
    return _part(
        request,
        consent,
        form,
        lambda: actions.annul_consent(by=user, consent=consent, **form.cleaned_data),
        words,
    )


@needs(WRITE, sensitive=True, thing="consents.blank")
@require_safe
def blanks(request: HttpRequest, pid: str) -> HttpResponse:
    """The forms to be signed for a child; `?scope=` and `?as=docx` take one away."""
    child, user = _pupil(request, pid), request.user
    known = queries.scopes_open_to(user, child.school)
    ending, code = request.GET.get("as", ""), request.GET.get("scope", "")
    if not ending:
        languages = [("kk", "Қазақша"), ("ru", "Русский")]
        shown = {"pupil": child, "scopes": known, "languages": languages}
        return render(request, "consents/blanks.html", shown)
    if ending not in ("docx", "pdf") or code not in known:
        raise Http404
    language = language_asked(request)
    document = blank(child, known[code], "ru" if language == "ru" else "kk")
    tell_door(request, child)
    name = file_name(f"{document.title} {child.short_name}", ending)
    content = written(document, ending, school=child.school, form="consent")
    return as_file(content, name, TYPES[ending])


@needs(READ, thing="consents.register")
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The register of consents as a file, for those whom one may read."""
    ending = request.GET.get("as", "xlsx")
    if ending not in WRITERS:
        raise Http404
    school: Any = request.school  # type: ignore[attr-defined]
    document = register_of(school, {}, language_asked(request), request.user)
    content = written(document, ending, school=school, form="consents")
    return as_file(content, file_name(document.title, ending), TYPES[ending])
