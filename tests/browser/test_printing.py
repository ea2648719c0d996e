"""A page that is printed is written down, though the browser prints it alone."""

import pytest

from tirek.access.models import AuditRow
from tirek.access.tests import making
from tirek.school.tests import making as pupils

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_printing_a_card_leaves_a_line(sign_in_page, live_server):
    school = making.school()
    child = pupils.pupil(school, in_class="5А")
    page = sign_in_page(making.user("SOCIAL_PEDAGOGUE", school))
    page.goto(f"/pupils/{child.pid}/?q=x")
    with page.expect_response("**/printed/") as answer:
        page.pdf()
    assert answer.value.status == 204
    row = AuditRow.objects.get(verb="PRINTED")
    assert (row.thing, row.thing_id, row.note) == ("school.pupil", child.pid, "cards:pupil")
    assert AuditRow.objects.filter(verb="READ", thing_id=child.pid).count() == 1
