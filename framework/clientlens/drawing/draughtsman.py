"""The draughtsman: a process beside ours that draws pictures while we go on.

The drawing library holds Python's lock, so a thread wouldn't help. The process is started early,
since its engine needs half a second to warm up; without one, `draw_later` draws when asked.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import cache
from threading import Thread
from types import TracebackType
from typing import IO, Self, cast

from clientlens.drawing.vega import DrawingError, Spec, has_bundle, javascript_bundle, to_svg

Picture = Callable[[], str]
"""Called when the picture is needed: its SVG, or `DrawingError`."""

Draw = Callable[[Spec], Picture]
"""Begins to draw a specification."""

_BUNDLE = "bundle"
_WARM_UP: Spec = {"data": {"values": [{}]}, "mark": {"type": "text", "text": "一"}}


def draw_later(spec: Spec) -> Picture:
    """A picture that is drawn in this process, once, when it is first asked for."""
    return cache(lambda: to_svg(spec))


class Draughtsman:
    """A process that draws in the order in which it is asked; use it in a ``with`` statement."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "clientlens.drawing.draughtsman"]
        self._process = subprocess.Popen(  # noqa: S603  our own module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._waiting: list[Future[str]] = []
        if not has_bundle():
            # Answered before any picture, so it lies in the cache once a picture is there.
            self._ask(_BUNDLE)
        self._ask(json.dumps(_WARM_UP))
        self._reader: Thread | None = None

    def __enter__(self) -> Self:
        """Start to listen."""
        self._reader = Thread(target=self._listen, daemon=True)
        self._reader.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the process go, whatever it is at."""
        self._process.kill()
        self._process.wait()
        if self._reader is not None:
            self._reader.join()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what was still to be flushed goes nowhere
                cast("IO[bytes]", stream).close()

    def draw(self, spec: Spec) -> Picture:
        """Begin to draw; the picture is waited for when it is asked for."""
        answer = self._ask(json.dumps(dict(spec)))

        def picture() -> str:
            try:
                return answer.result()
            except ChildProcessError:
                return to_svg(spec)  # as if there had been no process

        return picture

    def _ask(self, line: str) -> Future[str]:
        answer: Future[str] = Future()
        self._waiting.append(answer)
        stream = cast("IO[bytes]", self._process.stdin)
        try:
            stream.write(line.encode() + b"\n")
            stream.flush()
        except OSError:
            answer.set_exception(ChildProcessError("the draughtsman has gone"))
        return answer

    def _listen(self) -> None:
        stream = cast("IO[bytes]", self._process.stdout)
        waiting = iter(self._waiting)
        for line in stream:
            answer, told = next(waiting), json.loads(line)
            if "error" in told:
                answer.set_exception(DrawingError(told["error"]))
            else:
                answer.set_result(told["drawn"])
        for answer in self._waiting:
            if not answer.done():
                answer.set_exception(ChildProcessError("the draughtsman has gone"))


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer each line with a line, until there are no more."""
    for line in requests:
        request = json.loads(line) if line.strip() != _BUNDLE.encode() else None
        try:
            told = {"drawn": to_svg(request) if request else str(len(javascript_bundle()))}
        except DrawingError as error:
            told = {"error": str(error)}
        answers.write(json.dumps(told).encode() + b"\n")
        answers.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
