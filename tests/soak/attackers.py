"""Clients that no server wishes for, in processes of their own: malformed, lingering, or too many.

In: which, a port, when the attack begins and ends. Out: a file of tallies. Never: a request after the attack.
"""

import sys
from pathlib import Path

from tests.soak.attacking import Attack
from tests.soak.lingering import Lingering
from tests.soak.malformed import Malformed
from tests.soak.overload import Overload
from tests.soak.tally import Phases, Tally

ATTACKS: dict[str, type[Attack]] = {"malformed": Malformed, "lingering": Lingering, "overload": Overload}


def main() -> None:
    """Attack: NAME PORT FILE END END END."""
    name, port, file, *ends = sys.argv[1:]
    before, attack, after = map(float, ends)
    tally = Tally()
    ATTACKS[name](int(port), Phases((before, attack, after)), tally).run()
    tally.write(Path(file))


if __name__ == "__main__":
    main()
