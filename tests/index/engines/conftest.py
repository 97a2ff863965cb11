"""A lexicon for small catalogues."""

from __future__ import annotations

import pytest

from index.text.lexicon import LexiconFiles


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> LexiconFiles:
    """A lexicon of one concept."""
    data = tmp_path_factory.mktemp("data")
    for folder in ("concepts", "gists"):
        (data / "lexicon" / folder).mkdir(parents=True)
    concept = '[[concept]]\nid = "first"\nkind = "method"\nzh = ["首个"]\nentries = ["one-net"]\n'
    (data / "lexicon" / "concepts" / "all.toml").write_text(concept, encoding="utf-8")
    for name in ("aliases.toml", "regional.toml"):
        (data / "lexicon" / name).touch()
    for name in ("userdict.txt", "english.txt", "everyday.txt", "fillers.txt", "generic.txt"):
        (data / "lexicon" / name).touch()
    return LexiconFiles(data)
