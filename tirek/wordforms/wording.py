"""What is wrong with a Word form, in words; what a placeholder stands for."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tirek.wordforms.rules.package import Flaw
from tirek.wordforms.rules.tags import Place, Trouble


def flaw(found: Flaw) -> str:
    """Why a file is not taken at all."""
    texts = {
        "TOO_LARGE": _("The file is larger than 5 MB. Make its pictures smaller."),
        "NOT_WORD": _("This is not a Word file (.docx)."),
        "LOCKED": _("The file is locked with a password."),
        "MACROS": _("The file holds macros. Save it as .docx without macros."),
        "BOMB": _("The file unpacks to far more than a form needs."),
        "TOO_MANY_PARTS": _("The file holds too many parts: %(detail)s."),
        "STRANGE_PART": _("The file holds a part that a form does not need: %(detail)s"),
        "BROKEN_PART": _("A part of the file is damaged: %(detail)s"),
        "DEFINITIONS": _("A part of the file holds definitions of its own: %(detail)s"),
        "TOO_DEEP": _("A part of the file is too large or nested too deep: %(detail)s"),
        "OUTSIDE": _("The file leads outside: %(detail)s. Put the picture into the file itself."),
        "EMBEDDED": _("The file holds an embedded object: %(detail)s. Take it out."),
        "FIELD": _("The file holds a field that is not accepted: %(detail)s. Take it out."),
        "CANNOT_BE_FILLED": _(
            "The file cannot be filled with the example. Begin from the ready form and change it "
            "step by step."
        ),
    }
    return texts[found.code] % {"detail": found.detail}


def trouble(found: Trouble) -> str:
    """What is wrong with one placeholder, and where it stands."""
    texts = {
        "UNKNOWN": _("There is no placeholder “%(text)s”."),
        "NOT_ALLOWED": _("This is not accepted in a placeholder: %(text)s."),
        "BROKEN": _("A placeholder is not whole: “%(text)s”."),
        "A_LIST": _("%(text)s is a list: it needs {%%tr for … %%} and {%%tr endfor %%}."),
        "A_PART": _("%(text)s has parts: name one of them after a full stop."),
        "NO_LIST": _("What %(text)s goes through is not a list."),
        "LOOP_IN_LOOP": _("%(text)s stands within another loop, but goes through another list."),
        "NAME_TAKEN": _("In %(text)s the name before “in” is a placeholder. Choose another."),
        "NOT_CLOSED": _("%(text)s has no end."),
        "NOT_OPENED": _("%(text)s has no beginning."),
        "APART": _("%(text)s does not stand where its beginning stands."),
        "NOT_ALONE": _("A loop needs a row or a paragraph of its own: “%(text)s”."),
        "TOO_DEEP": _("%(text)s: too many loops and conditions within one another."),
        "TOO_MANY": _("There are too many placeholders."),
        "IN_PICTURE": _("A placeholder stands in the description of a picture. Take it out."),
    }
    said = texts[found.code] % {"text": found.text}
    if found.nearest:
        near = _("The nearest one: %(name)s.") % {"name": found.nearest}
        said = f"{said} {near}"
    return f"{where(found.place)}: {said}"


def where(place: Place) -> str:
    """The place as one finds it in Word."""
    stories = {
        "body": _("Text"),
        "header": _("Header"),
        "footer": _("Footer"),
        "footnotes": _("Footnotes"),
    }
    parts = [stories[place.story]]
    if place.table:
        parts.append(_("table %(n)s") % {"n": place.table})
        parts.append(_("row %(n)s") % {"n": place.row})
    elif place.paragraph:
        parts.append(_("paragraph %(n)s") % {"n": place.paragraph})
    return ", ".join(parts)


def failure(code: str) -> str:
    """Why a form in use could not be filled."""
    texts = {
        "OUT_OF_DATE": _("The paper has changed: some placeholders are no more."),
        "NO_PLACE": _("The paper had a part for which the form has no place."),
        "NO_SUCH_PAPER": _("There is no such paper any more."),
    }
    return texts.get(code) or _("The form could not be filled.")


def hints() -> list[tuple[str, str]]:
    """What one should know of placeholders: what for, and how."""
    return [
        (
            _("A row that repeats"),
            _("between two rows of its own: %(begin)s and %(end)s")
            % {"begin": "{%tr for … %}", "end": "{%tr endfor %}"},
        ),
        (
            _("A paragraph that repeats"),
            _("between two paragraphs of its own: %(begin)s and %(end)s")
            % {"begin": "{%p for … %}", "end": "{%p endfor %}"},
        ),
        (_("Only if there is something"), "{% if left %}({{ left }}){% endif %}"),
        (
            _("Additional lines"),
            _("Keep them: without their place a paper with such lines is given in our own form."),
        ),
        (_("Excel and PDF"), _("always in the program's own form")),
    ]


def label(code: str) -> str:
    """What a placeholder of every paper stands for."""
    texts = {
        "org": _("Name of the school"),
        "approval": _("Approval, above the title on the right"),
        "title": _("Title of the paper"),
        "left": _("Line under the title, left"),
        "right": _("Line under the title, right: the day"),
        "footer": _("Foot of the page"),
        "text": _("Paragraph"),
        "signatures": _("Who signs: post, name"),
        "rows": _("A row for each line of the table"),
        "section": _("A row over all columns where a section begins"),
        "sums": _("A row for each line of sums"),
        "empty": _("Words in place of an empty table"),
        "heads": _("Heading of a column that changes"),
        "note": _("Note under the table"),
        "more": _("Additional lines: for example, that the paper is annulled"),
        "frame": _("On every paper"),
        "texts": _("Texts"),
        "facts": _("Facts"),
    }
    return texts.get(code, code)
