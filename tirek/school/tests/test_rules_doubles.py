"""Which cards are proposed as of one child."""

from datetime import date

import pytest

from tirek.school.rules.doubles import Card, Double, Ground, doubles

BORN = date(2015, 3, 14)
ONE = Card(1, "Әбенов", "Ерасыл", "Серікұлы", BORN, "000101300019")


@pytest.mark.parametrize(
    ("other", "ground"),
    [
        (Card(2, "Ким", "Олег", "", None, "000101300019"), Ground.IIN),
        (Card(2, "АБЕНОВ", "ерасыл", "Сериккулы", BORN), None),
        (Card(2, "АБЕНОВ", "ерасыл", "Серикулы", BORN), Ground.NAME_AND_BIRTH),
        (Card(2, "Әбенов", "Ерасыл", "", BORN), Ground.NAME_AND_BIRTH),
        (Card(2, "Әбенов", "Ерасыл", ""), Ground.NAME),
        (Card(2, "Әбенов", "Ерасыл", "", date(2015, 3, 15)), None),
        (Card(2, "Әбенов", "Ерасыл", "Серікұлы", BORN, "990101500016"), None),
        (Card(2, "Әбенов", "Ернар", "Серікұлы", BORN), None),
    ],
)
def test_grounds(other, ground):
    found = [] if ground is None else [Double(1, 2, ground)]
    assert doubles([ONE, other]) == doubles([other, ONE]) == found


def test_each_pair_once_the_surest_first():
    cards = [
        Card(4, "Ким", "Олег"),
        Card(3, "Ким", "Олег"),
        ONE,
        Card(2, ONE.surname, ONE.given, ONE.patronymic, BORN, ONE.iin),
    ]
    assert doubles(cards) == [Double(1, 2, Ground.IIN), Double(3, 4, Ground.NAME)]
    assert doubles(cards, {frozenset((1, 2))}) == [Double(3, 4, Ground.NAME)]
