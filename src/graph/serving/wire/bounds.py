"""How many connections a process has, how slow and how chatty they may be.

In: settings, what the system allows. Out: `Bounds`. Never: asked twice of the environment.
"""

import resource
from dataclasses import dataclass
from functools import cache

from graph.settings import Settings

# Descriptors that are not connections: databases, logs, what listens.
OTHERS = 100


@dataclass(frozen=True)
class Bounds:
    """How many connections there may be, how long they may be slow (seconds), how many messages come in a second.

    `wait` is the longest that a request may wait for a thread (seconds), of which a part may pass before it begins.
    """

    connections: int
    head: float
    stall: float
    messages: int
    head_size: int
    wait: float


@cache
def bounds() -> Bounds:
    """The bounds of this process: no more connections than it may have descriptors."""
    settings = Settings()
    most, (descriptors, _) = settings.max_connections, resource.getrlimit(resource.RLIMIT_NOFILE)
    if descriptors != resource.RLIM_INFINITY:
        most = max(1, min(most, descriptors - OTHERS))
    return Bounds(
        most,
        settings.head_seconds,
        settings.stall_seconds,
        settings.max_messages,
        settings.max_head,
        settings.wait_seconds,
    )
