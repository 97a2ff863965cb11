"""`paperbot doctor`: checks configuration, data, index and reachability."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import typer


def doctor() -> None:
    """Check configuration, data, index, database and reachability; exits 1 when one is wrong.

    A warning is worth knowing, and no failure.
    """
    from bot.config import read_settings
    from bot.diagnosis import diagnose

    findings = asyncio.run(diagnose(read_settings(os.environ, Path.cwd())))
    for finding in findings:
        typer.echo(f"{finding.level.value:<7} {finding.name}: {finding.text}")
    if not all(finding.fine for finding in findings):
        raise typer.Exit(1)
