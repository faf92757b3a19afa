"""The named inputs that no library sends: heads, bodies, handshakes and frames of WebSockets, byte by byte.

Out: `REQUESTS`, `HANDSHAKES`, `FRAMES`. Never: sent from here.
"""

from dataclasses import dataclass

from tests.serving.running import post
from tests.serving.wire import CLOSE, CONTINUATION, PING, TEXT, frame, upgrade

TYPENAME = b'{"data":{"__typename":"Query"}}'
# Stands for the number of the try: what is said of a header may be kept.
NUMBER = b"<number>"
GET = b"GET /graphql?query=%7B__typename%7D HTTP/1.1\r\nHost: x\r\n"


@dataclass(frozen=True)
class Raw:
    """Bytes, and whether they are a request that must be answered, or refused at once with a status."""

    name: str
    sent: bytes
    answered: bool = False
    refused: int = 0


def chunked(pieces: list[bytes], trailers: bytes = b"") -> bytes:
    """A request whose body comes in chunks."""
    begin = b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nConnection: close\r\n"
    body = b"".join(b"%x\r\n%b\r\n" % (len(each), each) for each in pieces)
    return begin + b"Transfer-Encoding: chunked\r\n\r\n" + body + b"0\r\n" + trailers + b"\r\n"


EXTENDED = b"\r\n0;" + b"a" * 500_000 + b"\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
POST = b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
CHUNKS = POST + CHUNKED + b"\r\n"
CONTINUE = b"Expect: 100-continue\r\n"
UPGRADED = {
    "Connection": "Upgrade, HTTP2-Settings, close",
    "Upgrade": "h2c",
    "HTTP2_Settings": "AAMAAABkAAQAAP__",
}
QUERY = b'{"query":"{__typename}"}'
LONG = QUERY + b" " * (20_000 - len(QUERY))
LAST = b"Connection: close\r\n\r\n"
REQUESTS = [
    Raw("Accept with 4 MB of semicolons", GET + b"Accept: */*;a=" + NUMBER + b";" * 4_000_000 + b"\r\n" + LAST),
    Raw("Accept with 250 kB of semicolons", GET + b"Accept: */*;a=" + NUMBER + b";" * 250_000 + b"\r\n" + LAST),
    Raw("Accept with 1 MB of commas", GET + b"Accept: */*;a=" + NUMBER + b"," * 1_000_000 + b"\r\n" + LAST),
    Raw("a head of 300 kB of tiny headers", GET + b"a:b\r\n" * 60_000 + LAST),
    Raw("a header of 1 MB", GET + b"X-A: " + b"b" * 1_000_000 + b"\r\n" + LAST),
    Raw("a header's name of 1 MB", GET + b"X-" + b"b" * 1_000_000 + b": a\r\n" + LAST),
    Raw("an address of 1 MB", b"GET /graphql?query=" + b"a" * 1_000_000 + b" HTTP/1.1\r\nHost: x\r\n" + LAST),
    Raw("an address of 1 MB of signs", b"GET /%41" + b"%41" * 333_000 + b" HTTP/1.1\r\nHost: x\r\n" + LAST),
    Raw("a method of 1 MB", b"G" * 1_000_000 + b" /graphql HTTP/1.1\r\nHost: x\r\n" + LAST),
    Raw("trailers of 500 kB", chunked([QUERY], b"a: b\r\n" * 83_000), refused=431),
    Raw("an extension of a chunk of 500 kB", chunked([QUERY]).replace(b"\r\n0\r\n", EXTENDED), refused=431),
    Raw("500,000 blank lines before a request", b"\r\n" * 500_000 + GET + LAST, refused=431),
    Raw("a body in 20,000 chunks", chunked([bytes([each]) for each in LONG]), answered=True),
    Raw("a size of a body with 1,000 digits", GET + b"Content-Length: " + b"9" * 1_000 + b"\r\n" + LAST),
    Raw("two sizes of a body", GET + b"Content-Length: 1\r\nContent-Length: 2\r\n" + LAST),
    Raw("a size of a body and chunks", GET + b"Content-Length: 1\r\n" + CHUNKED + LAST + b"0\r\n\r\n"),
    *(
        Raw(f"a chunk of the size {size!r}", CHUNKS + size + b"\r\n" + QUERY + b"\r\n0\r\n\r\n", refused=400)
        for size in (b"zz", b"-18", b"0x18", b"F" * 17, b"")
    ),
    Raw("a chunk that does not end", CHUNKS + b"18\r\n" + QUERY + b"0\r\n\r\n", refused=400),
    Raw("a good chunk before a bad one", CHUNKS + b"1\r\n{\r\nzz\r\n", refused=400),
    Raw("a size of the body behind it", chunked([QUERY], b"Content-Length: 3\r\n"), refused=400),
    Raw("chunks of a kind that nobody knows", CHUNKS.replace(b": chunked", b": xchunked"), refused=400),
    Raw("a body of 10 GB", POST + b"Content-Length: 10000000000\r\n" + LAST, refused=413),
    Raw("a body of 2^63 bytes", POST + b"Content-Length: 9223372036854775808\r\n" + LAST, refused=413),
    Raw("a body too large to go on", POST + CONTINUE + b"Content-Length: 99999999\r\n" + LAST, refused=413),
    Raw("no host", GET.replace(b"Host: x\r\n", b"") + LAST, refused=400),
    Raw("two hosts", GET + b"Host: y\r\n" + LAST, refused=400),
    Raw("an upgrade to h2c with a body", post("{__typename}", **UPGRADED), answered=True),
    Raw("a quality that is no number", GET + b"Accept: application/json;q=nan\r\n" + LAST),
    Raw("1 MB of noughts", b"\0" * 1_000_000),
    Raw("a handshake of TLS", bytes.fromhex("16030100c8010000c40303") + b"\x13" * 190),
    Raw("the preface of HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0" * 9),
]  # fmt: skip
HANDSHAKES = [
    Raw("130 lines", upgrade().replace(b"\r\n\r\n", b"\r\n" + b"X-A: b\r\n" * 130 + b"\r\n")),
    Raw("a header of 9 kB", upgrade(X_A="b" * 9_000)),
    Raw("a header of 1 MB", upgrade(X_A="b" * 1_000_000)),
    Raw("the size of a body that does not come", upgrade(Content_Length="5")),
    Raw("a body", upgrade(Content_Length="5") + b"hello"),
    Raw("chunks that do not come", upgrade(Transfer_Encoding="chunked")),
    Raw("a chunk", upgrade(Transfer_Encoding="chunked") + b"0\r\n\r\n"),
    Raw("a key that is none", upgrade(Sec_WebSocket_Key="x")),
    Raw("a key that is no ASCII", upgrade(Sec_WebSocket_Key="\xff")),
    Raw("a version of nobody", upgrade(Sec_WebSocket_Version="99")),
    Raw("extensions that are none", upgrade(Sec_WebSocket_Extensions=";;,")),
    Raw("5,000 upgrades", upgrade(Connection="upgrade, " * 5_000)),
    Raw("a method of writers", upgrade().replace(b"GET", b"POST")),
    Raw("a long address", upgrade().replace(b" HTTP/1.1", b"?" + b"a" * 9_000 + b" HTTP/1.1")),
    Raw("an old protocol", upgrade().replace(b"1.1", b"1.0", 1)),
]  # fmt: skip
# What is against the protocol.
FRAMES = [
    Raw("a message in a message", frame(TEXT, b"{", last=False) + frame(TEXT, b"}")),
    Raw("the end of no message", frame(CONTINUATION, b"{}")),
    Raw("an unknown kind", frame(3, b"{}")),
    Raw("a ping that is too long", frame(PING, b"x" * 126)),
    Raw("a ping in pieces", frame(PING, last=False)),
    Raw("half a code", frame(CLOSE, b"x")),
    Raw("an unknown code", frame(CLOSE, (999).to_bytes(2))),
    Raw("a reason that is no text", frame(CLOSE, (1000).to_bytes(2) + b"\xff")),
    Raw("no mask", b"\x81\x02{}"),
    Raw("a reserved bit", b"\xc1\x82\0\0\0\0{}"),
    Raw("a negative size", b"\x81\xff" + b"\xff" * 8 + b"\0\0\0\0"),
    Raw("a size of a terabyte", b"\x81\xff" + (2**40).to_bytes(8) + b"\0\0\0\0"),
]  # fmt: skip
