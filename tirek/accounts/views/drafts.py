"""What the page saves by itself of a form that has not been sent; only for its author."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tirek.access.doors import needs
from tirek.accounts import drafts as kept


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@needs("access.account:own")
def drafts(request: HttpRequest) -> HttpResponseBase:
    """GET `?page=`: one's drafts there; POST `place, fields`: keep one; POST `end`: it is over."""
    user: Any = request.user
    if request.method == "GET":
        found = kept.drafts_at(user, request.GET.get("page", ""))
        shown = [
            {
                "place": one.place,
                "at": f"{timezone.localtime(one.at):%d.%m.%Y %H:%M}",
                "fields": one.fields,
            }
            for one in found
        ]
        return JsonResponse({"drafts": shown})
    if "end" in request.POST:
        kept.end_draft(user, request.POST["end"])
        return JsonResponse({})
    return JsonResponse({}, status=200 if kept.keep_saved(user, request.POST) else 400)
