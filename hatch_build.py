"""Hatch's build hook. In: the checkout. Out: the explorer built, and what ships beside the code put into the wheel."""

from __future__ import annotations

from pathlib import Path
from runpy import run_path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# Found again at run time by graph.packaged.
SHIPPED = ("data", "schema/operations", "schema/schema.graphql")


class Build(BuildHookInterface[Any]):
    """Builds what the distribution carries and git does not."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the explorer where it is stale; into a wheel (an editable one reads the checkout) put SHIPPED."""
        root = Path(self.root)
        explorer = root / "src/graph/explorer/build.py"
        if explorer.exists():
            run_path(str(explorer))["build_where_stale"]()
        if self.target_name == "wheel" and version == "standard":
            build_data["force_include"] |= {
                str(root / path): f"graph/_shipped/{path}" for path in SHIPPED if (root / path).exists()
            }
