"""The page that `paperbot try` opens: the local Discord in a browser, with the real bot in it.

`Playground` serves it; `stage.set_stage` builds the server a newcomer finds there. The page
itself is plain HTML, CSS and JavaScript modules under `static/`, with no build step.
"""

from bot.emulator.playground.pictures import Fetch
from bot.emulator.playground.process import BotProcess, Status
from bot.emulator.playground.server import Playground
from bot.emulator.playground.stage import Stage, set_stage

__all__ = ["BotProcess", "Fetch", "Playground", "Stage", "Status", "set_stage"]
