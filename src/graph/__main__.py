"""`python -m graph`: the same as the command `spinoff-graph`."""

from graph.cli import main

main()
