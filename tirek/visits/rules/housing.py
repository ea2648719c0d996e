"""The housing inspection act (тұрғын үй-тұрмыстық жағдайын тексеру актісі) as one table."""

from __future__ import annotations

from tirek.visits.rules.asked import Choice, Field, Form, Step, Type, pgettext
from tirek.visits.rules.shared import (
    ADVICE,
    COMMISSION,
    CONCLUDED,
    HOME_STATE,
    KEPT,
    SIGNATURES,
    STATES,
    TASKS,
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

MAIN = Step(
    "main",
    pgettext("act", "Main facts"),
    pgettext("act", "date, commission, address"),
    (
        COMMISSION,
        Field("address", Type.LINE, pgettext("act", "Address"), to_sign=True),
        Field(
            "for_aid",
            Type.FLAG,
            pgettext("act", "Study of the home for help from the fund (Decree No. 64, category 5)"),
        ),
    ),
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
            choices=STATES,
        ),
        HOME_STATE,
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
        CONCLUDED,
        TASKS,
        ADVICE,
    ),
)

FAMILY_STEP = Step(
    "family", pgettext("act", "Family"), pgettext("act", "who lives with the child"), (FAMILY,)
)

HOUSING = Form("HOUSING_ACT", (MAIN, FAMILY_STEP, HOME, CHILD, CONCLUSION, SIGNATURES), KEPT)
