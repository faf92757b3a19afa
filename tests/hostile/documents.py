"""The named inputs that are well-formed requests with hostile operations.

Out: iterators of inputs. Never: one that a server may answer with a fault of its own.
"""

from collections.abc import Iterator
from typing import Any

from tests.hostile.asking import Hostile
from tests.hostile.corpus import WRONG, post

SELECTION = "{companies(first:1){nodes{name}}}"


def syntax() -> Iterator[Hostile]:
    """Texts that are no documents, or hardly."""
    texts = {
        "100,000 braces": "{" * 100_000,
        "1,900 nested fields": "{a" * 1_900,
        "a closing brace": "}",
        "an empty selection": "{}",
        "an empty inner selection": "{companies{}}",
        "only a comment": "# nothing",
        "only commas": ",,,,",
        "only a fragment": "fragment F on Query{__typename}",
        "a type definition": "type T{a:Int}",
        "a schema extension": "extend type Query{a:Int}",
        "an unfinished string": '{company(slug:"',
        "an unfinished block string": '{company(slug:"""',
        "a bad escape": '{company(slug:"\\q"){name}}',
        "a bad Unicode escape": '{company(slug:"\\u{110000}"){name}}',
        "a lone surrogate escape": '{company(slug:"\\ud800"){name}}',
        "NUL": "{\x00}",
        "a control character": "{\x07}",
        "an emoji": "{\U0001f600}",
        "a right-to-left mark": "{\u202e__typename}",
        "a number as a name": "{1a}",
        "two dollar signs": "query($$a:Int){__typename}",
        "a variable in a default": "query($a:Int=$b){__typename}",
        "nested types": f"query($a:{'[' * 1900}Int{']' * 1900}){{__typename}}",
        "nested lists": f"{{nodes(ids:{'[' * 1900}{']' * 1900}){{id}}}}",
        "nested objects": f"{{companies(where:{'{not:' * 900}{{}}{'}' * 900}){{totalCount}}}}",
        "nested inline fragments": "{" + "...{" * 900 + "__typename" + "}" * 901,
        "5,000 tokens": "{" + "a " * 5_000 + "}",
        "250 kB of blanks": " " * 250_000,
        "a 100 kB name": "{" + "a" * 100_000 + "}",
    }
    for name, text in texts.items():
        yield post(f"a document with {name}", text, refused=True)
    yield post("a document with a 100 kB comment", "#" + "x" * 100_000 + "\n{__typename}")
    yield post("a document with 100 kB of comment lines", "#\n" * 50_000 + "{__typename}")
    yield post("a document with a 100 kB string", '{company(slug:"' + "x" * 100_000 + '"){name}}')
    yield post("a document with a 100 kB block string", '{company(slug:"""' + "x\n" * 50_000 + '"""){name}}')
    yield post("a document with 20,000 escapes", '{company(slug:"' + "\\u0041" * 20_000 + '"){name}}')
    yield post("a document with 200 kB of blanks", "{" + " " * 200_000 + "__typename}")


def spread(count: int, times: int, on: str = "Query") -> str:
    """Fragments in a chain, each spreading the next so many times."""
    links = "".join(f"fragment f{i} on {on}{{{f'...f{i + 1} ' * times}}}" for i in range(count))
    return f"{{...f0}}{links}fragment f{count} on {on}{{__typename}}"


def amplifiers() -> Iterator[Hostile]:
    """Small documents that stand for large ones."""
    texts = {
        "300 fragments doubled": spread(300, 2),
        "30 fragments spread ten times": spread(30, 10),
        "450 fragments in a chain": spread(450, 1),
        "a fragment of itself": "{...f} fragment f on Query{...f}",
        "a cycle of three fragments": (
            "{...a} fragment a on Query{...b} fragment b on Query{...c} fragment c on Query{...a}"
        ),
        "a cycle through a field": (
            "{companies{nodes{...a}}} fragment a on Company{universities{nodes{spinoffs{nodes{...a}}}}}"
        ),
        "an unknown fragment": "{...nope}",
        "a fragment that nobody spreads": "{__typename} fragment f on Query{__typename}",
        "2,500 fields": "{" + "__typename " * 2_500 + "}",
        "1,000 aliases": "{" + " ".join(f"a{i}:__typename" for i in range(1_000)) + "}",
        "500 aliases of connections": "{"
        + " ".join(f"a{i}:companies{{totalCount}}" for i in range(500))
        + "}",
        "1,000 directives": "{__typename" + " @skip(if:false)" * 1_000 + "}",
        "1,000 unknown directives": "{__typename" + " @x" * 1_000 + "}",
        "30 levels": "{companies{nodes{"
        + "universities{nodes{spinoffs{nodes{" * 10
        + "id"
        + "}}}}" * 10
        + "}}}",
        "products of page sizes": "{companies(first:500){nodes{universities(first:500){nodes{"
        "spinoffs(first:500){nodes{id}}}}}}}",
        "the same field 400 times": "{" + "companies{nodes{name}}" * 400 + "}",
        "the same field with other arguments": "{"
        + "".join(f"companies(first:{i}){{totalCount}}" for i in range(300))
        + "}",
        "conflicts in fragments": (
            "{companies{...a ...b}} fragment a on CompanyConnection{x:totalCount} fragment b on "
            "CompanyConnection{x:nodes{id}}"
        ),
        "900 unused variables": "query(" + " ".join(f"$v{i}:Int" for i in range(900)) + "){__typename}",
        "a variable defined twice": "query($a:Int $a:Int){companies(first:$a){totalCount}}",
        "500 operations": " ".join(f"query q{i}{{__typename}}" for i in range(500)),
        "two operations of one name": "query q{__typename} query q{__typename}",
        "introspection in introspection": "{__schema{types{" + "fields{type{" * 9 + "name" + "}}" * 9 + "}}}",
        "a skip of everything": "{__typename @skip(if:true)}",
        "deferred fragments": "{... @defer{__typename}}",
        "a stream": "{companies{nodes @stream{name}}}",
        "190 aliased connections": "{"
        + " ".join(f"a{i}:companies{{nodes{{name}}}}" for i in range(190))
        + "}",
        "190 merged aliases": "{" + " ".join(f"companies{{nodes{{a{i}:name}}}}" for i in range(190)) + "}",
        "1,900 times one leaf": "{companies{nodes{" + "name " * 1_900 + "}}}",
        "1,900 unknown fields": "{" + " ".join(f"f{i}" for i in range(1_900)) + "}",
        "2,000 conditions": "{companies(where:{and:[" + '{name:{eq:"a"}}' * 2_000 + "]}){totalCount}}",
        "1,001 values": "{companies(where:{name:{in:[" + '"a" ' * 1_001 + "]}}){totalCount}}",
        "3,000 values": "{companies(where:{name:{in:[" + '"a" ' * 3_000 + "]}}){totalCount}}",
        "300 orders": "{companies(orderBy:[" + "{name:ASC}" * 300 + "]){nodes{id}}}",
        "20 nested nots": "{companies(where:" + "{not:" * 20 + "{}" + "}" * 20 + "){totalCount}}",
        "links through links": "{companies(where:"
        + "{universities:{some:{spinoffs:{some:" * 8
        + "{}"
        + "}}}}" * 8
        + "){totalCount}}",
    }
    for name, text in texts.items():
        yield post(f"a document with {name}", text)
    for name in ("x", "__proto__", "constructor", " ", "\x00", "Q" * 10_000, "Q\n"):
        yield post(
            f"the operation name {name[:20]!r}", "query Q{__typename}", operationName=name, refused=True
        )


def arguments() -> Iterator[Hostile]:
    """Arguments and variables of every wrong kind."""
    fields: dict[str, str] = {
        "first": "query($v:Int){companies(first:$v){nodes{id}}}",
        "last": "query($v:Int){companies(last:$v){nodes{id}}}",
        "after": "query($v:String){companies(after:$v){nodes{id}}}",
        "before": "query($v:String){companies(last:2 before:$v){nodes{id}}}",
        "slug": "query($v:String){company(slug:$v){id}}",
        "id": "query($v:ID!){node(id:$v){id}}",
        "ids": "query($v:[ID!]!){nodes(ids:$v){id}}",
        "name contains": "query($v:String){companies(where:{name:{contains:$v}}){totalCount}}",
        "where": "query($v:CompanyFilter){companies(where:$v){totalCount}}",
        "orderBy": "query($v:[CompanyOrder!]){companies(orderBy:$v){nodes{id}}}",
        "skip": "query($v:Boolean!){__typename @skip(if:$v)}",
    }
    for field, text in fields.items():
        for name, value in WRONG.items():
            yield post(f"{field} is {name}", text, {"v": value})
    for value in (
        "9" * 5_000,
        "-1",
        "501",
        "2147483648",
        "1.5",
        '"1"',
        "null",
        "A",
        "[1]",
        "{a:1}",
        "-0",
        "00",
    ):
        yield post(f"first is written {value[:20]}", f"{{companies(first:{value}){{totalCount}}}}")
    nested: Any = {}
    for _ in range(400):
        nested = {"not": nested}
    yield post("variables 400 levels deep", fields["where"], {"v": nested}, refused=True)
    wide = {"or": [{"name": {"eq": str(i)}} for i in range(2_000)]}
    yield post("a filter of 400 parts", fields["where"], {"v": wide})
    yield post("5,000 variables", "{__typename}", {f"v{i}": i for i in range(5_000)})
    yield post("5,000 ids", fields["ids"], {"v": [f"Organization:{i}" for i in range(5_000)]})


def identities() -> Iterator[Hostile]:
    """Ids and cursors that were never given."""
    ids = (
        "",
        ":",
        "::",
        "Organization",
        "Organization:",
        ":celyad",
        "organization:celyad",
        "Organization:celyad:x",
        "Organization:celyad\x00",
        "Organization:' OR 1=1 --",
        "Company:celyad",
        "Nope:1",
        "FundingRound:x",
        "FundingRound:999999999999999999999999",
        "FundingRound:-1",
        "FundingRound:1e3",
        "FundingRound:\uff11",
        "FundingRound: 1",
        "~0,~1",
        "Organization:" + "x" * 50_000,
        "T3JnYW5pemF0aW9uOmNlbHlhZA==",
        "\ufffd",
        "\U0001f600",
        "../../etc/passwd",
    )
    for number, text in enumerate(ids):
        yield post(f"id {number}: {text[:24]!r}", "query($v:ID!){node(id:$v){id}}", {"v": text})
    for number, text in enumerate(cursors()):
        query = "query($v:String){companies(first:2 after:$v){nodes{id} pageInfo{hasNextPage}}}"
        yield post(f"cursor {number}: {text[:24]!r}", query, {"v": text})


def cursors() -> Iterator[str]:
    """Cursors of wrong form, of wrong content, of another ordering."""
    yield from (
        "",
        "x",
        "0",
        "00",
        "zz",
        "5b5d",
        "7b7d",
        "6e756c6c",
        "ff" * 10,
        "ab" * 30_000,
        "W10=",
        " 5b5d ",
    )
    for content in (
        b"[1]",
        b'[""]',
        b'["x"]',
        b'["x",1]',
        b'["x",null]',
        b'["x",[1]]',
        b'["x",{"a":1}]',
        b'["00000000","celyad"]',
        b'["00000000",99999999999999999999999]',
        b"[" * 5_000,
        b'["x","\\ud800"]',
        b'["x",1e999]',
        b'["x","\\u0000"]',
    ):
        yield content.hex()
