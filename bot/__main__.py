"""The program's way in: `paperbot`, and `python -m bot`, which is the same.

Nothing is loaded here before an interruption can be borne. One that comes while modules load
would be told with a traceback, or be lost in a callback of the import machinery.
"""

from __future__ import annotations

import os
import signal


def main() -> None:
    """Run the command line. Ctrl-C ends it with 130, from the first moment on."""
    # Whoever started us in the background may have had it ignored: so it stays.
    heeded = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if heeded:
        # Nothing has begun that would have to be cleaned up.
        signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    from bot import cli

    if heeded:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    cli.main()


if __name__ == "__main__":
    main()
