"""Conversations over HTTP: begun, asked in, read, forgotten; and what people think of the answers."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from api.schemas import AnswerOut, ConversationOut, FeedbackListOut, FeedbackOut
from tests.api.support import QUESTION

NOBODY = "0" * 32
FOLLOW_UP = "And when was it opened?"


async def begun(http: httpx.AsyncClient) -> str:
    response = await http.post("/v1/conversations")
    assert response.status_code == 201
    assert response.headers["location"] == f"/v1/conversations/{response.json()['id']}"
    return ConversationOut.model_validate(response.json()).id


async def ask(http: httpx.AsyncClient, question: str, conversation_id: str | None = None) -> AnswerOut:
    response = await http.post("/v1/ask", json={"question": question, "conversation_id": conversation_id})
    assert response.status_code == 200, response.text
    return AnswerOut.model_validate(response.json())


async def test_a_conversation_holds_its_questions_in_order(http: httpx.AsyncClient) -> None:
    conversation_id = await begun(http)
    answers = [await ask(http, question, conversation_id) for question in (QUESTION, FOLLOW_UP)]
    await ask(http, "What else?")
    held = ConversationOut.model_validate((await http.get(f"/v1/conversations/{conversation_id}")).json())
    assert [(turn.question, turn.answer_id) for turn in held.turns] == [(a.question, a.id) for a in answers]
    assert {a.conversation_id for a in answers} == {conversation_id}


async def test_a_follow_up_is_searched_with_what_came_before_and_the_record_says_so(http: httpx.AsyncClient) -> None:
    conversation_id = await begun(http)
    first = await ask(http, QUESTION, conversation_id)
    second = await ask(http, FOLLOW_UP, conversation_id)
    assert (first.question, first.searched_as) == (QUESTION, None)
    assert second.question == FOLLOW_UP
    assert second.searched_as is not None
    assert "bridge" in second.searched_as


async def test_without_a_conversation_nothing_is_remembered(http: httpx.AsyncClient) -> None:
    await ask(http, QUESTION)
    assert (await ask(http, FOLLOW_UP)).searched_as is None


@pytest.mark.parametrize("stream", [False, True])
async def test_an_unknown_conversation_is_a_404_also_for_a_stream(http: httpx.AsyncClient, *, stream: bool) -> None:
    headers = {"accept": "text/event-stream"} if stream else {}
    response = await http.post("/v1/ask", json={"question": QUESTION, "conversation_id": NOBODY}, headers=headers)
    assert (response.status_code, response.json()["code"]) == (404, "conversation_not_found")
    assert response.json()["next_step"]


async def test_a_forgotten_conversation_is_gone_and_its_answers_stay(http: httpx.AsyncClient) -> None:
    conversation_id = await begun(http)
    answer = await ask(http, QUESTION, conversation_id)
    address = f"/v1/conversations/{conversation_id}"
    assert (await http.delete(address)).status_code == 204
    assert [(await http.get(address)).status_code, (await http.delete(address)).status_code] == [404, 404]
    assert (await http.get(f"/v1/answers/{answer.id}")).status_code == 200


async def test_questions_asked_at_once_all_become_turns(http: httpx.AsyncClient) -> None:
    conversation_id = await begun(http)
    answers = await asyncio.gather(*(ask(http, QUESTION, conversation_id) for _ in range(5)))
    held = (await http.get(f"/v1/conversations/{conversation_id}")).json()
    assert {turn["answer_id"] for turn in held["turns"]} == {a.id for a in answers}


async def test_feedback_is_kept_and_listed(http: httpx.AsyncClient) -> None:
    answer = await ask(http, QUESTION)
    up = {"answer_id": answer.id, "verdict": "up", "given_by": "ada"}
    down = {"answer_id": answer.id, "verdict": "down", "claim": 0, "reason": "Which crowns?"}
    for sent in (up, down):
        response = await http.post("/v1/feedback", json=sent)
        assert response.status_code == 201, response.text
        FeedbackOut.model_validate(response.json())
    page = FeedbackListOut.model_validate((await http.get("/v1/feedback", params={"limit": 1})).json())
    rest = FeedbackListOut.model_validate((await http.get("/v1/feedback", params={"cursor": page.next_cursor})).json())
    assert [(f.verdict, f.claim, f.reason, f.given_by) for f in (*page.feedback, *rest.feedback)] == [
        ("up", None, None, "ada"),
        ("down", 0, "Which crowns?", None),
    ]
    assert rest.next_cursor is None
    bad = (await http.get("/v1/feedback", params={"verdict": "down", "answer_id": answer.id})).json()
    assert [entry["claim"] for entry in bad["feedback"]] == [0]


async def test_who_changes_their_mind_is_counted_once(http: httpx.AsyncClient) -> None:
    answer = await ask(http, QUESTION)
    for verdict in ("up", "down"):
        await http.post("/v1/feedback", json={"answer_id": answer.id, "verdict": verdict, "given_by": "ada"})
    listed = (await http.get("/v1/feedback")).json()["feedback"]
    assert [entry["verdict"] for entry in listed] == ["down"]


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"answer_id": NOBODY}, 404, "answer_not_found"),
        ({"claim": 1}, 422, "invalid_input"),
        ({"claim": -1}, 422, "invalid_request"),
        ({"verdict": "meh"}, 422, "invalid_request"),
        ({"reason": "x" * 2_001}, 422, "invalid_request"),
    ],
)
async def test_feedback_that_means_nothing_is_refused(
    http: httpx.AsyncClient, sent: dict[str, object], status: int, code: str
) -> None:
    answer = await ask(http, QUESTION)
    response = await http.post("/v1/feedback", json={"answer_id": answer.id, "verdict": "up"} | sent)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert (await http.get("/v1/feedback")).json()["feedback"] == []
