"""How an action says no."""

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
