"""Threads that never keep the process from ending.

An event loop's own executor is waited for twice when a program ends: by the loop, and by the
interpreter, which joins every worker. A bot that is told to end while it loads jieba's
dictionary, builds an index or asks a slow name server would stay until that is done. What
runs here is abandoned instead: none of it is harmed by that more than by a power cut, which
it has to survive anyway (an index is built aside and appears complete or not at all).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class AbandonedThreads(ThreadPoolExecutor):
    """An executor for `loop.set_default_executor`: a daemon thread a call, none waited for.

    The calls of this program are few and long, so threads are not kept for reuse.
    """

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run `fn` in a thread of its own."""
        future: Future[T] = Future()

        def work() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                result = fn(*args, **kwargs)
            except BaseException as error:
                future.set_exception(error)
            else:
                future.set_result(result)

        threading.Thread(target=work, name=getattr(fn, "__name__", "call"), daemon=True).start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Return at once, whatever is still running."""
