"""Finds what ships with the code: dataset, example operations, schema. Out: paths. Never: reads them.

A wheel carries them inside the package; a checkout, editable install included, has them at its root.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_IN_WHEEL = _PACKAGE / "_shipped"  # filled by hatch_build.py
_CHECKOUT = _PACKAGE.parents[1]


def data_folder() -> Path:
    """Return the folder of the dataset: datapackage.json and its CSV files."""
    return _root() / "data"


def operations_folder() -> Path:
    """Return the folder of the example operations: one .graphql file each."""
    return _root() / "schema" / "operations"


def schema_file() -> Path:
    """Return the schema as it was published, in the schema definition language."""
    return _root() / "schema" / "schema.graphql"


def _root() -> Path:
    return _IN_WHEEL if _IN_WHEEL.is_dir() else _CHECKOUT
