"""How an action says no."""

from typing import Any

from django.core.exceptions import ValidationError


class Refused(ValidationError):
    """An action was refused; the message is for the user, `field` is where it belongs.

    Nothing has been written when this is raised.
    """

    def __init__(self, message: object, field: str | None = None) -> None:
        super().__init__(str(message))
        self.field = field

    def __str__(self) -> str:
        return str(self.messages[0])

    def put_on(self, form: Any) -> None:
        """Show the refusal on the form: at its field when it has that one, else at the top.

        A view writes: `except Refused as refused: refused.put_on(form)`.
        """
        form.add_error(self.field if self.field in form.fields else None, self)
