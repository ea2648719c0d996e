"""Who comes, who leaves, who changes class in the invented school."""

from __future__ import annotations

from datetime import date, timedelta

from tirek.demo.families import Style, Town, chance_marks, parents
from tirek.demo.people import Place
from tirek.demo.years import workday

SCHOOLS = ("№ 4 мектептен", "№ 9 мектептен", "ауыл мектебінен", "басқа қаладан")
LEAVING = ("№ 4 мектепке ауысты", "басқа қалаға көшті", "ауылға көшті", "колледжге түсті")


def come_and_go(town: Town, years: list[int]) -> None:
    """Two of a hundred leave in a year; for each of them somebody comes to the same class."""
    rng = town.rng
    staying = list(town.children)
    for year in years:
        first, last = date(year, 9, 4), min(date(year + 1, 5, 15), town.today - timedelta(days=1))
        if last < first:
            continue
        for child in staying:
            away = child.left is not None or not 0 <= year - child.stream <= 11
            if away or rng.random() > 0.02 or child.key[-1].isalpha():
                continue
            child.left = workday(rng, first, last)
            child.left_to = rng.choice(LEAVING[: 4 if year - child.stream >= 9 else 3])
            marks = chance_marks(rng)
            if rng.random() < 0.12:
                marks = (*dict.fromkeys((*marks, "RETURNEE")),)
            family = town.family(child.family.language, marks)
            style = Style(rng, family.language)
            parents(town, family, style, child.stream)
            sex = rng.choice("MF")
            newcomer = town.child(
                family,
                style.person(sex, []),
                sex,
                child.born_on + timedelta(days=rng.randint(-60, 60)),
                (child.stream, child.letter),
                # half of them are there within the first weeks
                workday(rng, first, min(last, date(year, 9, 25)) if rng.random() < 0.5 else last),
            )
            newcomer.came_from = rng.choice(SCHOOLS)


def settle(town: Town, years: list[int], letters: dict[str, str]) -> None:
    """Give every child its classes, year by year; a few change class within their year.

    `letters`: language of teaching by letter. The yearly roll-over closes a class on 31 August.
    """
    rng = town.rng
    for child in town.children:
        twins = [one for one in letters if letters[one] == letters[child.letter]]
        for year in years:
            grade = year - child.stream
            since, until = max(date(year, 9, 1), child.joined), None
            if not 0 <= grade <= 11 or since >= date(year + 1, 6, 1):
                continue
            if child.left is not None and child.left < since:
                continue
            reason, last = "", date(year + 1, 8, 31)
            if since == child.joined and child.came_from:
                reason = f"{child.came_from} келді"
            if grade == 11:
                last = date(year + 1, 6, 15)
            if child.left is not None and child.left <= last:
                until = child.left
            elif last < town.today:
                until = last
            name = f"{grade}{child.letter}"
            if not reason and until in (None, last) and rng.random() < 0.006 and len(twins) > 1:
                moved = workday(rng, date(year, 9, 15), date(year + 1, 3, 15))
                if moved <= town.today and not child.key[-1].isalpha():
                    before = moved - timedelta(days=1)
                    child.places.append(Place(year, grade, name, since, before, ""))
                    child.letter = rng.choice([one for one in twins if one != child.letter])
                    name, since, reason = f"{grade}{child.letter}", moved, "сыныбын ауыстырды"
            if until is not None and until == child.left:
                reason = child.left_to
            elif grade == 11 and until is not None:
                reason = "мектепті бітірді"
            child.places.append(Place(year, grade, name, since, until, reason))
