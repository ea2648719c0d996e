from dataclasses import dataclass


@dataclass(frozen=True)
class Calendar:
    year: int
    starts_on: object
    ends_on: object
    quarters: tuple
    holidays: tuple = ()


def default_calendar(year): ...
