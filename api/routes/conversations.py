"""Conversations: questions that lean on the ones before."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from api.problem import Problem
from api.routes.errors import problems
from api.runs import new_id
from api.schemas import AnswerId, ConversationOut
from api.service import Service, Shared
from qa.types import Conversation

router = APIRouter(prefix="/v1/conversations", tags=["conversations"])


@router.post(
    "",
    status_code=201,
    response_model=ConversationOut,
    responses=problems("store_full", "store_busy"),
)
async def begin(service: Shared) -> Response:
    """Begins a conversation. Questions that are asked with its id may lean on the ones before ("and how many were from
    San Francisco?"); the record's `searched_as` says how they were understood."""
    conversation = Conversation(new_id(), service.app.asking.clock.now())
    await service.app.store.begin_conversation(conversation.id, conversation.created_at)
    location = {"Location": f"/v1/conversations/{conversation.id}"}
    return JSONResponse(as_json(conversation), 201, location)


@router.get("/{conversation_id}", response_model=ConversationOut, responses=problems("conversation_not_found"))
async def conversation(conversation_id: AnswerId, service: Shared) -> Response:
    """The questions of a conversation in order, each with the id of its answer."""
    return JSONResponse(as_json(await held(conversation_id, service)))


@router.delete("/{conversation_id}", status_code=204, responses=problems("conversation_not_found"))
async def end(conversation_id: AnswerId, service: Shared) -> None:
    """Forgets which questions belonged together. The answers stay where their permalinks point."""
    if not await service.app.store.end_conversation(conversation_id):
        raise _unknown(conversation_id)


async def held(conversation_id: str, service: Service) -> Conversation:
    """The conversation of that id. Problem ``conversation_not_found``."""
    found = await service.app.store.conversation(conversation_id)
    if found is None:
        raise _unknown(conversation_id)
    return found


def as_json(conversation: Conversation) -> dict[str, object]:
    """As JSON values."""
    turns = [asdict(turn) for turn in conversation.turns]
    return {"id": conversation.id, "created_at": conversation.created_at, "turns": turns}


def _unknown(conversation_id: str) -> Problem:
    return Problem("conversation_not_found", f"There is no conversation {conversation_id}.")
