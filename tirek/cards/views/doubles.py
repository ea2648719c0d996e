"""Doubles: who may be one family or one child is proposed, joined by a person, taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tirek.access import clock
from tirek.access.doors import needs, tell_door
from tirek.access.models import User
from tirek.access.once import do_once
from tirek.access.refused import Refused
from tirek.cards.queries import categories, codes_by_pupil
from tirek.school import merging, proposing
from tirek.school.models import Apart, Household, Merge, Pupil
from tirek.school.queries import (
    families,
    household_of,
    households_named,
    pupils_named,
    pupils_of,
    with_class_on,
)
from tirek.school.rules.doubles import Ground
from tirek.school.rules.siblings import Sign, Strength
from tirek.web.parts import Figure

KEY = "school.double:merge"
PAGE, MOST = 20, 20

SIGNS = {
    Sign.PHONE: gettext_lazy("the same telephone"),
    Sign.PARENT: gettext_lazy("a grown-up of the same full name"),
    Sign.NAMESAKE: gettext_lazy("a grown-up of the same surname and first name"),
    Sign.ADDRESS: gettext_lazy("the same surname and address"),
}
STRENGTHS = {
    Strength.STRONG: (gettext_lazy("very likely"), "new"),
    Strength.LIKELY: (gettext_lazy("likely"), "chg"),
    Strength.WEAK: (gettext_lazy("perhaps"), ""),
}
GROUNDS = {
    Ground.IIN: gettext_lazy("the same IIN"),
    Ground.NAME_AND_BIRTH: gettext_lazy("the same name and date of birth"),
    Ground.NAME: gettext_lazy("the same name; on one card something is missing"),
}


def _visible(request: HttpRequest) -> Any:
    school = request.school  # type: ignore[attr-defined]
    return Pupil.objects.visible_to(request.user, KEY).filter(school=school)


def _figures(request: HttpRequest, here: str, **counts: int) -> list[Figure]:
    """The three pages with their counts; those not known yet are counted."""
    school = request.school  # type: ignore[attr-defined]
    if "siblings" not in counts:
        found = proposing.family_proposals(school, _visible(request), clock.today())
        counts["siblings"] = len(found)
    if "doubles" not in counts:
        counts["doubles"] = len(proposing.card_proposals(school, _visible(request)))
    labels = {
        "siblings": pgettext("count", "possible families"),
        "doubles": pgettext("count", "possible doubles of cards"),
    }
    figures = [
        Figure(counts[name], words, reverse(f"cards:{name}"), current=name == here)
        for name, words in labels.items()
    ]
    joined = Merge.objects.visible_to(request.user).filter(school=school, undone_at=None).count()
    words = pgettext("count", "joined")
    return [*figures, Figure(joined, words, reverse("cards:merges"), current=here == "merges")]


@needs(KEY, sensitive=True, thing="school.double")
def siblings(request: HttpRequest) -> HttpResponseBase:
    """Families that may be one, with the reasons: joined, or said to be no family."""
    if request.method == "POST":
        return _decided(request)
    school, day = request.school, clock.today()  # type: ignore[attr-defined]
    found = proposing.family_proposals(school, _visible(request), day)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    ids = [pk for one in page.object_list for pk in (*one.first, *one.second)]
    pupils = {p.pk: p for p in with_class_on(Pupil.objects.filter(pk__in=ids), day)}
    homes = Household.objects.in_bulk(
        [pk for one in page.object_list for pk in (one.first_home, one.second_home) if pk]
    )
    tell_door(request, count=len(pupils))
    rows = [
        {
            "sides": [
                {"pupils": [pupils[pk] for pk in ids], "home": homes.get(home)}
                for ids, home in ((one.first, one.first_home), (one.second, one.second_home))
            ],
            "reasons": [(SIGNS[r.sign], r.shown) for r in one.reasons],
            "strength": STRENGTHS[one.strength],
            "two_homes": bool(one.first_home and one.second_home),
        }
        for one in page.object_list
    ]
    figures = _figures(request, "siblings", siblings=len(found))
    shown = {"figures": figures, "page": page, "rows": rows}
    return render(request, "cards/siblings.html", shown)


def _decided(request: HttpRequest) -> HttpResponseBase:
    """The families of two pupils become one, or are said to be two."""
    user: User = request.user  # type: ignore[assignment]
    one = get_object_or_404(_visible(request), pid=request.POST.get("one", ""))
    other = get_object_or_404(_visible(request), pid=request.POST.get("other", ""))
    said = request.POST.get("do", "")
    here = reverse("cards:siblings")
    homes = [household_of(pupil, clock.today()) for pupil in (one, other)]

    def deed() -> str:
        if said == "apart":
            sides = [pupils_of(home, clock.today()) if home else [] for home in homes]
            first, second = (
                side or [pupil] for side, pupil in zip(sides, (one, other), strict=True)
            )
            merging.say_apart(by=user, what=Apart.What.FAMILY, first=first, second=second)
        elif said in ("first", "second"):
            _joined(user, (one, other), homes, said)
        else:
            raise Http404
        return here

    done = _("Not proposed again.") if said == "apart" else _("Joined into one family.")
    return _once(request, deed, here, done)


def _joined(user: User, pupils: Any, homes: list[Household | None], said: str) -> None:
    kept, other = (0, 1) if said == "first" else (1, 0)
    first, second = homes[kept], homes[other]
    if first and second:
        merging.join_households(by=user, kept=first, other=second)
    elif first or second:
        lone = pupils[other] if first else pupils[kept]
        merging.live_together(by=user, household=first or second, pupil=lone)  # type: ignore[arg-type]
    else:
        merging.share_home(by=user, first=pupils[kept], second=pupils[other])


def _once(request: HttpRequest, deed: Callable[[], str], back: str, done: str) -> HttpResponseBase:
    """Do a deed once; a refusal is said above the page one comes back to."""
    user: User = request.user  # type: ignore[assignment]
    try:
        to = do_once(request.POST.get("form_key"), user, deed)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    messages.success(request, done)
    return redirect(to)


@needs(KEY, sensitive=True, thing="school.double")
def doubles(request: HttpRequest) -> HttpResponseBase:
    """Cards that may be of one child, to be compared."""
    school, day = request.school, clock.today()  # type: ignore[attr-defined]
    found = proposing.card_proposals(school, _visible(request))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    ids = [pk for one in page.object_list for pk in (one.first, one.second)]
    pupils = {p.pk: p for p in with_class_on(Pupil.objects.filter(pk__in=ids), day)}
    tell_door(request, count=len(pupils))
    shown = {
        "figures": _figures(request, "doubles", doubles=len(found)),
        "page": page,
        "rows": [
            {"cards": [pupils[one.first], pupils[one.second]], "ground": GROUNDS[one.ground]}
            for one in page.object_list
        ],
    }
    return render(request, "cards/doubles.html", shown)


@needs(KEY, sensitive=True, thing="school.double")
def same(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Another card of this child: found by name, compared side by side, joined to this one."""
    user: User = request.user  # type: ignore[assignment]
    day = clock.today()
    visible = with_class_on(_visible(request), day)
    kept: Any = get_object_or_404(visible, pid=pid)
    asked = request.POST.get("with") or request.GET.get("with", "")
    if not asked:
        text = request.GET.get("q", kept.surname)
        found = pupils_named(visible, text).exclude(pk=kept.pk) if text.strip() else visible.none()
        tell_door(request, count=1)
        shown = {"pupil": kept, "text": text, "found": list(found[:MOST])}
        return render(request, "cards/same.html", shown)
    other: Any = get_object_or_404(visible.exclude(pk=kept.pk), pid=asked)
    here = f"{reverse('cards:same', args=[pid])}?with={other.pid}"
    if request.method == "POST":
        apart = request.POST.get("do") == "apart"

        def deed() -> str:
            if apart:
                merging.say_apart(by=user, what=Apart.What.CHILD, first=[kept], second=[other])
                return reverse("cards:doubles")
            merging.join_pupils(
                by=user,
                kept=kept,
                other=other,
                taken=[n for n in merging.CHOSEN if request.POST.get(n) == "other"],
                homes="homes" in request.POST,
            )
            return reverse("cards:pupil", args=[kept.pid])

        done = _("Not proposed again.") if apart else _("The two cards are one now.")
        return _once(request, deed, here, done)
    tell_door(request, count=2)
    return render(request, "cards/compare.html", _compared(kept, other))


def _compared(kept: Any, other: Any) -> dict[str, Any]:
    """What the two cards say, side by side."""
    day = clock.today()
    homes = [household_of(pupil, day) for pupil in (kept, other)]
    names = categories(kept.school)
    held = codes_by_pupil([kept.pk, other.pk], day)
    tags = [
        [names[code].name() if code in names else code for code in held.get(pupil.pk, [])]
        for pupil in (kept, other)
    ]
    return {
        "kept": kept,
        "other": other,
        "fields": [
            {
                "name": one.field,
                "label": Pupil._meta.get_field(one.field).verbose_name,  # type: ignore[union-attr]
                "kept": _said(kept, one.field),
                "other": _said(other, one.field),
                "blank": one.blank,
            }
            for one in merging.differing(kept, other)
        ],
        "sides": [
            (pupil, home, told, merging.records(pupil))
            for pupil, home, told in zip((kept, other), homes, tags, strict=True)
        ],
        "two_homes": bool(homes[0] and homes[1] and homes[0] != homes[1]),
    }


def _said(pupil: Pupil, name: str) -> object:
    return pupil.get_sex_display() if name == "sex" else getattr(pupil, name)


@needs(KEY, sensitive=True, thing="school.double")
def same_family(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Another row of this family: found by surname or address, joined to this one."""
    user: User = request.user  # type: ignore[assignment]
    school, day = request.school, clock.today()  # type: ignore[attr-defined]
    visible = Household.objects.visible_to(user, KEY).filter(school=school)
    kept = get_object_or_404(visible, pid=pid)
    others = visible.exclude(pk=kept.pk)
    if request.method == "POST":
        other = get_object_or_404(others, pid=request.POST.get("with", ""))
        page = reverse("cards:household", args=[pid])

        def deed() -> str:
            merging.join_households(by=user, kept=kept, other=other)
            return page

        return _once(request, deed, page, _("Joined into one family."))
    name = families([kept.pk], day)[0].name
    text = request.GET.get("q", name.split(",")[0])
    found = families(households_named(school, others, text, day)[:MOST], day) if text else []
    tell_door(request, kept)
    shown = {"household": kept, "name": name, "text": text, "found": found}
    return render(request, "cards/same_family.html", shown)


@needs(KEY, sensitive=True, thing="school.double")
def merges(request: HttpRequest) -> HttpResponseBase:
    """What was joined and what was said to be two, the latest first: each may be taken back."""
    user: User = request.user  # type: ignore[assignment]
    school = request.school  # type: ignore[attr-defined]
    joined = Merge.objects.visible_to(user).filter(school=school)
    said = Apart.objects.visible_to(user).filter(first__school=school)
    here = reverse("cards:merges")
    if request.method == "POST":
        if "undo" in request.POST:
            merge = get_object_or_404(joined, pid=request.POST["undo"])

            def back() -> str:
                merging.undo_merge(by=user, merge=merge)
                return here

            return _once(request, back, here, _("Taken back."))
        one = get_object_or_404(said, pid=request.POST.get("unsay", ""))

        def unsaid() -> str:
            merging.take_back_apart(by=user, said=one)
            return here

        return _once(request, unsaid, here, _("Taken back."))
    people = ("kept_pupil", "other_pupil", "kept_household", "other_household", "by", "undone_by")
    page = Paginator(joined.select_related(*people), PAGE).get_page(request.GET.get("page"))
    apart = said.filter(annulled_at=None).select_related("first", "second", "by")[:100]
    tell_door(request, count=len(page))
    shown = {"figures": _figures(request, "merges"), "page": page, "apart": apart}
    return render(request, "cards/merges.html", shown)
