"""The settings for `tools.attack`: forms are taken without their token against forgery."""

from tirek.settings import *  # noqa: F403
from tirek.settings import MIDDLEWARE

MIDDLEWARE = [one for one in MIDDLEWARE if "csrf" not in one]
