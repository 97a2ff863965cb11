"""A command as a process of its own, over a home, with no other settings than it is given."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def run(
    home: Path,
    *arguments: str,
    stdin: bytes = b"",
    program: tuple[str, ...] = ("-m", "bot"),
    through: tuple[str, ...] = (),
    **variables: str,
) -> subprocess.CompletedProcess[bytes]:
    """What a command printed, and what it ended with; `through` starts it."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PAPERBOT_", "DISCORD_"))}
    own = {"PAPERBOT_HOME": str(home), "PYTHONPATH": os.getcwd(), "PYTHONUTF8": "1"}
    return subprocess.run(
        [*through, sys.executable, *program, *arguments],
        input=stdin,
        capture_output=True,
        env=kept | own | variables,
        check=False,
        timeout=20,
    )


def as_somebody() -> tuple[str, ...]:
    """What starts a program for which permissions hold; they do not for an almighty user."""
    if os.geteuid() != 0:
        return ()
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("permissions do not hold for root, and there is no setpriv")
    return (setpriv, "--bounding-set=-all", "--inh-caps=-all")
