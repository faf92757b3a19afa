"""The command `spinoff-graph`, also as `python -m graph`: imports the commands, then runs one.

In: words of a command line. Out: what `cli` does with them. Never: work of its own.
"""

import gc


def main() -> None:
    """Run a command."""
    # Half a million objects are made by imports, and nearly all of them stay: looking for garbage among them is
    # a fifth of the time.
    gc.disable()
    from graph import cli

    gc.enable()
    cli.main()


if __name__ == "__main__":
    main()
