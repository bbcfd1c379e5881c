"""What was said before a question: the last exchanges of its conversation."""

from collections.abc import Sequence

from qa.errors import ConversationNotFoundError
from qa.ports import AnswerStore, ConversationStore
from qa.types import Exchange, Question

LOOK_BACK = 4
"""Exchanges: what a question leans on is nearly always in the last one, and a wrong guess from long ago misleads."""


async def earlier(question: Question, conversations: ConversationStore, answers: AnswerStore) -> Sequence[Exchange]:
    """The exchanges before ``question``, oldest first, each with the question as it was searched.

    ConversationNotFoundError when it names a conversation that is not there.
    """
    if question.conversation_id is None:
        return question.earlier[-LOOK_BACK:]
    held = await conversations.conversation(question.conversation_id)
    if held is None:
        raise ConversationNotFoundError(f"There is no conversation {question.conversation_id}.")
    found = [await answers.answer(turn.answer_id) for turn in held.turns[-LOOK_BACK:]]
    return [
        Exchange(answer.searched_as or answer.question, tuple(claim.text for claim in answer.claims))
        for answer in found
        if answer is not None
    ]
