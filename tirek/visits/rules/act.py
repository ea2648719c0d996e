"""The housing inspection act as one table: its steps, their fields, their choices.

Everything else reads this table: the pages draw it, the checks walk it, the Word file prints it,
the school file is held against it. A new question is one line here and its words in the catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


def pgettext(context: str, message: str) -> str:
    """Mark a text for the catalogue; screens translate it later under the same context, "act"."""
    return message


class Type(Enum):
    """How an answer is asked and kept: the comment is its form in `details`."""

    LINE = "line"  # text of one line
    TEXT = "text"  # text of several lines
    WHOLE = "whole"  # 3, zero or more
    DECIMAL = "decimal"  # 64, 64.5 or "64.5", zero or more
    YEAR = "year"  # 1984
    DATE = "date"  # "2026-11-23"
    FLAG = "flag"  # true or false
    ONE = "one"  # code of one choice
    MANY = "many"  # list of codes, possibly empty: "none of these"
    ROWS = "rows"  # list of objects, one a person


@dataclass(frozen=True)
class Choice:
    """One answer that may be ticked: stored by its code, shown by its label."""

    code: str
    label: str


@dataclass(frozen=True)
class Field:
    """One question of the act, or one column of its tables.

    `to_sign`: the act cannot be signed without it. `compared`: shown as "last time" under the
    question and among what changed since the last act. `width`: full, half or third of the page.
    `asked`: False for what the program fills in itself.
    """

    code: str
    type: Type
    label: str
    choices: tuple[Choice, ...] = ()
    columns: tuple[Field, ...] = ()
    to_sign: bool = False
    compared: bool = False
    hint: str = ""
    width: str = "full"
    asked: bool = True

    def choice(self, code: str) -> Choice | None:
        """The choice of this code, None when there is none."""
        return next((choice for choice in self.choices if choice.code == code), None)


@dataclass(frozen=True)
class Step:
    """One page of the form: a subject and its questions, in the order they are asked at home."""

    code: str
    title: str
    caption: str
    fields: tuple[Field, ...]


CHAIR = "CHAIR"
MEMBER = "MEMBER"
LEAST_COMMISSION = 2  # members who must sign: nobody inspects a home alone

COMMISSION = Field(
    "commission",
    Type.ROWS,
    pgettext("act", "Commission"),
    to_sign=True,
    columns=(
        Field("name", Type.LINE, pgettext("act", "Full name"), to_sign=True),
        Field("post", Type.LINE, pgettext("act", "Post")),
        Field(
            "role",
            Type.ONE,
            pgettext("act", "Role"),
            choices=(
                Choice(CHAIR, pgettext("act", "chair")),
                Choice(MEMBER, pgettext("act", "member")),
            ),
        ),
        Field("user", Type.LINE, pgettext("act", "Login"), asked=False),
    ),
)

FAMILY = Field(
    "family",
    Type.ROWS,
    pgettext("act", "Family members"),
    hint=pgettext("act", "Everyone who lives with the child. Income: tenge a month."),
    compared=True,
    columns=(
        Field("name", Type.LINE, pgettext("act", "Full name"), to_sign=True),
        Field(
            "kinship",
            Type.ONE,
            pgettext("act", "Kinship"),
            choices=(
                Choice("MOTHER", pgettext("act", "mother")),
                Choice("FATHER", pgettext("act", "father")),
                Choice("STEP", pgettext("act", "step-parent")),
                Choice("GUARDIAN", pgettext("act", "guardian")),
                Choice("TRUSTEE", pgettext("act", "trustee")),
                Choice("FOSTER", pgettext("act", "foster carer")),
                Choice("GRANDPARENT", pgettext("act", "grandparent")),
                Choice("SIBLING", pgettext("act", "brother or sister")),
                Choice("OTHER", pgettext("act", "other relation")),
            ),
        ),
        Field("birth_year", Type.YEAR, pgettext("act", "Birth year")),
        Field("work", Type.LINE, pgettext("act", "Work or study")),
        Field("income", Type.DECIMAL, pgettext("act", "Income, tenge")),
    ),
)

CHILDREN = Field(
    "children",
    Type.ROWS,
    pgettext("act", "Child"),
    columns=(
        Field("name", Type.LINE, pgettext("act", "Full name"), to_sign=True),
        Field("class", Type.LINE, pgettext("act", "Class")),
        Field("born_on", Type.DATE, pgettext("act", "Date of birth")),
    ),
)

MAIN = Step(
    "main",
    pgettext("act", "Main facts"),
    pgettext("act", "date, commission, address"),
    (COMMISSION, Field("address", Type.LINE, pgettext("act", "Address"), to_sign=True)),
)

HOME = Step(
    "home",
    pgettext("act", "Home"),
    pgettext("act", "housing, heating, water"),
    (
        Field(
            "housing",
            Type.ONE,
            pgettext("act", "Kind of housing"),
            compared=True,
            choices=(
                Choice("HOUSE", pgettext("act", "own-standing house")),
                Choice("FLAT", pgettext("act", "flat")),
                Choice("HOSTEL", pgettext("act", "hostel")),
                Choice("TEMPORARY", pgettext("act", "temporary shelter")),
            ),
        ),
        Field("rooms", Type.WHOLE, pgettext("act", "Rooms"), compared=True, width="third"),
        Field("area", Type.DECIMAL, pgettext("act", "Area, m²"), compared=True, width="third"),
        Field("people", Type.WHOLE, pgettext("act", "People living"), compared=True, width="third"),
        Field(
            "ownership",
            Type.ONE,
            pgettext("act", "Ownership"),
            compared=True,
            choices=(
                Choice("OWN", pgettext("act", "own property")),
                Choice("RELATIVES", pgettext("act", "relatives' home")),
                Choice("RENTED", pgettext("act", "rented")),
                Choice("STATE", pgettext("act", "state-owned")),
            ),
        ),
        Field(
            "heating",
            Type.ONE,
            pgettext("act", "Heating"),
            compared=True,
            width="half",
            choices=(
                Choice("CENTRAL", pgettext("act", "central")),
                Choice("STOVE", pgettext("act", "stove")),
                Choice("GAS", pgettext("act", "gas")),
                Choice("ELECTRIC", pgettext("act", "electric")),
            ),
        ),
        Field(
            "water",
            Type.ONE,
            pgettext("act", "Water"),
            compared=True,
            width="half",
            choices=(
                Choice("INSIDE", pgettext("act", "in the home")),
                Choice("YARD", pgettext("act", "in the yard")),
                Choice("CARRIED", pgettext("act", "carried")),
            ),
        ),
        Field(
            "sanitary",
            Type.ONE,
            pgettext("act", "Sanitary living conditions"),
            compared=True,
            choices=(
                Choice("GOOD", pgettext("act", "good")),
                Choice("FAIR", pgettext("act", "satisfactory")),
                Choice("POOR", pgettext("act", "poor")),
            ),
        ),
        Field(
            "state",
            Type.TEXT,
            pgettext("act", "State of the home"),
            compared=True,
            hint=pgettext("act", "Write what you saw; the conclusion is where it is judged."),
        ),
    ),
)

CHILD = Step(
    "child",
    pgettext("act", "The child's situation"),
    pgettext("act", "own place, food, health"),
    (
        Field(
            "own",
            Type.MANY,
            pgettext("act", "Of the child's own"),
            compared=True,
            choices=(
                Choice("BED", pgettext("act", "bed")),
                Choice("DESK", pgettext("act", "study desk")),
                Choice("CLOTHES", pgettext("act", "clothes for the season")),
                Choice("SCHOOL_THINGS", pgettext("act", "school things")),
            ),
        ),
        Field(
            "food",
            Type.ONE,
            pgettext("act", "Food"),
            compared=True,
            choices=(
                Choice("ENOUGH", pgettext("act", "enough")),
                Choice("SOMETIMES_SHORT", pgettext("act", "sometimes short")),
                Choice("SHORT", pgettext("act", "not enough")),
            ),
        ),
        Field("relations", Type.TEXT, pgettext("act", "Relations in the family"), compared=True),
        Field("occupation", Type.TEXT, pgettext("act", "What the child does"), compared=True),
        Field("health", Type.TEXT, pgettext("act", "Health"), compared=True),
    ),
)

CONCLUSION = Step(
    "conclusion",
    pgettext("act", "Conclusion, recommendations"),
    pgettext("act", "what was seen, what to do"),
    (
        Field("need", Type.TEXT, pgettext("act", "Visible signs of need"), compared=True),
        Field("wellbeing", Type.TEXT, pgettext("act", "Signs of wellbeing"), compared=True),
        Field("conclusion", Type.TEXT, pgettext("act", "Conclusion"), to_sign=True, compared=True),
        Field(
            "recommendations",
            Type.TEXT,
            pgettext("act", "Recommendations"),
            compared=True,
            hint=pgettext("act", "One on a line: what, who, by when."),
        ),
    ),
)

SIGNATURES = Step(
    "signatures",
    pgettext("act", "Signatures"),
    pgettext("act", "commission, parent"),
    (
        Field(
            "read_by",
            Type.LINE,
            pgettext("act", "Parent or guardian acquainted"),
            hint=pgettext("act", "Full name. Leave empty when nobody was at home."),
        ),
        Field("read_on", Type.DATE, pgettext("act", "Acquainted on")),
        Field("refused", Type.FLAG, pgettext("act", "Refused to sign")),
    ),
)

STEPS: tuple[Step, ...] = (
    MAIN,
    Step(
        "family", pgettext("act", "Family"), pgettext("act", "who lives with the child"), (FAMILY,)
    ),
    HOME,
    CHILD,
    CONCLUSION,
    SIGNATURES,
)

KEPT = (
    CHILDREN,
    Field("corrects", Type.LINE, pgettext("act", "Corrects the act"), asked=False),
    Field("reason", Type.TEXT, pgettext("act", "Reason of the correction"), asked=False),
)
"""What is kept beside the questions: the children as they stood, what a correction is for."""

FIELDS: dict[str, Field] = {
    one.code: one for one in (*KEPT, *(one for step in STEPS for one in step.fields))
}
"""Every field of `details` but `number`, by code."""


def step_of(code: str) -> Step | None:
    """The step of this code, None when there is none."""
    return next((step for step in STEPS if step.code == code), None)


def neighbours(step: Step) -> tuple[Step | None, Step | None]:
    """The steps before and after one; None at either end."""
    at = STEPS.index(step)
    return (
        STEPS[at - 1] if at else None,
        STEPS[at + 1] if at + 1 < len(STEPS) else None,
    )
