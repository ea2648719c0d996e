"""Begins long work and sees it through."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.db import connections, transaction
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from tirek.access import audit, clock, walls
from tirek.access.models import School, User
from tirek.access.refused import Refused
from tirek.longwork import progress
from tirek.longwork.models import Work

log = logging.getLogger(__name__)

Tell = Callable[[int, int], None]
# How a kind of work is done: (the work, how to say how far it is) -> the address of the result.
Run = Callable[[Work, Tell], str]
_KINDS: dict[str, Run] = {}
# One at a time: an embedded database has one writer.
_pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="longwork")


def register(kind: str, run: Run) -> None:
    """Say how a kind of work is done (from a room's `AppConfig.ready`)."""
    _KINDS[kind] = run


def start_work(*, by: User, school: School, kind: str, title: str, args: Mapping[str, Any]) -> Work:
    """Begin a work; it runs by itself once the transaction it was begun in is through."""
    with transaction.atomic():
        work = Work.objects.create(
            school=school,
            by=by,
            kind=kind,
            title=title[:200],
            args=dict(args),
            language=(get_language() or settings.LANGUAGE_CODE)[:2],
        )
        audit.record(by=by, verb="CREATED", thing=work, school=school, note=kind)
        progress.tell(work.pid, 0, 0)
        if not settings.LONG_WORK_AT_ONCE:
            transaction.on_commit(lambda: _submit(work.pk))
    if settings.LONG_WORK_AT_ONCE:
        _see_through(work)
    return work


def _submit(pk: int) -> Future[None]:
    return _pool.submit(_in_thread, pk)


def _in_thread(pk: int) -> None:
    try:
        work = Work.objects.select_related("by", "school").get(pk=pk)
        with ExitStack() as stack:
            if walls.standing():
                stack.enter_context(walls.behind(walls.schools_of(work.by)))
            _see_through(work)
    finally:
        connections.close_all()


def _see_through(work: Work) -> None:
    def tell(done: int, whole: int) -> None:
        progress.tell(work.pid, done, whole)

    with override(work.language):
        try:
            with transaction.atomic():
                work.result = _KINDS[work.kind](work, tell)
            work.state = Work.State.DONE
        except Refused as refusal:
            work.state, work.message = Work.State.FAILED, " ".join(refusal.messages)[:1000]
        except Exception:
            log.exception("Long work %s (%s) failed", work.pid, work.kind)
            work.state = Work.State.FAILED
            work.message = _("Something went wrong in the program. Nothing was written.")
    work.ended_at = clock.now()
    work.save(update_fields=["state", "result", "message", "ended_at"])
    progress.forget(work.pid)
