"""Catalogues of any size, made from the words of the shipped one, and queries for them."""

from __future__ import annotations

import random
from dataclasses import replace

from index.catalog import Catalog

SYLLABLES = ("net", "former", "flow", "mix", "graph", "diff", "gan", "lang", "vid", "seg", "point")


def grown(catalog: Catalog, papers: int, seed: int = 7) -> Catalog:
    """A catalogue of at least so many papers: the shipped ones, and recombined ones."""
    chance = random.Random(seed)
    words = [w for p in catalog.papers for w in p.full_title.split()]
    summaries = [p.summary for p in catalog.papers if p.summary]
    surnames = [a for p in catalog.papers for a in p.authors]
    added = []
    for number in range(max(0, papers - len(catalog.papers))):
        model = chance.choice(catalog.papers)
        name = "".join(chance.sample(SYLLABLES, 2)).title() + str(number)
        added.append(
            replace(
                model,
                id=f"made-{number}",
                title=name,
                full_title=f"{name}: {' '.join(chance.choices(words, k=7))}",
                authors=tuple(chance.choices(surnames, k=2)),
                summary=f"{chance.choice(summaries)}，{chance.choice(summaries)}",
                arxiv=f"9{number:06d}",
                s2_id=None,
                url=f"https://example.org/{number}",
                episodes=(),
                recorded=False,
            )
        )
    return Catalog(catalog.episodes, (*catalog.papers, *added), catalog.redirects)


def queries(catalog: Catalog, count: int, seed: int = 11) -> list[str]:
    """Distinct queries as readers mix them: names, words, Chinese phrases, slips, sentences."""
    chance = random.Random(seed)
    names = [p.title for p in catalog.papers] + [e.title for e in catalog.episodes]
    english = [w for p in catalog.papers for w in p.full_title.split() if len(w) > 3]
    chinese = [s for p in catalog.papers if len(s := p.summary) > 5]
    found: dict[str, None] = {}
    while len(found) < count:
        shape = len(found) % 6
        name = chance.choice(names)
        cut = chance.randrange(max(1, len(name) - 3))
        phrase = chance.choice(chinese)
        at = chance.randrange(max(1, len(phrase) - 6))
        made = (
            f"{name} {chance.choice(english)}",
            " ".join(chance.sample(english, 2)),
            phrase[at : at + 6],
            name[:cut] + name[cut + 1 :],
            f"有没有讲{phrase[at : at + 4]}的论文",
            f"how does {chance.choice(english)} {chance.choice(english)} work",
        )[shape]
        found.setdefault(made)
    return list(found)
