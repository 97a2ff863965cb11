"""`paperbot doctor`: checks configuration, data, index and reachability."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import typer


def doctor() -> None:
    """Check configuration, data, index, database and reachability; exits 1 when one is wrong."""
    from bot.config import load_settings
    from bot.diagnosis import diagnose

    findings = asyncio.run(diagnose(load_settings(os.environ, Path.cwd())))
    for finding in findings:
        typer.echo(f"{'ok   ' if finding.fine else 'WRONG'} {finding.name}: {finding.text}")
    if not all(finding.fine for finding in findings):
        raise typer.Exit(1)
