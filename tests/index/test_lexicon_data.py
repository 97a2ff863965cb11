"""The shipped lexicon as data: what its README promises contributors holds in every file."""

from __future__ import annotations

import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from opencc import OpenCC

from index.catalog import Catalog, Paper
from index.data import shipped_catalog
from index.text.normalize import key

LEXICON = Path(__file__).parents[2] / "data" / "lexicon"
KINDS = {
    "architecture",
    "data",
    "method",
    "organization",
    "research",
    "systems",
    "task",
    "training",
}
CONCEPT_FILES = sorted((LEXICON / "concepts").glob("*.toml"))


SIMPLIFIED = OpenCC("t2s")


def plain(text: str) -> str:
    """A text as a mainland reader types it; search folds further, on both sides alike."""
    return " ".join(SIMPLIFIED.convert(unicodedata.normalize("NFKC", text).lower()).split())


def concepts_of(path: Path) -> list[dict[str, Any]]:
    """The concepts of one file."""
    concepts: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["concept"]
    return concepts


def lines_of(name: str) -> list[str]:
    """The words of a plain list."""
    text = (LEXICON / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The catalogue that the lexicon leads into."""
    return shipped_catalog()


@pytest.fixture(scope="module")
def concepts() -> list[dict[str, Any]]:
    """The concepts of all files."""
    return [concept for path in CONCEPT_FILES for concept in concepts_of(path)]


@pytest.fixture(scope="module")
def aliases() -> dict[str, list[str]]:
    """The names of each entry."""
    return tomllib.loads((LEXICON / "aliases.toml").read_text(encoding="utf-8"))


def phrases(
    aliases: dict[str, list[str]], concepts: list[dict[str, Any]]
) -> Iterator[tuple[str, str]]:
    """Every phrase with what it belongs to."""
    for entry, names in aliases.items():
        yield from ((name, f"alias of {entry}") for name in names)
    for concept in concepts:
        yield from ((name, f"concept {concept['id']}") for name in concept["zh"] + concept["en"])


def test_it_is_broad(concepts: list[dict[str, Any]]) -> None:
    """The lexicon knows hundreds of ideas of the field, more than the catalogue lists."""
    assert len(concepts) >= 400
    assert any(not concept["entries"] for concept in concepts)


def test_ids_exist(
    catalog: Catalog, aliases: dict[str, list[str]], concepts: list[dict[str, Any]]
) -> None:
    """Aliases and concepts lead to papers and episodes that the catalogue has."""
    named = set(aliases) | {entry for concept in concepts for entry in concept["entries"]}
    assert named - set(catalog.entries) == set()


def test_concepts_are_complete(concepts: list[dict[str, Any]]) -> None:
    """A concept has a known kind, something to call it, and no entry twice."""
    for concept in concepts:
        assert set(concept) == {"id", "kind", "zh", "en", "entries", "related"}
        assert concept["kind"] in KINDS, concept["id"]
        assert concept["zh"] or concept["en"], concept["id"]
        assert len(set(concept["entries"])) == len(concept["entries"]), concept["id"]


def test_concept_ids_are_unique(concepts: list[dict[str, Any]]) -> None:
    """No two concepts of any file share an id."""
    assert [i for i, n in Counter(c["id"] for c in concepts).items() if n > 1] == []


def test_related_concepts_exist(concepts: list[dict[str, Any]]) -> None:
    """A concept's neighbours are other concepts."""
    known = {concept["id"] for concept in concepts}
    wrong = {(c["id"], r) for c in concepts for r in c["related"] if r not in known or r == c["id"]}
    assert wrong == set()


def test_a_phrase_leads_one_way(
    aliases: dict[str, list[str]], concepts: list[dict[str, Any]]
) -> None:
    """A phrase, however spaced, stands once: it never means two things."""
    owners = defaultdict(list)
    for phrase, owner in phrases(aliases, concepts):
        owners[key(phrase)].append(owner)
    assert {phrase: found for phrase, found in owners.items() if len(found) > 1} == {}


def test_no_alias_is_another_title(catalog: Catalog, aliases: dict[str, list[str]]) -> None:
    """An alias is never the title of a different entry, unless a recording reads it."""
    titles = {key(entry.title): entry for entry in catalog.entries.values()}
    for entry, names in aliases.items():
        for name in names:
            other = titles.get(key(name))
            if other is None or other.id == entry:
                continue
            joined = other.episodes if isinstance(other, Paper) else other.papers
            assert entry in joined, f"{name!r} of {entry} is the title of {other.id}"


def test_phrases_are_plain(aliases: dict[str, list[str]], concepts: list[dict[str, Any]]) -> None:
    """Phrases are written one way: lower case, simplified, single-spaced."""
    odd = [p for p, _ in phrases(aliases, concepts) if p != plain(p) or not key(p)]
    assert odd == []


def test_chinese_and_english_keep_apart(concepts: list[dict[str, Any]]) -> None:
    """`zh` phrases hold a Chinese character, `en` phrases none."""
    for concept in concepts:
        assert all(any("\u4e00" <= c <= "\u9fff" for c in p) for p in concept["zh"]), concept["id"]
        assert not any("\u4e00" <= c <= "\u9fff" for p in concept["en"] for c in p), concept["id"]


def test_every_entry_is_reachable(catalog: Catalog, concepts: list[dict[str, Any]]) -> None:
    """At least two phrases that are no names lead to each paper, and to each episode itself
    or through a paper it reads."""
    reach: Counter[str] = Counter()
    for concept in concepts:
        for entry in concept["entries"]:
            reach[entry] += len(concept["zh"]) + len(concept["en"])
    for episode in catalog.episodes:
        reach[episode.id] += sum(reach[paper] for paper in episode.papers)
    assert [entry for entry in catalog.entries if reach[entry] < 2] == []


@pytest.mark.parametrize("path", CONCEPT_FILES, ids=lambda path: path.stem)
def test_concept_files_are_sorted(path: Path) -> None:
    """A file says what belongs there and lists its concepts by id."""
    assert path.read_text(encoding="utf-8").startswith("# ")
    ids = [concept["id"] for concept in concepts_of(path)]
    assert ids == sorted(ids)


def test_aliases_are_sorted(aliases: dict[str, list[str]]) -> None:
    """Papers come first, then episodes, each by id."""
    ids = list(aliases)
    assert ids == sorted(ids, key=lambda entry: (entry.startswith("BV"), entry))


@pytest.fixture(scope="module")
def gists() -> dict[str, dict[str, list[str]]]:
    """What is told of each entry, of all files."""
    files = sorted((LEXICON / "gists").glob("*.toml"))
    told: dict[str, dict[str, list[str]]] = {}
    for file in files:
        of_file = tomllib.loads(file.read_text(encoding="utf-8"))
        assert not told.keys() & of_file.keys()
        told |= of_file
    return told


def test_something_is_told_of_every_entry(
    catalog: Catalog, gists: dict[str, dict[str, list[str]]]
) -> None:
    """Of each paper, and of each episode that does not read one of them alone."""
    of_papers = {p.id for p in catalog.papers}
    of_episodes = {e.id for e in catalog.episodes if len(e.papers) != 1}
    assert set(gists) == of_papers | of_episodes
    assert all(set(told) == {"zh", "en"} and all(told.values()) for told in gists.values())


def test_gists_are_phrases(gists: dict[str, dict[str, list[str]]]) -> None:
    """Each is short and stands once: a sentence is told of one entry, not of its neighbours."""
    every = [phrase for told in gists.values() for each in told.values() for phrase in each]
    assert [phrase for phrase, n in Counter(every).items() if n > 1] == []
    assert [phrase for phrase in every if len(phrase) > 140 or phrase != phrase.strip()] == []
    for told in gists.values():
        assert all(any("\u4e00" <= c <= "\u9fff" for c in phrase) for phrase in told["zh"])
        assert not any("\u4e00" <= c <= "\u9fff" for phrase in told["en"] for c in phrase)


def test_english_words_stand_by_frequency() -> None:
    """How much a word of a sentence says is read off its place."""
    words = lines_of("english.txt")
    places = [words.index(word) for word in ("the", "people", "picture", "noise", "zebra")]
    assert places == sorted(places)
    assert places[0] < 10 < places[1] < 150 < places[2] < 1_000 < places[3] < 6_000 < places[4]


@pytest.mark.parametrize("name", ["userdict.txt", "fillers.txt", "generic.txt"])
def test_word_lists_are_plain_and_unique(name: str) -> None:
    """Word lists hold each word once, lower case and simplified."""
    words = lines_of(name)
    assert [word for word, n in Counter(words).items() if n > 1] == []
    assert [word for word in words if word != plain(word)] == []


def test_regional_terms_are_needed() -> None:
    """A regional pair leads to a plain term, and says more than other characters."""
    pairs = tomllib.loads((LEXICON / "regional.toml").read_text(encoding="utf-8"))
    assert list(pairs) == sorted(pairs)
    assert [term for term in pairs.values() if term != plain(term)] == []
    assert [word for word, term in pairs.items() if plain(word) == term] == []
