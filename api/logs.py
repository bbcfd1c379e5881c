"""The log: a line an event on standard error, as text or as JSON.

What people write and what articles say stays out of it unless ``QA_LOG_TEXTS`` asks for it: questions, and the messages
of errors that nobody foresaw, which may repeat them.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import traceback
from datetime import UTC, datetime
from typing import Any

from opentelemetry import trace
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import heads

log = logging.getLogger("api.requests")
TEXTS = ("question",)
"""Fields that hold what people wrote."""
QUIET = ("/healthz", "/readyz", "/metrics")
"""What is asked every few seconds by machines is not logged when it succeeds."""
_STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def configure(*, as_json: bool, texts: bool) -> None:
    """Logs from here on: our own events from INFO on, other libraries' warnings."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines(as_json=as_json, texts=texts))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in ("api", "qa"):
        logging.getLogger(name).setLevel(logging.INFO)


class _Lines(logging.Formatter):
    def __init__(self, *, as_json: bool, texts: bool) -> None:
        super().__init__()
        self._as_json = as_json
        self._texts = texts

    def format(self, record: logging.LogRecord) -> str:
        fields = {key: value for key, value in vars(record).items() if key not in _STANDARD and value is not None}
        if not self._texts:
            fields = {key: value for key, value in fields.items() if key not in TEXTS}
        context = trace.get_current_span().get_span_context()
        if context.is_valid:
            fields["trace_id"] = f"{context.trace_id:032x}"
        if record.exc_info and record.exc_info[1]:
            fields["error"] = _told(record.exc_info[1], self._texts)
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        head = {"time": moment, "level": record.levelname.lower(), "logger": record.name, "event": record.getMessage()}
        if self._as_json:
            return json.dumps(head | fields, ensure_ascii=False, default=str)
        said = " ".join(f"{key}={_plain(value)}" for key, value in fields.items())
        return f"{moment} {record.levelname:<7} {head['event']} {said}".rstrip()


def _told(error: BaseException, texts: bool) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)
    told: dict[str, Any] = {"type": type(error).__name__}
    if texts:
        told["message"] = str(error)
    return told | {"stack": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]}


def _plain(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, dict | list) else str(value)
    return text if text.isprintable() and text and " " not in text else json.dumps(text)


class AccessLog:
    """A line for each request: what was asked for, by which key, and how that went. Not the query, not the body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = time.perf_counter()
        status = 0

        def noted(head: Message) -> None:
            nonlocal status
            status = head["status"]

        try:
            await self.app(scope, receive, heads.seen(send, noted))
        finally:
            quiet = status < 400 and scope["path"] in QUIET
            key = scope.get("api_key")
            fields = {
                "method": scope["method"],
                "route": getattr(scope.get("route"), "path", None),
                "path": scope["path"],
                "status": status or None,
                "seconds": round(time.perf_counter() - begun, 4),
                "request_id": scope["request_id"],
                "key": key.id if key else None,
                "client": scope["client"][0] if scope.get("client") else None,
            }
            log.log(logging.DEBUG if quiet else logging.INFO, "request", extra=fields)
