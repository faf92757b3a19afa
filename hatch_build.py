"""Hatch's build hook. In: the checkout. Out: the explorer built; in the wheel, what ships beside the code."""

from __future__ import annotations

from pathlib import Path
from runpy import run_path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

EXPLORER = "src/graph/explorer/build.py"
# Found again at run time by graph.packaged.
SHIPPED = ("data", "schema/operations", "schema/schema.graphql")


class Build(BuildHookInterface[Any]):
    """Builds what the distribution carries and git does not."""

    def dependencies(self) -> list[str]:
        """Ask for Node from PyPI where the explorer must be built and the machine has no recent one."""
        build = run_path(str(Path(self.root, EXPLORER)))
        return [build["NODE_ON_PYPI"]] if build["is_stale"]() and build["find_npm"]() is None else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the explorer where it is stale; put SHIPPED into a wheel, not into an editable one."""
        run_path(str(Path(self.root, EXPLORER)))["build_where_stale"]()
        if self.target_name == "wheel" and version == "standard":
            build_data["force_include"] |= {
                str(Path(self.root, path)): f"graph/_shipped/{path}"
                for path in SHIPPED
                if Path(self.root, path).exists()
            }
