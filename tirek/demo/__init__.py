"""An invented school: for trying the program, for its pictures, tests and measurements."""

from tirek.demo.make import make_school_file
from tirek.demo.staff import LOGINS, PASSWORD, SECOND

__all__ = ["LOGINS", "PASSWORD", "SECOND", "make_school_file"]
