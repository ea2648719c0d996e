"""What every act has: whom it is about, the commission, what is to be done, who has read it."""

from __future__ import annotations

from tirek.visits.rules.asked import Choice, Field, Step, Type, pgettext

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

TASKS = Field(
    "tasks",
    Type.ROWS,
    pgettext("act", "Recommendations"),
    hint=pgettext("act", "What to do, who, by when: each is due until it is closed."),
    columns=(
        Field("what", Type.LINE, pgettext("act", "What to do"), to_sign=True),
        Field("who", Type.LINE, pgettext("act", "Who")),
        Field("by", Type.TERM, pgettext("act", "By when")),
    ),
)

STATES = (
    Choice("GOOD", pgettext("act", "good")),
    Choice("FAIR", pgettext("act", "satisfactory")),
    Choice("POOR", pgettext("act", "poor")),
)

HOME_STATE = Field(
    "state",
    Type.TEXT,
    pgettext("act", "State of the home"),
    compared=True,
    hint=pgettext("act", "Write what you saw; the conclusion is where it is judged."),
)

CONCLUDED = Field(
    "conclusion", Type.TEXT, pgettext("act", "Conclusion"), to_sign=True, compared=True
)

ADVICE = Field(
    "recommendations",
    Type.TEXT,
    pgettext("act", "Recommendations"),
    asked=False,
)
"""How acts of before kept them: one on a line."""

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

KEPT = (
    CHILDREN,
    Field("corrects", Type.LINE, pgettext("act", "Corrects the act"), asked=False),
    Field("reason", Type.TEXT, pgettext("act", "Reason of the correction"), asked=False),
    Field(
        "closed",
        Type.ROWS,
        pgettext("act", "Recommendations closed"),
        asked=False,
        columns=(
            Field("task", Type.WHOLE, pgettext("act", "Line"), to_sign=True),
            Field("on", Type.DATE, pgettext("act", "Closed on")),
            Field("how", Type.LINE, pgettext("act", "What was done")),
            Field("by", Type.LINE, pgettext("act", "Login")),
        ),
    ),
    Field(
        "files",
        Type.ROWS,
        pgettext("act", "Photos and signatures"),
        asked=False,
        columns=(
            Field(
                "kind",
                Type.ONE,
                pgettext("act", "Kind"),
                choices=(
                    Choice("PHOTO", pgettext("act", "photo")),
                    Choice("SIGNATURE", pgettext("act", "signature")),
                ),
            ),
            Field("caption", Type.LINE, pgettext("act", "Caption")),
            Field("name", Type.LINE, pgettext("act", "File")),
            Field("type", Type.LINE, pgettext("act", "Type of the file")),
            Field("sha256", Type.LINE, "SHA-256"),
            Field("size", Type.WHOLE, pgettext("act", "Bytes")),
            Field("mark", Type.LINE, pgettext("act", "Mark of the words signed")),
        ),
    ),
)
"""What is kept beside the questions: the children as they stood, what a correction is for.

`closed` and `files` are only of the school file: which recommendations (1 is the first) were
closed, and how; photos and signatures by their hashes.
"""
