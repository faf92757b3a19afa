"""Words: how text is cut and folded for search, the same when it is stored and when it is asked for.

In: text as people write it. Out: folded words. Never: a query language: what a person types is words alone.
"""

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")
MAX_WORDS = 16
MAX_LENGTH = 64


def words_of(text: str) -> list[str]:
    """The words of a text: letters and digits, without case and diacritics ("Liège" is "liege")."""
    return WORD.findall(text.lower() if text.isascii() else bare(text))


def bare(text: str) -> str:
    """A text without case and diacritics."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in parts if not unicodedata.combining(each))


def folded(text: str) -> str:
    """A text as its folded words."""
    return " ".join(words_of(text))


def asked_words(query: str) -> list[str]:
    """The words of a question: as many, and of each as much, as are looked for."""
    return [word[:MAX_LENGTH] for word in dict.fromkeys(words_of(query[: MAX_WORDS * MAX_LENGTH * 4]))][
        :MAX_WORDS
    ]
