"""The fields of the index, and what a match in each is worth."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Strength(IntEnum):
    """How much a match says that an entry is what the reader means."""

    MENTION = 1  # the notes say the word
    TEXT = 2  # its title, summary or glossary says the word
    TOPIC = 3  # it is about the concept, of the category, by the author
    NAME = 4  # it is called this
    IDENTIFIER = 5  # the reader gave its address


@dataclass(frozen=True, slots=True)
class Field:
    """A field: `weight` multiplies its BM25F score, `b` is BM25's length normalisation.

    `keyed` fields hold ready keys with weights, the others text for the analyzer. `why`
    is the word of `Hit.why` for a match in it.
    """

    name: str
    weight: float
    b: float
    strength: Strength
    why: str
    keyed: bool = False


# Weights are relative to one word in a summary. They were set by hand along the order of
# the evidence below, then checked against the judgments; keys know no length, so b is 0.
FIELDS = (
    # An address names one entry beyond doubt.
    Field("ident", 100.0, 0.0, Strength.IDENTIFIER, "id", keyed=True),
    # The catalogue's own name, whole: above every sum of words and of concepts.
    Field("name", 20.0, 0.0, Strength.NAME, "title", keyed=True),
    # Another name of the same thing: below the name, since an alias of one entry may be
    # the name of another (an episode is also called like the paper it reads).
    Field("alias", 12.0, 0.0, Strength.NAME, "alias", keyed=True),
    # A concept leads to several entries; the weights of its postings order them.
    Field("topic", 7.0, 0.0, Strength.TOPIC, "concept", keyed=True),
    Field("category", 2.5, 0.0, Strength.TOPIC, "category", keyed=True),
    Field("author", 4.0, 0.0, Strength.TOPIC, "author", keyed=True),
    # One word of a name is worth less than the name, more than a word about it.
    Field("title", 2.5, 0.4, Strength.TEXT, "title"),
    Field("full_title", 1.8, 0.6, Strength.TEXT, "full_title"),
    # Words of the concepts an entry stands under: what its summary might have said.
    Field("glossary", 0.8, 0.5, Strength.MENTION, "concept"),
    Field("summary", 1.0, 0.5, Strength.TEXT, "summary"),
    # Two neighbouring words that stand side by side in the entry's text, too.
    Field("phrase", 1.5, 0.5, Strength.TEXT, "notes"),
    # What readers remember of it, for sentences that name nothing (`sentences.py`).
    Field("gist", 1.6, 0.3, Strength.TEXT, "gist"),
    # Notes are long and talk of many things in passing.
    Field("notes", 0.7, 0.6, Strength.MENTION, "notes"),
)
BY_NAME = {field.name: field for field in FIELDS}
TEXT_FIELDS = ("title", "full_title", "glossary", "summary", "notes")
