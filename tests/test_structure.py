"""The code is laid out as architecture says, and the published schema is the one that is served."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import build_schema as read_sdl
from graphql import find_breaking_changes

import graph
from graph.app import build_schema

SOURCE = Path(graph.__file__).parent
ROOT = Path(__file__).parents[1]
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "node_modules" not in path.parts)

LAYERS = ("__main__", "cli", "app", "serving", "api", "engine", "catalogue")
"""Each imports only those after it, and what stands beside them."""
BESIDE = {
    "columns": set(),
    "search_text": set(),
    "settings": set(),
    "memory": set(),
    "packaged": set(),
    "models": {"columns"},
    "dataset": {"models", "columns", "catalogue", "search_text"},
    "explorer": {"packaged"},
}
"""What stands beside the layers, and all that each of these imports."""
GENERAL = ("serving", "api", "engine", "catalogue")
"""What works on any list of classes."""
KNOW_THE_DATA = {"models", "dataset", "explorer", "packaged"}
ENTITIES = re.compile(
    r"compan(y|ies)|universit|spin_?off|funding|facilit(y|ies)|institution|acqui(sition|rer)|programme|wallon|cell_?therapy",
    re.IGNORECASE,
)
NAME_OF_THE_PROJECT = "spinoff-graph"
LONGEST = 400


def part_of(path: Path) -> str:
    """The module or folder directly below the package that a file belongs to."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported_parts(path: Path) -> Iterator[str]:
    """The parts of the package that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "graph":
            names = [f"graph.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            names = [str(node.module)]
        for name in names:
            package, _, rest = name.partition(".")
            if package == "graph" and rest:
                yield rest.split(".")[0]


def all_imports() -> dict[str, set[str]]:
    """For each part of the package, the other parts that it imports."""
    found: dict[str, set[str]] = {}
    for path in MODULES:
        part = part_of(path)
        found.setdefault(part, set()).update(set(imported_parts(path)) - {part})
    del found["__init__"]  # the public names
    return found


def code_of(path: Path) -> str:
    """A file's code without its docstrings and comments."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [each for each in body if not is_text(each)] or [ast.Pass()]  # type: ignore[attr-defined]
    return ast.unparse(tree)


def is_text(node: ast.stmt) -> bool:
    """Whether a statement is a bare string: a docstring, or a note below a name."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def relative(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def test_every_part_of_the_package_has_its_place() -> None:
    assert set(all_imports()) == {*LAYERS, *BESIDE}


@pytest.mark.parametrize("part", LAYERS)
def test_imports_run_one_way(part: str) -> None:
    above = set(LAYERS[: LAYERS.index(part)])
    assert not all_imports()[part] & above


@pytest.mark.parametrize("part", sorted(BESIDE))
def test_what_stands_beside_the_layers_imports_only_what_it_needs(part: str) -> None:
    assert all_imports()[part] <= BESIDE[part]


@pytest.mark.parametrize("part", GENERAL)
def test_what_works_on_any_classes_imports_nothing_of_the_data(part: str) -> None:
    assert not all_imports()[part] & KNOW_THE_DATA


@pytest.mark.parametrize("path", [path for path in MODULES if part_of(path) in GENERAL], ids=relative)
def test_what_works_on_any_classes_names_no_entity(path: Path) -> None:
    lines = code_of(path).replace(NAME_OF_THE_PROJECT, "").splitlines()
    assert not [line for line in lines if ENTITIES.search(line)]


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_a_module_says_what_it_is_and_is_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "no docstring"
    written = [line for line in text.splitlines() if line.strip()]
    assert len(written) < LONGEST, f"{len(written)} lines: split it along its meaning"


def test_the_published_schema_is_the_one_that_is_served() -> None:
    published = (ROOT / "schema" / "schema.graphql").read_text(encoding="utf-8")
    served = f"{build_schema().as_str()}\n"
    if published != served:
        changes = [
            change.description for change in find_breaking_changes(read_sdl(published), read_sdl(served))
        ]
        breaking = "; ".join(changes) or "none of the differences breaks clients"
        pytest.fail(f"run `spinoff-graph schema > schema/schema.graphql`. Breaking: {breaking}")
