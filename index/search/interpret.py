"""From typed text to a `Query`: each step takes out what it understands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from index.search import filters, identifiers, negation, versions
from index.search.corrections import Corrector
from index.search.fields import BY_NAME, TEXT_FIELDS
from index.search.orders import Order
from index.search.query import Correction, Kind, Lookup, Part, Query
from index.search.segment import Piece, segment
from index.search.sentences import TOLD
from index.search.spelling import NAMING
from index.search.surprise import surprise
from index.search.vocabulary import Sense, Vocabulary
from index.text.analyzer import Analyzer, Token, stem
from index.text.normalize import fold, has_cjk

# Beyond this a text is no query; what follows is not read, so that time stays bounded.
LONGEST_QUERY = 240
LONGEST_WORDS = 40
# A word of the catalogue says less than its length when the entry lacks it: `deep`.
KNOWN_WORD, UNKNOWN_WORD = 0.6, 1.0
# Readings that needed a guess count a little less than what was typed.
GUESSED = 0.85
# Who wrote it says less of what a reader is after than what it is about.
AUTHOR = 0.4
# A neighbour of a concept, beside its own entries, and where it has none.
NEIGHBOUR, ONLY_NEIGHBOUR = 0.12, 0.6
# Later members of a family, beside the one that was named (`yolo`: YOLOv2).
FOLLOWER = 0.12
FAMILIES = ("系列", "家族", "family", "series", "variants")
GENERIC_WORD = 0.3
# Words within a name or a concept only break ties between what that leads to.
WITHIN = 0.1
# A long phrase that only the notes say is hardly said in passing.
LONG_WORD, LONG_WORD_IN_NOTES = 4, 8.0
ENDS = {1: Order.OLDEST, -1: Order.NEWEST}
_TOLD_ALONE = frozenset({"gist"})
_VIDEO_ID = re.compile(r"[\w-]{11}|\d{15,20}")


class Interpreter:
    """Understands queries against one vocabulary and the terms of one index."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        terms: Mapping[str, frozenset[str]],
        analyzer: Analyzer,
        categories: Sequence[str] = (),
    ) -> None:
        self._vocabulary = vocabulary
        self._terms = terms
        self._analyzer = analyzer
        self._categories = categories
        # What is told of entries is in anybody's words: `dpm` stands there, and is a slip here.
        named = {term: fields for term, fields in terms.items() if fields != _TOLD_ALONE}
        self._corrector = Corrector(vocabulary, named, analyzer)
        fillers = [f for f in vocabulary.fillers if len(f) > 1]
        chinese = [re.escape(f) for f in fillers if has_cjk(f)]
        latin = [re.escape(f) for f in fillers if not has_cjk(f)]
        self._filler = re.compile(
            "|".join([*chinese, rf"(?<![^\W_])(?:{'|'.join(latin)})(?![^\W_])"])
            if latin
            else "|".join(chinese) or r"(?!)"
        )
        regional = sorted(vocabulary.regional, key=len, reverse=True)
        self._regional = re.compile("|".join(map(re.escape, regional)) or r"(?!)")
        self._single = frozenset(f for f in vocabulary.fillers if len(f) == 1)

    def prepare(self) -> None:
        """Make the tables that the first slip would wait for."""
        self._corrector.prepare()

    def read(self, typed: str) -> Query:
        """The meaning of a text; never raises, and always takes bounded time."""
        text = typed[:LONGEST_QUERY]
        stated = filters.explicit(text, self._categories)
        found = identifiers.find(stated.rest)
        idents = found.identifiers
        if not idents and _VIDEO_ID.fullmatch(found.rest.strip()):
            value = found.rest.strip()
            schemes = ("zhihu",) if value.isdigit() else ("youtube",)
            idents = tuple(identifiers.Identifier(s, value) for s in schemes)
            known = any("ident" in self._terms.get(i.term, ()) for i in idents)
            idents = idents if known else ()
        parts = tuple(Part(i.value, Kind.IDENTIFIER, 1.0, (self._identifier(i),)) for i in idents)
        if parts:
            return Query(typed, parts, strict=stated.strict, notice=stated.notice)
        return self._words(typed, stated, fold(self._regional.sub(self._local, found.rest)))

    def as_sentence(self, query: Query) -> Query | None:
        """A query read word by word, or None where no word says anything.

        They are taken as they were typed: what a slip was taken for is a name, and none of
        the names has led anywhere.
        """
        pieces = self._segment(query.rest)
        words = {w.text: w for piece in pieces if not piece.filler for w in piece.words}
        parts = [part for word in words.values() if (part := self._said(word)).weight > 0]
        if not parts:
            return None
        return replace(query, parts=tuple(parts), corrections=(), corrected=None, sentence=True)

    def _said(self, word: Token) -> Part:
        worth = surprise(word, self._analyzer.tokenizer, self._vocabulary.places)
        lookups = [
            Lookup(name, term, share, BY_NAME[name].why, term)
            for term in self._analyzer.variants(word)
            if not term.isdigit() or term == word.text
            for name, share in TOLD.items()
            if name in self._terms.get(term, ())
        ]
        return Part(word.text, Kind.WORD, worth, tuple(lookups))

    def _local(self, match: re.Match[str]) -> str:
        return self._vocabulary.regional[match.group()]

    def _identifier(self, identifier: identifiers.Identifier) -> Lookup:
        why = "link" if identifier.scheme in {"url", "youtube", "zhihu"} else "id"
        return Lookup("ident", identifier.term, BY_NAME["ident"].weight, why, identifier.value)

    def _words(self, typed: str, explicit: filters.Stated, folded: str) -> Query:
        folded = versions.respell(folded, self._vocabulary.senses)
        stated = filters.natural(folded, self._vocabulary.within)
        pieces, corrections = self._corrector.settle(stated.rest, self._segment)
        aside = negation.avoided(pieces)
        avoided = [x for at in aside for s in pieces[at].senses for x in self._sense(s, 1.0)]
        for at in aside:
            pieces[at] = replace(pieces[at], senses=())
        parts = [part for piece in pieces for part in self._parts(piece, corrections)]
        parts += self._phrases(pieces)
        query = Query(
            typed,
            parts=tuple(parts),
            strict=explicit.strict,
            loose=stated.loose,
            part=stated.part,
            order=stated.order,
            notice=explicit.notice,
            rest=stated.rest,
            avoided=tuple(x for x in avoided if not x.neighbour),
            corrections=tuple(corrections),
            dropped=tuple(p.text for p in pieces if p.filler),
            corrected=" ".join(p.text for p in pieces if p.text and not p.filler)
            if corrections
            else None,
        )
        if query.open and query.order is None:
            # Without a series to be a part of, 最后一期 is the last of all.
            query = replace(query, order=ENDS.get(stated.part or 0))
        return query

    def _segment(self, folded: str) -> list[Piece]:
        words = self._analyzer.words(folded)[:LONGEST_WORDS]
        pieces: list[Piece] = []
        for piece in segment(words, self._vocabulary):
            if piece.senses:
                pieces.append(piece)
            else:
                pieces.extend(self._without_fillers(piece))
        return pieces

    def _without_fillers(self, piece: Piece) -> list[Piece]:
        """A stretch without a name of its own, cut into fillers and words."""
        found: list[Piece] = []
        at = 0
        for match in [*self._filler.finditer(piece.text), None]:
            start, end = match.span() if match else (len(piece.text),) * 2
            if start > at:
                found.extend(
                    Piece((token,), token.text, filler=token.text in self._single)
                    for token in self._analyzer.words(piece.text[at:start])
                )
            if match:
                found.append(Piece((), match.group(), filler=True))
            at = end
        return found

    def _parts(self, piece: Piece, corrections: Sequence[Correction]) -> list[Part]:
        if piece.filler or not piece.text:
            return []
        guess = next((c for c in corrections if c.read.replace(" ", "") in piece.key), None)
        factor = GUESSED if guess else 1.0
        weight = sum(_weight(word) for word in piece.words)
        within = factor * WITHIN if piece.senses else factor
        text = [lookup for word in piece.words for lookup in self._word(word, within)]
        if not piece.senses:
            return [self._plain(piece, weight, text)]
        lookups = [x for sense in piece.senses for x in self._sense(sense, factor)]
        lookups += self._family(piece.key, factor)
        name = any(s.field in {"name", "alias"} for s in piece.senses)
        if all(s.field == "author" for s in piece.senses):
            weight *= AUTHOR
        everyday = len(piece.words) == 1 and piece.text in self._vocabulary.places
        return [
            Part(
                piece.text,
                Kind.NAME if name else Kind.CONCEPT,
                weight,
                (*lookups, *text),
                everyday,
                tuple(w.text for w in piece.words),
            )
        ]

    def _plain(self, piece: Piece, weight: float, lookups: Sequence[Lookup]) -> Part:
        """A stretch that nothing is called by: words of the catalogue, or unknown ones."""
        if self._generic(piece.key, known=bool(lookups)):
            faint = tuple(x._replace(boost=x.boost * GENERIC_WORD**2) for x in lookups)
            return Part(piece.text, Kind.GENERIC, weight * GENERIC_WORD, faint)
        kind, share = (Kind.WORD, KNOWN_WORD) if lookups else (Kind.UNKNOWN, UNKNOWN_WORD)
        everyday = piece.key in self._vocabulary.places
        return Part(piece.text, kind, weight * share, tuple(lookups), everyday)

    def _generic(self, word: str, *, known: bool) -> bool:
        """Whether a word carries no topic: one of the lexicon's, or two of them in one."""
        generic = self._vocabulary.generic
        halves = {word[:2], word[2:]} if len(word) == 4 and has_cjk(word) else {word}
        return word in generic or (not known and halves <= generic)

    def _sense(self, sense: Sense, factor: float) -> list[Lookup]:
        spec = BY_NAME[sense.field]
        boost = spec.weight * factor
        found = []
        if sense.field in self._terms.get(sense.term, ()):
            found = [Lookup(spec.name, sense.term, boost, spec.why, sense.label)]
        if sense.field == "topic":
            share = NEIGHBOUR if found else ONLY_NEIGHBOUR
            for other in self._vocabulary.related.get(sense.term, ()):
                if "topic" in self._terms.get(other, ()):
                    found.append(
                        Lookup("topic", other, boost * share, spec.why, sense.label, neighbour=True)
                    )
        return found

    def _family(self, name: str, factor: float) -> list[Lookup]:
        """Those that a name founded, where the lexicon has a word for them (`gan 系列`)."""
        spec = BY_NAME["topic"]
        boost = spec.weight * factor * NEIGHBOUR
        concepts = {
            sense.term: Lookup("topic", sense.term, boost, spec.why, sense.label, neighbour=True)
            for suffix in FAMILIES
            for sense in self._vocabulary.senses.get(name + suffix, ())
            if sense.field == "topic" and "topic" in self._terms.get(sense.term, ())
        }
        later = [
            lookup._replace(neighbour=True)
            for key in versions.later(name, self._vocabulary.senses)
            for sense in self._vocabulary.senses[key]
            if sense.field in NAMING
            for lookup in self._sense(sense, factor * FOLLOWER)
        ]
        return [*concepts.values(), *later]

    def _word(self, word: Token, factor: float) -> list[Lookup]:
        term = stem(word.text) if word.latin else word.text
        if len(term) < 2:
            return []
        held = self._terms.get(term, frozenset())
        found = []
        for name in TEXT_FIELDS:
            if name in held:
                boost = BY_NAME[name].weight * factor
                if name == "notes" and not word.latin and len(term) >= LONG_WORD:
                    boost *= LONG_WORD_IN_NOTES
                found.append(Lookup(name, term, boost, BY_NAME[name].why, term))
        return found

    def _phrases(self, pieces: Sequence[Piece]) -> list[Part]:
        """Neighbouring words that stand side by side somewhere in the catalogue."""
        found = []
        spec = BY_NAME["phrase"]
        # Within a name they say nothing that the name does not.
        words = [(w, p) for p in pieces if not p.filler for w in p.words]
        for (one, here), (two, there) in pairwise(words):
            pair = f"{one.text}{two.text}"
            if here is there and here.senses:
                continue
            if "phrase" in self._terms.get(pair, ()):
                lookup = Lookup("phrase", pair, spec.weight, spec.why, pair)
                found.append(Part(pair, Kind.PHRASE, 0.0, (lookup,)))
        return found


def _weight(word: Token) -> float:
    """A word's share of a query: a Chinese character counts 1, a Latin word 2."""
    if not word.latin:
        return float(len(word.text)) if len(word.text) > 1 else 0.5
    return 2.0 if len(word.text) > 2 and not word.text.isdigit() else 1.0
