"""Bodies in the form that the three services document, cut to what is read and a little more."""

from pathlib import Path

HERE = Path(__file__).parent


def body(name: str) -> bytes:
    """One recorded body, such as `bilibili/view.json`."""
    return (HERE / name).read_bytes()
