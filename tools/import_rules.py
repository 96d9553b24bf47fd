"""The import contract that import-linter has no type for: what of an area may be seen from outside."""

from __future__ import annotations

from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class AreaBoundaries(Contract):
    """Other areas may import only the `open` modules of an area; nothing outside may import its `closed` ones."""

    type_name = "area-boundaries"

    # import-linter puts the configured value where the field stands.
    package = cast(str, fields.StringField())
    shared = cast(str, fields.StringField())
    open = cast(list[str], fields.ListField(subfield=fields.StringField()))
    closed = cast(list[str], fields.ListField(subfield=fields.StringField()))

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002 - import-linter's signature
        """Look at every import that enters an area from outside."""
        broken = [
            f"{importer} may not import {imported}"
            for importer in sorted(graph.modules)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if self._forbidden(importer, imported)
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print what is wrong, one import a line."""
        for line in check.metadata["broken"]:
            output.print_error(line)

    def _forbidden(self, importer: str, imported: str) -> bool:
        area = self._area(imported)
        if area is None or area == self._area(importer):
            return False
        module = imported.rpartition(".")[2]
        within = importer.startswith(f"{self.package}.")
        return module not in self.open if within else module in self.closed

    def _area(self, module: str) -> str | None:
        parts = module.split(".")
        if len(parts) < 2 or parts[0] != self.package or parts[1] == self.shared:
            return None
        return parts[1]
