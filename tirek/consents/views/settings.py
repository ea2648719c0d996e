"""The scopes of consents as the school words them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tirek.access.asking import act_once
from tirek.access.doors import needs
from tirek.access.models import User
from tirek.access.roles import Role
from tirek.consents import actions, queries
from tirek.consents.actions.settings import SCOPE_FIELDS
from tirek.consents.forms import ScopeForm
from tirek.consents.models import OWN

MANAGE = "consents.scope:manage"


@needs(MANAGE)
@require_safe
def scopes(request: HttpRequest) -> HttpResponse:
    """The scopes: those that came with the program and the school's own."""
    known = queries.scopes(request.school)  # type: ignore[attr-defined]
    rows = [
        {"scope": one, "holder": Role(one.holder).label if one.holder else ""}
        for one in known.values()
    ]
    return render(request, "consents/scopes.html", {"rows": rows})


@needs(MANAGE)
def add_scope(request: HttpRequest) -> HttpResponseBase:
    """A scope of the school's own."""
    return _scope(request, "", {}, _("Add a scope"))


@needs(MANAGE)
def word_scope(request: HttpRequest) -> HttpResponseBase:
    """Word a scope (`?code=`) the school's own way."""
    code = request.GET.get("code", "")
    known = queries.scopes(request.school).get(code)  # type: ignore[attr-defined]
    if known is None:
        raise Http404
    initial = {name: getattr(known, name) for name in SCOPE_FIELDS}
    return _scope(request, code, initial, _("Change the wording"))


def _scope(
    request: HttpRequest, code: str, initial: dict[str, Any], heading: str
) -> HttpResponseBase:
    user: User = request.user  # type: ignore[assignment]
    form = ScopeForm(
        request.POST or None,
        initial=initial,
        holders=[(role.value, role.label) for role in OWN],
        fixed=bool(code),
    )

    def deed() -> str:
        actions.keep_scope(
            by=user,
            school=request.school,  # type: ignore[attr-defined]
            code=code,
            fields=form.cleaned_data,
        )
        return reverse("consents:scopes")

    context = {"heading": heading, "fields": [form[name] for name in SCOPE_FIELDS]}
    return act_once(request, form, deed, "consents/scope_form.html", context, _("Saved."))
