"""The soak itself: a short one ends by itself, says what came of it, and finds nothing that must not be."""

import subprocess
import sys

import pytest

from tests.browser.server import ROOT


@pytest.mark.slow
@pytest.mark.xdist_group("load")
def test_a_short_soak_finds_nothing_that_must_not_happen() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.soak", "--minutes", "0.2"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    for line in (
        "honest requests",
        "p99, ms",
        "worst stall",
        "attack: send hostile",
        "attack: stream hostile",
        "attack: say hostile",
        "attack: send bytes",
        "attack: left: a socket",
        "attack: cut off: ",
        "refused for overload",
        "deadlines / departures",
        "memory, MB",
        "stopped in",
    ):
        assert line in ran.stdout
