"""What a client has and can take, by its headers. In: headers. Out: yes or no. Never: more than their beginning."""

from __future__ import annotations

from starlette.datastructures import Headers

LOOKED_AT = 1_000  # characters


def listed(headers: Headers, name: str) -> list[str]:
    """The members of a header that is a list, whether in one line or several."""
    return [each.strip() for each in ",".join(headers.getlist(name))[:LOOKED_AT].split(",")]


def has(headers: Headers, etag: str) -> bool:
    """Whether a client has what this tag is of: tags are compared weakly."""
    tags = listed(headers, "If-None-Match")
    return tags == ["*"] or etag.removeprefix("W/") in [each.removeprefix("W/") for each in tags]


def takes_gzip(headers: Headers) -> bool:
    """Whether a client can take gzip, and does not rather take a body as it is."""
    liked: dict[str, float] = {}
    for each in listed(headers, "Accept-Encoding"):
        name, _, quality = each.lower().partition(";")
        try:
            liked[name.strip()] = float(quality.strip().removeprefix("q=") or 1)
        except ValueError:
            liked[name.strip()] = 0.0
    gzip = liked.get("gzip", liked.get("*", 0.0))
    return gzip > 0 and gzip >= liked.get("identity", 0.0)
