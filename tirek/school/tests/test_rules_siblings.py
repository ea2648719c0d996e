"""Who is proposed as one family, and why."""

import time
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.school.rules.phones import numbers
from tirek.school.rules.siblings import (
    WIDEST,
    Child,
    Grown,
    Sign,
    Strength,
    place,
    proposals,
    stem,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("+7 701 123 45 67", ("7011234567",)),
        ("8 (701) 123-45-67", ("7011234567",)),
        ("87011234567", ("7011234567",)),
        ("7011234567", ("7011234567",)),
        ("анасы 8 701 123 45 67, әкесі 87770001122", ("7011234567", "7770001122")),
        ("8701-123-45-67 / +77011234567", ("7011234567",)),
        ("52-43-10", ("524310",)),
        ("жоқ", ()),
        ("0000000000", ()),
        ("12345", ()),
        ("", ()),
    ],
)
def test_numbers_of_a_text(text, found):
    assert numbers(text) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Әбенов", "Әбенова"),
        ("Сергеев", "Сергеева"),
        ("Никитин", "Никитина"),
        ("Вишневский", "Вишневская"),
        ("Ермекұлы", "Ермекқызы"),
        ("ӘБЕНОВ", "Абенова"),
    ],
)
def test_a_sons_and_a_daughters_surname_have_one_stem(one, other):
    assert stem(one) == stem(other)


def test_different_surnames_have_different_stems():
    assert len({stem(one) for one in ("Оспан", "Ова", "Лиев", "Алиев", "Ким", "Ли")}) == 6


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Абай к-сі, 12-үй, 5-пәтер", "абай көшесі 12 5"),
        ("ул. Абая, д. 12, кв. 5", "Абая улица 12-5"),
        ("5 мкр., 17 үй", "5-ықшамауданы, 17"),
    ],
)
def test_addresses_written_differently(one, other):
    assert place(one) == place(other) != ()


@pytest.mark.parametrize("address", ["", "Ақтоғай ауылы", "12", "Абай көшесі"])
def test_an_address_without_a_house_says_nothing(address):
    assert place(address) == ()


MOTHER = Grown("Оспанова", "Гүлнар", "Серікқызы", "8 701 123 45 67")


def test_pupils_of_one_family_are_not_proposed():
    children = [Child(1, "Оспан", home=7, grown=(MOTHER,)), Child(2, "Оспан", home=7)]
    assert proposals(children) == []


def test_signs_and_strength():
    same_phone = Child(2, "Ким", phone="+77011234567")
    by_phone = proposals([Child(1, "Оспан", home=7, grown=(MOTHER,)), same_phone])[0]
    assert (by_phone.first, by_phone.second) == ((1,), (2,))
    assert (by_phone.first_home, by_phone.second_home) == (7, None)
    assert [r.sign for r in by_phone.reasons] == [Sign.PHONE]
    assert by_phone.strength == Strength.LIKELY

    other_number = Grown("ОСПАНОВА", "Гулнар", "Серикқызы", "")
    assert proposals([Child(1, "Оспан", grown=(MOTHER,)), Child(2, "Ким", grown=(other_number,))])
    namesake = Grown("Оспанова", "Гүлнар")
    weak = proposals([Child(1, "Оспан", grown=(MOTHER,)), Child(2, "Ким", grown=(namesake,))])
    assert [(p.strength, [r.sign for r in p.reasons]) for p in weak] == [
        (Strength.WEAK, [Sign.NAMESAKE])
    ]
    strong = proposals(
        [
            Child(1, "Оспанов", "Абай к-сі, 3", home=1, grown=(MOTHER,)),
            Child(2, "Оспанова", "Абай көшесі 3-үй", home=2, grown=(MOTHER,)),
        ]
    )
    assert strong[0].strength == Strength.STRONG
    assert [r.sign for r in strong[0].reasons] == [Sign.PHONE, Sign.PARENT, Sign.ADDRESS]


def test_two_patronymics_are_two_people():
    namesakes = [Grown("Ким", "Олег", name) for name in ("Серікұлы", "Ерланұлы")]
    assert (
        proposals([Child(1, "Ким", grown=namesakes[:1]), Child(2, "Ким", grown=namesakes[1:])])
        == []
    )


def test_a_surname_or_an_address_alone_is_nothing():
    assert proposals([Child(1, "Оспан", "Абай 3"), Child(2, "Ким", "Абай 3")]) == []
    assert proposals([Child(1, "Оспан", "Абай 3"), Child(2, "Оспан", "Абай 4")]) == []


def test_what_is_everybodys_says_nothing():
    def of(number):
        return [Child(n, "Ким", phone="52-43-10") for n in range(number)]

    assert len(proposals(of(WIDEST))) == WIDEST * (WIDEST - 1) // 2
    assert proposals(of(WIDEST + 1)) == []


def test_what_somebody_said_apart_is_not_proposed_again():
    children = [
        Child(1, "Оспан", home=7, phone="87011234567"),
        Child(2, "Оспан", home=7),
        Child(3, "Ким", phone="87011234567"),
    ]
    assert len(proposals(children)) == 1
    assert proposals(children, {frozenset((2, 3))}) == []
    assert len(proposals(children, {frozenset((1, 2))})) == 1


small = st.sampled_from
persons = st.builds(
    Grown,
    small(["Оспан", "Ким"]),
    small(["Айгүл", "Ерлан"]),
    small(["", "Серікқызы"]),
    small(["", "87011234567", "87770001122", "52-43-10"]),
)
pupils = st.lists(
    st.tuples(
        small(["Оспанов", "Оспанова", "Ким"]),
        small(["", "Абай 3", "Абай к-сі 3", "Сәкен 5"]),
        small(["", "+77011234567"]),
        st.one_of(st.none(), st.integers(1, 3)),
        st.lists(persons, max_size=2).map(tuple),
    ),
    max_size=5,
).map(lambda rows: [Child(n, *row) for n, row in enumerate(rows)])


@given(pupils)
def test_as_found_by_comparing_each_with_each(children):
    """The slow reading of the definition: two families share a mark of one of their pupils."""

    def marks(child):
        texts = [child.phone, *(g.phone for g in child.grown)]
        found = {n for text in texts for n in numbers(text)}
        found |= {(g.surname, g.given, g.patronymic) for g in child.grown}
        return found | ({(stem(child.surname), place(child.address))} if child.address else set())

    def namesakes(one, other):
        return any(
            (a.surname, a.given) == (b.surname, b.given) and not (a.patronymic and b.patronymic)
            for a in one.grown
            for b in other.grown
        )

    def home(child):
        return ("home", child.home) if child.home else ("child", child.id)

    wanted = {
        frozenset((home(one), home(other)))
        for one, other in combinations(children, 2)
        if home(one) != home(other) and (marks(one) & marks(other) or namesakes(one, other))
    }
    by_id = {child.id: child for child in children}
    made = proposals(children)
    got = [frozenset((home(by_id[p.first[0]]), home(by_id[p.second[0]]))) for p in made]
    assert set(got) == wanted
    assert len(got) == len(wanted)
    assert [p.weight for p in made] == sorted((p.weight for p in made), reverse=True)


def test_a_large_school_takes_no_time():
    children = [
        Child(
            n,
            f"Тегі{n % 400}ов",
            f"Абай көшесі, {n % 700}-үй",
            phone=f"8701{n % 900:07d}",
            grown=(Grown(f"Тегі{n % 400}ова", f"Аты{n % 50}", "", f"8777{n % 1100:07d}"),),
        )
        for n in range(1500)
    ]
    begun = time.perf_counter()
    assert proposals(children)
    assert time.perf_counter() - begun < 2  # 0.1 s on a desktop
