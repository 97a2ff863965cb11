"""Names as identities: stock words of titles, slugs, digests."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from index.folding import fold

# Words that titles and note headings put around the name of what they read.
_STOCK = re.compile(r"论文逐段精读|论文精读|逐段精读|逐段|精读|论文|串讲")
_READING = re.compile(r"\s*(?:论文)?(?:逐段)?精读")
# Series labels: 【论文精读 ·51】, 【研究的艺术 · 三】.
_SERIES = re.compile(r"【[^】]*】")
_PART = re.compile(r"[【（(·\s]\s*([上中下])\s*[】）)]?\s*$")


def core(name: str) -> str:
    """The folded name of what a title reads: `ViT 论文逐段精读` → `vit`.

    A part stays (`多模态论文串讲 · 上` → `多模态上`), a series label goes.
    """
    plain = unicodedata.normalize("NFKC", name)
    part = _PART.search(plain)
    body = _SERIES.sub("", plain[: part.start()] if part else plain)
    return fold(_STOCK.sub("", body)) + (part[1] if part else "")


def without_stock(name: str) -> str:
    """A name without the words and series labels that titles put around what they read."""
    return _STOCK.sub(" ", _SERIES.sub(" ", name))


def subject(title: str) -> str:
    """What a title says is read, in its own words: `Llama 3.1论文精读 · 5. 模型` → `Llama 3.1`."""
    reading = _READING.search(title)
    return title[: reading.start()] if reading else ""


def slug(name: str) -> str:
    """An ASCII id of a name, words joined by hyphens: `R2+1D` → `r2-1d`.

    A name without a Latin letter or digit gets a short digest of its folded form.
    """
    apart = unicodedata.normalize("NFKD", name).lower()
    plain = "".join(c for c in apart if not unicodedata.combining(c))
    words = re.findall(r"[a-z0-9]+", plain)
    letters = sum(map(len, words))
    return "-".join(words) if 2 * letters >= len(fold(name)) > 0 else "p-" + digest(name)


def digest(name: str) -> str:
    """Ten hexadecimal digits that depend on a folded name alone."""
    return hashlib.sha256(fold(name).encode()).hexdigest()[:10]
