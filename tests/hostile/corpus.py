"""The named inputs: everything that a request can be that no honest client sends.

Out: `CORPUS`. Never: an input without a name, nor two with the same.
"""

import gzip
import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from tests.hostile.asking import JSON, Hostile

WRONG = {
    "null": None,
    "true": True,
    "zero": 0,
    "minus one": -1,
    "a float": 1.5,
    "an empty string": "",
    "a string": "x",
    "an empty list": [],
    "a list": ["x"],
    "an empty object": {},
    "an object": {"a": {"b": 1}},
    "a huge number": 10**30,
    "a long string": "x" * 10_000,
    "a NUL": "\x00",
    "a lone surrogate": "\ud800",
    "nested lists": [[[[[[1]]]]]],
}


def post(name: str, query: str, variables: Any = None, *, refused: bool = False, **more: Any) -> Hostile:
    """A POST of a well-formed body."""
    sent: dict[str, Any] = {"query": query, **more}
    if variables is not None:
        sent["variables"] = variables
    return Hostile(name, json.dumps(sent).encode(), refused=refused)


def get(name: str, query: str, *, method: str = "GET", refused: bool = False) -> Hostile:
    """A request with a query string, written as it is sent."""
    target = f"/graphql?{query}" if query else "/graphql"
    return Hostile(name, method=method, target=target, headers={"Accept": "*/*"}, refused=refused)


def bodies() -> Iterator[Hostile]:
    """Bodies that are not GraphQL requests."""
    texts: dict[str, bytes] = {
        "nothing": b"",
        "blanks": b" \n\t ",
        "a number": b"1",
        "null": b"null",
        "a string": b'"x"',
        "true": b"true",
        "an empty list": b"[]",
        "an empty object": b"{}",
        "a batch": b'[{"query":"{__typename}"},{"query":"{__typename}"}]',
        "100,000 open brackets": b"[" * 100_000,
        "100,000 open braces": b'{"a":' * 40_000,
        "100,000 nested lists": b"[" * 100_000 + b"]" * 100_000,
        "a 5,000-digit integer": b"9" * 5_000,
        "a 5,000-digit fraction": b"0." + b"9" * 5_000,
        "an exponent of 99,999": b"1e99999",
        "an unfinished string": b'{"query":"',
        "an unfinished escape": b'{"query":"\\u12',
        "a lone high surrogate": b'{"query":"{__typename} # \\ud800"}',
        "a lone low surrogate": b'{"query":"\\udc00"}',
        "NUL": b"\x00",
        "NUL in a string": b'{"query":"\x00"}',
        "bad UTF-8": b'{"query":"\xff\xfe"}',
        "overlong UTF-8": b'{"query":"\xc0\xaf"}',
        "half a character": b'{"query":"{__typename} \xe2\x82"}',
        "UTF-16": '{"query":"{__typename}"}'.encode("utf-16"),
        "a byte order mark": b'\xef\xbb\xbf{"query":"{__typename}"}',
        "Latin-1": '{"query":"# \xe9\n{__typename}"}'.encode("latin-1"),
        "packed with gzip, unsaid": gzip.compress(b'{"query":"{__typename}"}'),
        "two objects": b'{"query":"{__typename}"}{"query":"{__typename}"}',
        "a trailing comma": b'{"query":"{__typename}",}',
        "single quotes": b"{'query':'{__typename}'}",
        "NaN": b'{"query":"{__typename}","variables":{"a":NaN}}',
        "Infinity": b'{"query":"{__typename}","variables":{"a":Infinity}}',
        "a comment": b'/* */{"query":"{__typename}"}',
        "a form": b"query=%7B__typename%7D",
        "XML": b"<query>{__typename}</query>",
        "the document itself": b"{__typename}",
        "300 kB": b'{"query":"{__typename}","x":"' + b"x" * 300_000 + b'"}',
        "a multipart body": b"--x\r\nContent-Disposition: form-data; name=operations\r\n\r\n{}\r\n--x--",
    }
    for name, body in texts.items():
        yield Hostile(f"a body that is {name}", body, refused=True)
    yield Hostile("a key twice", b'{"query":"{nope}","query":"{__typename}"}')
    yield Hostile("variables twice", b'{"query":"{__typename}","variables":{},"variables":null}')
    many = b",".join(b'"k%d":%d' % (each, each) for each in range(10_000))
    yield Hostile("10,000 keys", b'{"query":"{__typename}",' + many + b"}")
    yield Hostile(
        "extensions of 200 kB", b'{"query":"{__typename}","extensions":{"x":"' + b"x" * 200_000 + b'"}}'
    )


def shapes() -> Iterator[Hostile]:
    """Parameters of every wrong type."""
    for parameter in ("query", "operationName", "variables", "extensions", "documentId"):
        for name, value in WRONG.items():
            sent: dict[str, Any] = {"query": "query Q { __typename }", parameter: value}
            yield Hostile(f"{parameter} is {name}", json.dumps(sent).encode())
    for name, value in WRONG.items():
        extended: Any = {"query": "{__typename}", "extensions": {"persistedQuery": value}}
        # Null is the same as nothing.
        yield Hostile(f"persistedQuery is {name}", json.dumps(extended).encode(), refused=value is not None)
        stored: Any = {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": value}}}
        yield Hostile(f"sha256Hash is {name}", json.dumps(stored).encode(), refused=True)
    yield post("a hash of another text", "{__typename}", refused=True, extensions=persisted("0" * 64))
    yield Hostile(
        "a hash that nobody sent", json.dumps({"extensions": persisted("f" * 64)}).encode(), refused=True
    )


def persisted(digest: str) -> Mapping[str, Any]:
    """The extension of a persisted query."""
    return {"persistedQuery": {"version": 1, "sha256Hash": digest}}


def requests() -> Iterator[Hostile]:
    """Methods, media types and headers."""
    body = b'{"query":"{__typename}"}'
    for method in ("PUT", "PATCH", "DELETE", "TRACE", "CONNECTS", "get", "QUERY"):
        yield Hostile(f"method {method}", body, method=method, refused=True)
    for kind in (
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/jsonp",
        "application/json; charset=latin-1",
        "application/json; charset=utf-16",
        "application/json;charset=",
        "application/xml",
        "",
        "*/*",
        ";",
        "x" * 5_000,
    ):
        yield Hostile(f"media type {kind[:40]!r}", body, headers={"Content-Type": kind}, refused=True)
    yield Hostile("no media type", body, headers={}, refused=True)
    for encoding in ("gzip", "br", "deflate", "zstd", "x", "gzip, gzip"):
        headers = {**JSON, "Content-Encoding": encoding}
        yield Hostile(f"content encoding {encoding}", gzip.compress(body), headers=headers, refused=True)
    for accept in (
        "text/plain",
        "image/*",
        "application/json;q=0",
        "*/*;q=0",
        ",,,,",
        "application/json;q=x",
        "q=1",
        "application/graphql+json",
        "text/html",
        "a/b," * 500,
        "application/json;" * 500,
    ):
        yield Hostile(f"accept {accept[:40]!r}", body, headers={**JSON, "Accept": accept})
    for name, value in {
        "accept-encoding": "gzip;q=x, *;q=, br;;;",
        "if-none-match": '"' + "x" * 5_000,
        "x-request-id": "<script>" * 20,
        "traceparent": "00-" + "0" * 32 + "-" + "0" * 16 + "-00",
        "cookie": "a=" + "b" * 4_000,
        "authorization": "Bearer " + "x" * 4_000,
        "origin": "null",
        "last-event-id": "\x7f",
        "x-forwarded-for": "1, 2, 3",
    }.items():
        yield Hostile(f"header {name}", body, headers={**JSON, name: value})


def query_strings() -> Iterator[Hostile]:
    """Query strings."""
    typename = quote("{__typename}")
    refused = {
        "nothing": "",
        "an empty query": "query=",
        "a mutation": f"query={quote('mutation {x}')}",
        "a subscription": f"query={quote('subscription {x}')}",
        "variables that are no JSON": f"query={typename}&variables=x",
        "variables that are a list": f"query={typename}&variables=[]",
        "variables that are a number": f"query={typename}&variables=1",
        "deep variables": f"query={typename}&variables={'[' * 1000}{']' * 1000}",
        "extensions that are a string": f"query={typename}&extensions=%22x%22",
        "bad percent signs": "query=%zz%",
        "bad UTF-8": "query=%ff%fe",
        "an unknown operation": f"query={typename}&operationName=x",
        "surrogates": "query=%ed%a0%80",
        "NUL": "query=%00",
        "a long query": f"query={quote('{' + 'a ' * 5000 + '}')}",
    }
    for name, text in refused.items():
        yield get(f"a query string with {name}", text, refused=True)
    yield get("a query string with the query twice", f"query=x&query={typename}")
    yield get(
        "a query string with 500 parameters", f"query={typename}&" + "&".join(f"a{i}" for i in range(500))
    )
    yield get("a query string with semicolons", f"query={typename};variables=x")
    yield get("HEAD", f"query={typename}", method="HEAD")
    yield get("OPTIONS", "", method="OPTIONS")
    yield get("HEAD of nothing", "", method="HEAD", refused=True)
