"""The components and words of the pages: `{% load web %}`."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, CheckboxSelectMultiple, RadioSelect
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from tirek.web.parts import DueLine, Figure
from tirek.web.rules import dates, icons

register = template.Library()


def _language() -> str:
    code = (get_language() or "kk")[:2]
    return code if code in dates.MONTHS else "en"


def _as_day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value if isinstance(value, date) else None


@register.filter
def day(value: Any) -> str:
    """`23.11.2026`; empty for no day."""
    found = _as_day(value)
    return dates.short_day(found) if found else ""


@register.filter
def month(value: Any) -> str:
    """`2026 жылғы қазан`: a month by one of its days."""
    found = _as_day(value)
    return dates.month_year(found, _language()) if found else ""


@register.filter
def longday(value: Any) -> str:
    """`2026 жылғы 23 қараша` by the page's language."""
    found = _as_day(value)
    return dates.long_day(found, _language()) if found else ""


@register.filter
def daymonth(value: Any) -> str:
    """`23 қараша`."""
    found = _as_day(value)
    return dates.day_month(found, _language()) if found else ""


@register.filter
def weekday(value: Any) -> str:
    """`дүйсенбі`."""
    found = _as_day(value)
    return dates.weekday(found, _language()) if found else ""


@register.filter
def shortweekday(value: Any) -> str:
    """`дс`."""
    found = _as_day(value)
    return dates.short_weekday(found, _language()) if found else ""


@register.filter
def moment(value: Any) -> str:
    """`23.11.2026 14:05` in the school's time."""
    if not isinstance(value, datetime):
        return day(value)
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{dates.short_day(local.date())} {local:%H:%M}"


@register.filter
def age(born: Any, on: Any) -> int | str:
    """Whole years on a day; empty when the birth date is not known."""
    first, second = _as_day(born), _as_day(on)
    return dates.years_between(first, second) if first and second else ""


@register.filter
def percent(part: int, whole: int) -> str:
    """`82 %`; a dash where there is nothing to divide. Show it with its two numbers."""
    return f"{round(100 * part / whole)}\u00a0%" if whole else "–"


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """`mapping[key]`, or empty."""
    return mapping.get(key, "") if mapping else ""


@register.simple_tag
def icon(name: str, tone: str | None = None) -> SafeString:
    """A shape from the one table; its tone follows from the shape unless given ("" = ink)."""
    tone = icons.TONES.get(name, "") if tone is None else tone
    return mark_safe(icons.svg(name, tone))  # noqa: S308 - our own table, no user text


@register.simple_tag
def stat(name: object, ended: bool = False, kind: str = "") -> SafeString:
    """A status tag: quiet, grey; dashed with a ring when ended. `kind`: new, chg, no, same."""
    shape = {"new": "plus", "chg": "arrows", "no": "cross", "same": "equal"}.get(
        kind, "ring" if ended else "dot"
    )
    classes = "stat" + (" stat-end" if ended else "") + (f" stat-{kind}" if kind else "")
    picture = mark_safe(icons.svg(shape))  # noqa: S308 - our own table
    return format_html('<span class="{}">{}{}</span>', classes, picture, name)


@register.inclusion_tag("web/figs.html")
def figs(figures: Iterable[Figure]) -> dict[str, Any]:
    """A ruled strip of figures, at most five."""
    return {"figures": figures}


@register.inclusion_tag("web/facts.html")
def facts(pairs: Iterable[tuple[object, object]]) -> dict[str, Any]:
    """Names and values in two columns."""
    return {"pairs": pairs}


@register.inclusion_tag("web/due_line.html")
def due_line(line: DueLine) -> dict[str, Any]:
    """One line of what is due, inside `<ul class="due">`."""
    return {"line": line}


@register.inclusion_tag("web/bar.html")
def bar(done: int, late: int, whole: int) -> dict[str, Any]:
    """A bar of done and late parts of a whole; beside it stand the numbers."""
    share = 100 / whole if whole else 0
    done_width = round(done * share, 1)
    return {"done": done_width, "late": round(late * share, 1), "late_at": done_width}


@register.inclusion_tag("web/chart.html")
def chart(block: Any) -> dict[str, Any]:
    """Bars side by side by label: `labels`, `series` of (name, numbers), `title`."""
    top = max([1, *(number for _name, numbers in block.series for number in numbers)])
    rows = [
        (label, [(round(100 * ns[at] / top, 1), ns[at]) for _name, ns in block.series])
        for at, label in enumerate(block.labels)
    ]
    return {"title": block.title, "names": [name for name, _numbers in block.series], "rows": rows}


@register.inclusion_tag("web/pages.html", takes_context=True)
def pages(context: Context, page: Page[Any]) -> dict[str, Any]:
    """Links to the pages of a list; the rest of the address stays as it is."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {"page": page, "numbers": list(numbers), "request": context["request"]}


@register.simple_tag(takes_context=True)
def form_key(context: Context) -> SafeString:
    """The hidden key by which a form sent twice counts once; kept when the form comes back."""
    request = context.get("request")
    sent = request.POST.get("form_key", "") if request is not None else ""
    try:
        key = str(uuid.UUID(sent))
    except ValueError:
        key = str(uuid.uuid4())
    return format_html('<input type="hidden" name="form_key" value="{}">', key)


@register.inclusion_tag("web/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """The faults of the forms of a page, first thing on it; each leads to its field."""
    faults: list[dict[str, Any]] = []
    for form in forms:
        if not form.is_bound:
            continue
        faults += [{"text": text, "target": ""} for text in form.non_field_errors()]
        for bound in form:
            target = bound.id_for_label or bound.auto_id
            if isinstance(bound.field.widget, RadioSelect | CheckboxSelectMultiple):
                target = f"{bound.auto_id}_0"
            faults += [
                {"text": text, "target": target, "label": bound.label} for text in bound.errors
            ]
    return {"faults": faults}
