"""What search understands, one test a kind of typing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.catalog import Episode, Paper
from index.search.reader import Reader
from index.search.results import Filters, Results

ANY = Filters()
NAMES = ["GAN", "GPT-3", "Swin Transformer", "AlphaFold 2", "Fast R-CNN", "MoCov2", "R2+1D"]


def ask(reader: Reader, text: str, chosen: Filters = ANY) -> Results:
    """The answer to a query."""
    return reader.search(text, chosen, 10)


def ids(results: Results) -> list[str]:
    """The ids of the hits."""
    return [hit.entry.id for hit in results.hits]


@settings(deadline=None)
@given(name=st.sampled_from(NAMES), data=st.data())
def test_spelling_never_changes_the_first_hit(
    reader: Reader, name: str, data: st.DataObject
) -> None:
    """A space more, another case or full width never changes what a name finds first."""
    at = data.draw(st.integers(0, len(name)))
    spaced = f"{name[:at]} {name[at:]}" if data.draw(st.booleans()) else name
    cased = "".join(c.upper() if data.draw(st.booleans()) else c.lower() for c in spaced)
    wide = {i: i + 0xFEE0 for i in range(0x21, 0x7F)} if data.draw(st.booleans()) else {}
    assert ids(ask(reader, cased.translate(wide)))[0] == ids(ask(reader, name))[0]


def test_a_name_split_into_words_is_still_the_name(reader: Reader) -> None:
    """`trans` looks like a plural, and is none: glued to its neighbour it is a name."""
    assert ids(ask(reader, "swin trans former"))[0] == "swin-transformer"


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_answered(reader: Reader, text: str) -> None:
    """Whatever is typed, there is an answer or nothing, never an error."""
    results = ask(reader, text)
    assert len(results.hits) <= 10


@pytest.mark.parametrize(
    "text",
    [
        "对" * 10_000,
        "transformer " * 500,
        "*",
        "a OR (b",
        "NOT",
        '"gan',
        "\x00gan\x00",
        "\u202egan",
        "👩‍👩‍👧 gan",
        "\ud800",
        "",
        " \t\n\u3000",
        "?",
        "(" * 300,
        "\\" * 300,
        "[" * 100 + "]" * 100,
        "year:" * 100,
        "year:9999999999999999 gan",
        'category:"',
        "第" * 200,
        "a" * 5_000,
        "1" * 5_000,
        "a-" * 200,
        "é\u0301" * 200,
        "\u200b\u200d\ufeff",
        "http://" + "a." * 200,
        "%s %d {0} ${gan}",
    ],
)
def test_odd_text_is_answered(reader: Reader, text: str) -> None:
    """Operators, lone quotes, controls and endless text are text like any other."""
    assert ask(reader, text).query == text


@pytest.mark.parametrize("entry", ["gan", "alphafold-2", "gpt-3"])
def test_every_identifier_leads_to_its_paper(reader: Reader, entry: str) -> None:
    """An arXiv link, a video link with a query string and an id each find one paper's answer."""
    paper = reader.catalog.get(entry)
    assert isinstance(paper, Paper)
    for episode in reader.catalog.episodes_of(paper):
        for video in episode.videos:
            assert ids(ask(reader, f"{video.url}?spm_id_from=333.1007"))[0] == episode.id or (
                "youtube" in video.url or "youtu.be" in video.url
            )
        assert ids(ask(reader, episode.id))[0] == episode.id
    if paper.arxiv:
        for form in (paper.arxiv, f"https://arxiv.org/pdf/{paper.arxiv}v3.pdf"):
            assert ids(ask(reader, form))[0] == paper.id


def test_an_address_that_is_not_listed_finds_nothing(reader: Reader) -> None:
    """A paper outside the catalogue is not answered by its neighbours."""
    assert ids(ask(reader, "https://arxiv.org/abs/2401.00001")) == []


def test_filters_stated_by_field_hold(reader: Reader) -> None:
    """`year:` and `recorded:` bind every hit."""
    hits = ask(reader, "year:2021 recorded:no").hits
    assert hits
    assert all(isinstance(h.entry, Paper) and h.entry.year == 2021 for h in hits)
    assert not any(isinstance(h.entry, Paper) and h.entry.recorded for h in hits)


def test_a_malformed_filter_is_named(reader: Reader) -> None:
    """What a filter cannot mean is said, and the rest is searched."""
    results = ask(reader, "gan year:abc")
    assert "year:abc" in results.notice
    assert ids(results)[0] == "gan"


def test_a_length_in_words_bounds_the_episodes(reader: Reader) -> None:
    """Half an hour at most is half an hour at most."""
    hits = ask(reader, "30 分钟以内的视频").hits
    assert hits
    for hit in hits:
        entry = hit.entry
        held = (entry,) if isinstance(entry, Episode) else reader.catalog.episodes_of(entry)
        assert any(e.seconds and e.seconds <= 1800 for e in held)


def test_an_everyday_word_is_no_slip(reader: Reader) -> None:
    """`best` is not `bert`, and `clap` is not `clip`."""
    assert all(ids(ask(reader, word)) == [] for word in ("best", "clap", "bat", "vat"))


def test_a_correction_is_told(reader: Reader) -> None:
    """A slip is corrected, and the answer says so."""
    results = ask(reader, "alexnte")
    assert ids(results)[0] == "alexnet"
    assert results.corrected == "alexnet"
    assert "corrected" in results.hits[0].why


def test_a_version_is_no_slip(reader: Reader) -> None:
    """A digit is what the reader meant: GPT-9 is not GPT-4 misspelt."""
    assert ids(ask(reader, "gpt9")) == []


def test_notes_come_with_their_passage(reader: Reader) -> None:
    """A phrase of the notes finds the episode, and the passage is marked."""
    hit = ask(reader, "模式塌缩").hits[0]
    assert hit.entry.title.startswith("GAN")
    assert hit.snippet is not None
    assert any("塌缩" in hit.snippet.text[a:b] for a, b in hit.snippet.marks)


def test_a_passage_is_no_markup(reader: Reader) -> None:
    """A link in the notes is quoted by its words, whatever its address holds."""
    (first, *_) = ask(reader, "生成对抗网络").hits
    assert first.snippet is not None
    assert "生成对抗网络" in first.snippet.text
    assert "](" not in first.snippet.text


def test_a_paper_and_its_episode_are_one_answer(reader: Reader) -> None:
    """The first three hits are three different answers."""
    hits = ask(reader, "生成模型").hits[:3]
    answers = {
        h.entry.papers[0] if isinstance(h.entry, Episode) and h.entry.papers else h.entry.id
        for h in hits
    }
    assert len(answers) == len(hits)


def test_repeats_are_the_same_answer(reader: Reader) -> None:
    """The cache answers what was answered."""
    assert ask(reader, "对比学习") is ask(reader, "对比学习")


def test_explicit_filters_beside_the_text(reader: Reader) -> None:
    """Filters of the command narrow what the words find."""
    found = ask(reader, "transformer", Filters(year_from=2021, year_to=2021)).hits
    assert found
    assert all(
        (h.entry.year if isinstance(h.entry, Paper) else h.entry.date.year) == 2021 for h in found
    )  # type: ignore[union-attr]


def test_explain_reads_like_an_account(reader: Reader) -> None:
    """The account names what was understood and why the first hit is first."""
    from index.search.explain import explain

    text = explain(*reader.explain("有没有讲对比学习的 2020 年论文", ANY))
    assert "对比学习: a concept" in text
    assert "from year 2020" in text
    assert "1. " in text


@pytest.mark.parametrize(("query", "newest"), [("最后一期", True), ("the first episode", False)])
def test_a_part_of_no_series_is_one_of_all(reader: Reader, query: str, newest: bool) -> None:
    """The last episode is the newest; of a series that is named it is that one's last part."""
    dated = [episode for episode in reader.catalog.episodes if episode.date]
    wanted = (max if newest else min)(dated, key=lambda episode: episode.date)
    hit = ask(reader, query).hits[0].entry
    assert isinstance(hit, Episode)
    assert hit.date == wanted.date
