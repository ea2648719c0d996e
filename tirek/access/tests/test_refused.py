from django import forms

from tirek.access.refused import Refused


class LeaveForm(forms.Form):
    until = forms.CharField(required=False)


def shown(refused):
    form = LeaveForm({"until": "31.08.2026"})
    assert form.is_valid()
    refused.put_on(form)
    return form.errors.get_json_data()


def test_a_refusal_is_shown_at_its_field():
    errors = shown(Refused("On this day the pupil is in no class.", field="until"))
    assert errors == {"until": [{"message": "On this day the pupil is in no class.", "code": ""}]}


def test_a_refusal_of_no_field_or_of_another_form_is_shown_at_the_top():
    for refused in (Refused("No."), Refused("No.", field="surname")):
        assert shown(refused) == {"__all__": [{"message": "No.", "code": ""}]}


def test_a_refusal_reads_as_its_message():
    assert str(Refused("State the reason.", field="reason")) == "State the reason."
