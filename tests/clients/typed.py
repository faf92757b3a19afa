"""A TypeScript program whose documents are typed by graphql-codegen from the committed schema, as `node/typed` has it.

In: a folder. Out: the program's folder in it, with what codegen wrote.
"""

import shutil
from pathlib import Path

from tests.clients.scripts import SCRIPTS, installed, run_tool

SCHEMA = Path(__file__).parents[2] / "schema" / "schema.graphql"


def make_program(folder: Path, schema: str = str(SCHEMA)) -> Path:
    """Copy the program and let codegen write its types from a schema's path or address."""
    program = folder / "typed"
    shutil.copytree(SCRIPTS / "typed", program)
    (program / "package.json").write_text('{"type": "module"}')
    (program / "node_modules").symlink_to(installed() / "node_modules")
    ran = run_tool("graphql-codegen", "--config", "codegen.yml", folder=program, SCHEMA=schema)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return program
