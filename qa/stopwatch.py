"""Times the steps of one answer, for its record and, where somebody listens, as spans of a trace.

OpenTelemetry's API does nothing until a program installs its SDK (`api/tracing.py`). Spans are given their parent by
hand: a generator that yields inside a step must not leave a span current for whoever consumes it.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry import context, trace
from opentelemetry.trace import Status, StatusCode

tracer = trace.get_tracer("ontherecord")


class Stopwatch:
    """Adds up wall-clock time by step, from its making on."""

    def __init__(self) -> None:
        self._started = time.perf_counter()
        self._seconds: dict[str, float] = {}
        self._parents = [context.get_current()]

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Adds the time spent inside to ``name``. Steps may nest: the outer one includes the inner one."""
        started = time.perf_counter()
        try:
            with self.span(name):
                yield
        finally:
            self._seconds[name] = self._seconds.get(name, 0.0) + time.perf_counter() - started

    @contextmanager
    def span(self, name: str) -> Iterator[trace.Span]:
        """A span ``qa.{name}`` inside the one that is open. Of an error it keeps the kind, not the words, which may
        be an article's or a question's."""
        span = tracer.start_span(f"qa.{name}", context=self._parents[-1])
        self._parents.append(trace.set_span_in_context(span, self._parents[-1]))
        try:
            yield span
        except Exception as error:
            span.set_status(Status(StatusCode.ERROR, type(error).__name__))
            raise
        finally:
            self._parents.pop()
            span.end()

    def milliseconds(self) -> dict[str, float]:
        """Milliseconds by step, and ``total`` since the making."""
        total = time.perf_counter() - self._started
        return {name: round(seconds * 1000, 1) for name, seconds in [*self._seconds.items(), ("total", total)]}
