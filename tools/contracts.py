"""Two import contracts of our own, beside the ready ones of import-linter (see pyproject)."""

import re
import sys

from grimp import ImportGraph
from importlinter.application import output
from importlinter.domain import fields
from importlinter.domain.contract import Contract, ContractCheck

RULES = re.compile(r"^tirek\.\w+\.rules(\.|$)")
SCREEN = re.compile(r"^tirek\.(\w+)\.(views|urls|forms|panels|documents)(\.|$)")
# What other rooms' screens are made of: the panel of the pupil's page, the fields of every form.
FRAMES = {"tirek.cards.panels", "tirek.web.forms"}
TESTS = re.compile(r"^tirek\.\w+\.tests(\.|$)")


class Found(Contract):
    """A contract that is broken by every import it finds."""

    def found(self, graph: ImportGraph) -> list[tuple[str, str]]:
        """Give the pairs (importer, imported) that break the contract."""
        raise NotImplementedError

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Look through the graph of direct imports."""
        pairs = self.found(graph)
        return ContractCheck(kept=not pairs, metadata={"pairs": pairs})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print the imports that must go."""
        for importer, imported in check.metadata["pairs"]:
            output.print_error(f"{importer} may not import {imported}")


class PureRules(Found):
    """Rules know the standard library and other rules, so that they run without a database."""

    type_name = "pure_rules"

    def found(self, graph: ImportGraph) -> list[tuple[str, str]]:
        """Look at what each rules module imports directly."""
        return [
            (module, imported)
            for module in sorted(graph.modules)
            if RULES.match(module)
            for imported in sorted(graph.find_modules_directly_imported_by(module))
            if imported.split(".")[0] not in sys.stdlib_module_names and not RULES.match(imported)
        ]


class PrivateScreens(Found):
    """A room's screens and papers are its own; only the entrance may put them together."""

    type_name = "private_screens"
    entrance = fields.SetField(subfield=fields.StringField())

    def found(self, graph: ImportGraph) -> list[tuple[str, str]]:
        """Look at who imports each screen directly."""
        entrance: set[str] = self.entrance  # type: ignore[assignment]
        pairs = []
        for module in sorted(graph.modules):
            screen = SCREEN.match(module)
            if not screen or screen[1] in entrance or module in FRAMES:
                continue
            for importer in sorted(graph.find_modules_that_directly_import(module)):
                room = importer.split(".")[1]
                if room != screen[1] and room not in entrance and not TESTS.match(importer):
                    pairs.append((importer, module))
        return pairs
