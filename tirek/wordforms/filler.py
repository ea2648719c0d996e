"""Fills a Word form: docxtpl with a template language cut down to names, loops and conditions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import ChainableUndefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

P, TBL, TR, TC, SECT = (qn(f"w:{one}") for one in ("p", "tbl", "tr", "tc", "sectPr"))
PLAIN = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Name)
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


class _Part:
    """Named values, without a method or an attribute that a template could reach."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values


class Plain(ImmutableSandboxedEnvironment):
    """Names, loops over lists, conditions; whatever else a template holds is refused.

    Every template passes here before it is compiled, so that nothing typed into a Word file is
    ever run: no calls, filters, indices, macros, imports, calculations.
    """

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=ChainableUndefined, cache_size=0)
        self.globals.clear()
        self.filters.clear()
        self.tests.clear()

    def _parse(self, source: str, name: Any, filename: Any) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _refuse_all_but_plain(tree)
        return tree

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A named value of a part; nothing of anything else."""
        found = obj._values.get(attribute) if isinstance(obj, _Part) else None
        return self.undefined(name=attribute) if found is None else found

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Nothing: indices are not part of the language."""
        raise SecurityError("indices are not allowed")


def _refuse_all_but_plain(tree: nodes.Template) -> None:
    waiting: list[tuple[nodes.Node, int]] = [(tree, 0)]
    while waiting:
        node, loops = waiting.pop()
        if isinstance(node, nodes.For):
            loops += 1
            if node.test or node.recursive or node.else_ or loops > 3:
                raise SecurityError("this loop is not allowed")
        elif isinstance(node, nodes.Getattr):
            if node.attr.startswith("_"):
                raise SecurityError("this name is not allowed")
        elif not isinstance(node, (*PLAIN, nodes.Not)):
            raise SecurityError(f"{type(node).__name__} is not allowed")
        waiting += [(child, loops) for child in node.iter_child_nodes()]


class _Form(DocxTemplate):  # type: ignore[misc]
    """docxtpl that keeps to whole XML: a broken result is an error, never mended in silence."""

    def fix_tables(self, xml: str) -> Any:
        """The body as a tree that Word opens without a repair."""
        tree = etree.fromstring(xml, PARSER)
        _mend(tree)
        return tree

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        """What the file tells of itself is set from the paper, not from a template."""
        told = self.docx.core_properties
        told.title, told.author = context["title"][:255], context["org"][:255]
        told.comments = told.subject = told.keywords = told.last_modified_by = ""


def _mend(tree: Any) -> None:
    """Word wants a paragraph at the end of every cell and a row in every table."""
    for table in list(tree.iter(TBL)):
        if table.find(TR) is None:
            table.getparent().replace(table, etree.Element(P))
    for cell in tree.iter(TC):
        if not len(cell) or cell[-1].tag != P:
            cell.append(etree.Element(P))


def fill(form: bytes, tree: Mapping[str, Any]) -> bytes:
    """The form with the values of the tree put in; any error means that it cannot be filled."""
    filled = _Form(BytesIO(form))
    filled.render({name: _closed(value) for name, value in tree.items()}, Plain())
    out = BytesIO()
    filled.docx.save(out)
    return out.getvalue()


def _closed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _Part({name: _closed(one) for name, one in value.items()})
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_closed(one) for one in value]
    return value
