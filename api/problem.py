"""Errors as problem+json (RFC 9457): a stable type, what was wrong, and the next step. Never a trace or a secret."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import compile_path
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.errors import QAError
from qa.types import ErrorEvent

MEDIA_TYPE = "application/problem+json"
TYPES = "/problems/"
"""A problem's type is this and its code: a relative URI that this service answers itself."""

OPENAI_PATHS = ("/v1/chat/", "/v1/models")
"""Where clients look for an error in the member ``error``, too."""

log = logging.getLogger("api")


@dataclass(frozen=True, slots=True)
class Kind:
    """What is the same for every problem of one code. ``retry_after`` is in seconds."""

    status: int
    title: str
    next_step: str
    retry_after: int | None = None


KINDS: Mapping[str, Kind] = {
    "invalid_request": Kind(422, "The request is not understood", "Correct what `errors` names; see /openapi.json."),
    "invalid_input": Kind(422, "What was given cannot be used", "Correct it and send it again."),
    "bad_source": Kind(422, "The article cannot be used", "Correct the article and send it again."),
    "invalid_json": Kind(400, "The body cannot be read", "Send it as /openapi.json says: JSON in UTF-8, or a form."),
    "unauthorized": Kind(401, "A key is needed", "Send `Authorization: Bearer KEY`; `qa keys add` makes one."),
    "forbidden": Kind(403, "The key may not do this", "Use a key with the scope that `detail` names."),
    "host_not_allowed": Kind(
        403, "This host is not served", "Use the address that `qa serve` printed, or start it with --allow-host NAME."
    ),
    "not_found": Kind(404, "There is nothing here", "See /openapi.json for what there is."),
    "answer_not_found": Kind(404, "There is no such answer", "Check the id, or ask the question again."),
    "conversation_not_found": Kind(404, "There is no such conversation", "Begin one with POST /v1/conversations."),
    "article_not_found": Kind(404, "There is no such article", "List the articles with GET /v1/articles."),
    "article_gone": Kind(410, "The article was taken out", "Its versions, if they were kept, are still to be had."),
    "job_not_found": Kind(404, "There is no such job", "List the jobs with GET /v1/jobs."),
    "method_not_allowed": Kind(405, "This address does not take that method", "Use a method that `Allow` names."),
    "job_over": Kind(409, "The job is over", "Start another one with POST /v1/ingest."),
    "idempotency_running": Kind(
        409, "The first request with this key is still being answered", "Send it again in a moment.", 1
    ),
    "idempotency_other": Kind(
        422, "The Idempotency-Key was used for another request", "Give each request a key of its own."
    ),
    "too_slow": Kind(408, "The body came too slowly", "Send it again, in smaller requests where the line is slow."),
    "too_large": Kind(413, "The body is too large", "Send less at once."),
    "question_too_long": Kind(413, "The question is too long", "Ask a shorter question."),
    "unsupported_media_type": Kind(
        415, "This kind of body is not taken", "Send JSON, with `Content-Type: application/json`."
    ),
    "rate_limited": Kind(429, "Too many requests with this key", "Wait as long as Retry-After says.", 1),
    "internal_error": Kind(500, "The service made a mistake", "Try again; if it stays, report the request id."),
    "config": Kind(500, "The service is not set up for this", "Run `qa doctor` on the server."),
    "busy": Kind(503, "The service is answering all that it can", "Wait as long as Retry-After says.", 1),
    "timeout": Kind(503, "The answer took too long", "Ask again, or ask something narrower.", 5),
    "cancelled": Kind(503, "The answer was stopped", "Ask again.", 1),
    "client_gone": Kind(499, "The client went away", "Come back with GET /v1/answers/{id}/events, or ask again."),
    "store": Kind(503, "The store cannot do it", "Run `qa doctor` on the server.", 30),
    "store_busy": Kind(503, "The store is busy", "Try again in a moment.", 1),
    "store_full": Kind(507, "There is no space left", "Free some disk space on the server."),
    "store_version": Kind(500, "The store is from a newer release", "Upgrade the service."),
    "index_mismatch": Kind(503, "The vectors are of another embedder", "Run `qa reindex` on the server.", 60),
    "model": Kind(503, "The reading model could not be run", "Run `qa doctor` on the server.", 30),
    "embedding": Kind(503, "The text could not be embedded", "Run `qa doctor` on the server.", 30),
    "reader": Kind(502, "The reader gave nothing usable", "Ask again."),
    "reader_auth": Kind(502, "The model refused the key", "Check the model's key on the server."),
    "reader_request": Kind(502, "The model refused the request", "Check the model's name on the server."),
    "reader_rate_limit": Kind(503, "The model is rate limited", "Wait and ask again.", 10),
    "reader_timeout": Kind(504, "The model did not answer in time", "Ask again."),
    "reader_unavailable": Kind(502, "The model cannot be reached", "Check the model's address on the server."),
    "reader_reply": Kind(502, "The model's reply makes no sense", "Ask again."),
}


class Problem(HTTPException):
    """An error that a route raises on purpose; ``code`` is a key of ``KINDS``."""

    def __init__(self, code: str, detail: str, *, next_step: str | None = None, retry_after: int | None = None) -> None:
        super().__init__(KINDS[code].status, detail)
        self.code = code
        self.next_step = next_step
        self.retry_after = retry_after


def from_event(event: ErrorEvent) -> Problem:
    """The error that ends an answer, for those who asked without a stream."""
    code = event.code if event.code in KINDS else "internal_error"
    return Problem(code, event.message, next_step=event.next_step or None)


def from_error(error: QAError) -> Problem:
    """What the service foresees, as a problem."""
    code = error.code if error.code in KINDS else "internal_error"
    return Problem(code, error.message, next_step=error.next_step or None)


def body(code: str, detail: str, next_step: str | None = None, request_id: str | None = None) -> dict[str, Any]:
    """The members of the problem."""
    kind = KINDS[code]
    return {
        "type": TYPES + code,
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "code": code,
        "next_step": next_step or kind.next_step,
        "request_id": request_id,
    }


def response(request: Request, problem: Problem, errors: Sequence[Mapping[str, Any]] | None = None) -> JSONResponse:
    """The problem as it is sent; ``errors`` name the single faults of a request."""
    content = body(problem.code, str(problem.detail), problem.next_step, request.scope.get("request_id"))
    if errors is not None:
        content["errors"] = list(errors)
    if request.url.path.startswith(OPENAI_PATHS):
        said = f"{content['detail']} {content['next_step']}"
        content["error"] = {"message": said, "type": problem.code, "code": problem.code, "param": None}
    seconds = problem.retry_after or KINDS[problem.code].retry_after
    headers = {"Retry-After": str(seconds)} if seconds else {}
    if problem.code == "unauthorized":
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(content, problem.status_code, headers | dict(problem.headers or {}), MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Makes every error that leaves ``app`` a problem."""
    app.exception_handler(HTTPException)(_http)
    app.exception_handler(RequestValidationError)(_invalid)
    app.exception_handler(QAError)(_foreseen)


_BY_STATUS = {
    400: "invalid_json",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    408: "too_slow",
    413: "too_large",
    415: "unsupported_media_type",
    503: "busy",
}


async def _http(request: Request, error: HTTPException) -> JSONResponse:
    if isinstance(error, Problem):
        return response(request, error)
    problem = Problem(_BY_STATUS.get(error.status_code, "internal_error"), f"{error.detail}.")
    problem.headers = error.headers
    if error.status_code == 405 and (methods := _methods(request)):
        problem.headers = {"Allow": ", ".join(sorted(methods))}
    return response(request, problem)


def _methods(request: Request) -> set[str]:
    """What may be done at the request's address. The router names the methods of the first route that it tries."""
    found: set[str] = set()
    for path, methods in request.app.openapi()["paths"].items():
        if compile_path(path)[0].match(request.url.path):
            found |= {method.upper() for method in methods}
    return found


async def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
    # What was sent is not repeated: it may be a secret in the wrong field, or megabytes.
    faults = [
        {"where": ".".join(str(part) for part in fault["loc"]), "what": fault["msg"], "kind": fault["type"]}
        for fault in error.errors()
    ]
    if any(fault["kind"] == "json_invalid" for fault in faults):
        return response(request, Problem("invalid_json", f"The body is no JSON: {faults[0]['what']}."))
    if not _is_json(request) and any(fault["kind"] == "model_attributes_type" for fault in faults):
        kind = request.headers.get("content-type", "")
        return response(request, Problem("unsupported_media_type", f"The body is sent as “{kind[:100]}”."))
    if any(fault["kind"] == "string_too_long" and fault["where"] in _QUESTIONS for fault in faults):
        return response(request, Problem("question_too_long", faults[0]["what"] + "."), faults)
    said = "; ".join(f"{fault['where']}: {fault['what']}" for fault in faults[:5])
    return response(request, Problem("invalid_request", f"{said}."), faults)


_QUESTIONS = {"body.question", "body.query"}


def _is_json(request: Request) -> bool:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json" or kind.endswith("+json")


async def _foreseen(request: Request, error: QAError) -> JSONResponse:
    return response(request, from_error(error))


class Unforeseen:
    """Makes a problem of what nobody foresaw. A middleware, because Starlette's own handler for it stands outside of
    all of them: such a reply would be counted nowhere, and bear no request id."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except Exception as error:
            if begun or scope["type"] != "http":
                raise  # half a reply cannot become a problem: the server breaks the connection off
            log.error("unforeseen error", exc_info=error, extra={"request_id": scope.get("request_id")})
            said = Problem("internal_error", "Something went wrong that nobody foresaw.")
            await response(Request(scope), said)(scope, receive, send)
