"""The forms that can be filled at a home."""

from __future__ import annotations

from tirek.visits.rules.asked import Form
from tirek.visits.rules.housing import HOUSING
from tirek.visits.rules.property import PROPERTY_CHECK

FORMS: dict[str, Form] = {form.kind: form for form in (HOUSING, PROPERTY_CHECK)}
"""Every form by the journal's kind of its entries; the first is what "new act" means."""
