"""The check of home and property of a child without parental care, as one table (row C9)."""

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

KEPT_OR_LOST = (*STATES, Choice("LOST", pgettext("act", "lost")))

MAIN = Step(
    "main",
    pgettext("act", "Main facts"),
    pgettext("act", "date, commission, address"),
    (
        COMMISSION,
        Field("address", Type.LINE, pgettext("act", "Address of the home"), to_sign=True),
        Field("keeper", Type.LINE, pgettext("act", "Who answers for the property")),
    ),
)

PROPERTY = Step(
    "property",
    pgettext("act", "Home and property"),
    pgettext("act", "what there is, its state"),
    (
        Field(
            "property",
            Type.ROWS,
            pgettext("act", "Home and property"),
            hint=pgettext("act", "The home first, then everything else that is the child's."),
            to_sign=True,
            compared=True,
            columns=(
                Field("name", Type.LINE, pgettext("act", "What it is"), to_sign=True),
                Field(
                    "kind",
                    Type.ONE,
                    pgettext("act", "Kind"),
                    choices=(
                        Choice("HOME", pgettext("act", "home")),
                        Choice("SHARE", pgettext("act", "share of a home")),
                        Choice("LAND", pgettext("act", "land")),
                        Choice("VEHICLE", pgettext("act", "vehicle")),
                        Choice("MONEY", pgettext("act", "money, account")),
                        Choice("OTHER", pgettext("act", "other property")),
                    ),
                ),
                Field("state", Type.ONE, pgettext("act", "State"), choices=KEPT_OR_LOST),
                Field("note", Type.LINE, pgettext("act", "Note")),
            ),
        ),
        HOME_STATE,
    ),
)

USE = Step(
    "use",
    pgettext("act", "Who lives there, income"),
    pgettext("act", "tenants, income, spending"),
    (
        Field(
            "occupied",
            Type.ONE,
            pgettext("act", "Who lives in the home"),
            compared=True,
            choices=(
                Choice("CHILD", pgettext("act", "the child with the family")),
                Choice("RELATIVES", pgettext("act", "relatives")),
                Choice("TENANTS", pgettext("act", "tenants")),
                Choice("OTHERS", pgettext("act", "others, without a right")),
                Choice("NOBODY", pgettext("act", "nobody")),
            ),
        ),
        Field(
            "tenants",
            Type.ROWS,
            pgettext("act", "Tenants"),
            compared=True,
            columns=(
                Field("name", Type.LINE, pgettext("act", "Full name"), to_sign=True),
                Field("contract", Type.LINE, pgettext("act", "Contract, number")),
                Field("until", Type.TERM, pgettext("act", "Until")),
                Field("rent", Type.DECIMAL, pgettext("act", "Rent a month, tenge")),
            ),
        ),
        Field(
            "income",
            Type.DECIMAL,
            pgettext("act", "Income from it a month, tenge"),
            compared=True,
            width="half",
        ),
        Field(
            "spending",
            Type.DECIMAL,
            pgettext("act", "Spending on it a month, tenge"),
            compared=True,
            width="half",
        ),
        Field("debts", Type.DECIMAL, pgettext("act", "Debts for it, tenge"), compared=True),
        Field("spent_on", Type.TEXT, pgettext("act", "What the income is spent on"), compared=True),
    ),
)

PAPERS = Step(
    "papers",
    pgettext("act", "Papers, threats"),
    pgettext("act", "what is there, what threatens"),
    (
        Field(
            "papers",
            Type.ROWS,
            pgettext("act", "Papers"),
            compared=True,
            columns=(
                Field("name", Type.LINE, pgettext("act", "Paper"), to_sign=True),
                Field("number", Type.LINE, pgettext("act", "Number, date")),
                Field(
                    "where",
                    Type.ONE,
                    pgettext("act", "Where it is"),
                    choices=(
                        Choice("GUARDIAN", pgettext("act", "with the guardian")),
                        Choice("BODY", pgettext("act", "with the guardianship body")),
                        Choice("SCHOOL", pgettext("act", "at school")),
                        Choice("MISSING", pgettext("act", "missing")),
                    ),
                ),
            ),
        ),
        Field(
            "threats",
            Type.MANY,
            pgettext("act", "Threats"),
            compared=True,
            choices=(
                Choice("DEBT", pgettext("act", "debts for the home")),
                Choice("DISPUTE", pgettext("act", "dispute over the property")),
                Choice("SALE", pgettext("act", "sale, gift or exchange is prepared")),
                Choice("USE", pgettext("act", "used by others without a right")),
                Choice("DECAY", pgettext("act", "the home is falling into decay")),
            ),
        ),
        Field("threat", Type.TEXT, pgettext("act", "What threatens the property"), compared=True),
    ),
)

CONCLUSION = Step(
    "conclusion",
    pgettext("act", "Conclusion, measures"),
    pgettext("act", "what was seen, what to do"),
    (
        CONCLUDED,
        TASKS,
        ADVICE,
    ),
)

PROPERTY_CHECK = Form("PROPERTY_CHECK", (MAIN, PROPERTY, USE, PAPERS, CONCLUSION, SIGNATURES), KEPT)
