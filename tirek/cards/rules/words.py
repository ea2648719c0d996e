"""Which category the words of a list mean."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from tirek.school.rules.headings import Words, words_of

Known = tuple[tuple[Words, str], ...]

# How lists write what the names say otherwise; a school's own words come from its categories.
MORE = {
    "ORPHAN": "тұлжетім, тұл жетімдер, сироты, жетім балалар, круглые сироты, orphans",
    "HALF_ORPHAN": "жетімдер, жарты жетім, жартылай жетімдер, полусирота, half orphan",
    "NO_PARENTAL_CARE": "ата-ана қамқорлығынсыз, без попечения родителей",
    "WARD": "қамқорлық, қамқоршылық, қамқоршылықтағы, патронаттағы, опекаемые, опекун",
    "MULTI_CHILD": "көпбалалы, көп балалы отбасы, көп балалы отбасылар, многодетная, large family",
    "LOW_INCOME": "аз қамтылған, аз қамтамасыз етілген, малообеспеченная, малоимущие, low income",
    "TARGETED_ASSISTANCE": "атаулы көмек, адресная помощь",
    "RETURNEE": "қандас, кандасы, кандас",
    "HOME_TAUGHT": "үйде оқыту, үйде оқытылатын, үйден оқитын, на дому, надомники",
    "DISABILITY": "мүгедектігі бар, мүмкіндігі шектеулі, инвалидность, инвалиды, дети-инвалиды",
    "DEVIANT": "девиант, тәртібі қиын, қиын балалар, трудные дети",
    "FAMILY_AT_RISK": "қолайсыз отбасылар, неблагополучные семьи, қатерлі топ, группа риска",
    "INCOMPLETE_FAMILY": "толық емес, толық емес отбасылар, неполные семьи, неполная",
    "GIFTED": "дарынды, дарынды балалар, одаренные дети, одаренный, gifted",
    "LOW_ACHIEVING": "үлгерімі төмен, слабоуспевающие, неуспевающий",
}
SEVERAL = re.compile(r"[,;/\n+]|\bжәне\b|\bмен\b|\sи\s|\band\b", re.IGNORECASE)


def known_words(categories: Iterable[Any]) -> Known:
    """Words and the code they mean, the longest first; what would mean two codes means none."""
    found: dict[Words, set[str]] = {}
    for one in categories:
        texts = [one.code, one.name_kk, one.name_ru, one.name_en]
        texts += [*one.also.split(","), *MORE.get(one.code, "").split(",")]
        for text in texts:
            if words := words_of(text):
                found.setdefault(words, set()).add(one.code)
    sure = [(words, min(codes)) for words, codes in found.items() if len(codes) == 1]
    return tuple(sorted(sure, key=lambda one: (-len(one[0]), one[0])))


def codes_in(text: str, known: Known) -> list[str]:
    """The codes whose words stand in a text whole and in order; a longer phrase hides its parts."""
    words = list(words_of(text))
    found: list[tuple[int, str]] = []
    for these, code in known:
        size = len(these)
        for at in range(len(words) - size + 1):
            if tuple(words[at : at + size]) == these:
                words[at : at + size] = [""] * size
                found.append((at, code))
    return list(dict.fromkeys(code for _at, code in sorted(found)))


def code_in(text: str, known: Known) -> str:
    """The one code a text means; empty when it means none, or several."""
    codes = codes_in(text, known)
    return codes[0] if len(codes) == 1 else ""


def parts_of(text: str, known: Known) -> list[str]:
    """A cell that names several categories taken apart: each part that means one by itself."""
    if code_in(text, known):
        return [text]
    parts = [part.strip() for part in SEVERAL.split(text) if part.strip()]
    return parts if len(parts) > 1 and any(code_in(part, known) for part in parts) else [text]


def key_of(text: str) -> str:
    """The same for words that differ in letters' case, Kazakh letters and signs only."""
    return " ".join(words_of(text))[:200]
