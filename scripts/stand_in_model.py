"""A server that stands in for a model on this machine: `python -m scripts.stand_in_model [PORT]`.

It speaks chat completions and answers by rules, the same to the same request, so that the way from a model's reply to a
scored answer can be recorded and tested without a key. It is no model, says so in its ``Server`` header, and whatever
is scored of it tells nothing about any model's quality.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from qa.words import STOP_WORDS, stem

PORT = 8499
MODEL = "stand-in"
LABEL = re.compile(r"^\[(S\d+\.\d+)\] (.*)$", re.MULTILINE)
ENOUGH = 0.6  # of the question's words in one sentence
ALTERED_ONE_IN = 8


def reply_to(messages: list[dict[str, str]]) -> str:
    """What the stand-in says: the two sentences that share most words with the question, word for word. Every eighth
    question gets a figure wrong as well, so that there is something to reject."""
    asked = messages[-1]["content"]
    if "<claim>" in asked:
        return _verdict(asked)
    question = asked.rpartition("\n")[2].partition(": ")[2]
    wanted = _words(question)
    sentences = LABEL.findall(asked)
    scored = sorted(
        ((len(wanted & _words(text)) / len(wanted), -place) for place, (_, text) in enumerate(sentences)), reverse=True
    )
    chosen = [sentences[-place] for share, place in scored[:2] if wanted and share >= ENOUGH]
    claims = [{"text": text, "sentences": [label]} for label, text in chosen]
    if chosen and hashlib.sha256(question.encode()).digest()[0] % ALTERED_ONE_IN == 0:
        label, text = chosen[0]
        claims.append({"text": re.sub(r"\d+", "977", text, count=1), "sentences": [label]})
    return json.dumps({"claims": claims}, ensure_ascii=False)


def _verdict(asked: str) -> str:
    """As a judge: a claim is supported when four in five of its words stand in the sentences."""
    claim = asked.rpartition("<claim>")[2].partition("</claim>")[0]
    sentences = asked.rpartition("<sentences>")[2].partition("</sentences>")[0]
    words = _words(claim)
    share = len(words & _words(sentences)) / max(len(words), 1)
    return json.dumps({"verdict": "supported" if share >= 0.8 else "not_supported", "reason": f"{share:.2f}"})


def _words(text: str) -> set[str]:
    return {stem(word) for word in re.findall(r"\w+", text.lower()) if word not in STOP_WORDS}


class Handler(BaseHTTPRequestHandler):
    """One chat completion a request, streamed when asked for."""

    protocol_version = "HTTP/1.1"
    server_version = "stand-in (no model)"
    sys_version = ""

    def do_POST(self) -> None:
        """Reads the request and sends what ``respond`` gives."""
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status, kind, body = self.respond(request)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def respond(self, request: dict[str, Any]) -> tuple[int, str, bytes]:
        """Status, content type and body: a stream of chunks."""
        text = reply_to(request["messages"])
        usage = {
            "prompt_tokens": sum(len(message["content"]) for message in request["messages"]) // 4,
            "completion_tokens": len(text) // 4,
        }
        chunks: list[dict[str, Any]] = [
            {"model": MODEL, "choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}]}
            for piece in re.findall(r".{1,40}", text, re.DOTALL)
        ]
        chunks.append({"model": MODEL, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        chunks.append({"model": MODEL, "choices": [], "usage": usage})
        body = "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks) + "data: [DONE]\n\n"
        return 200, "text/event-stream", body.encode()

    def log_message(self, *_: Any) -> None:
        """Nothing is logged."""


def serve(port: int = PORT) -> ThreadingHTTPServer:
    """The server, bound to loopback; call ``serve_forever``."""
    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


if __name__ == "__main__":
    with serve(int(sys.argv[1]) if len(sys.argv) > 1 else PORT) as server:
        print(f"http://127.0.0.1:{server.server_address[1]}/v1", flush=True)
        server.serve_forever()
