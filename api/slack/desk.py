"""Answers what was asked, where it was asked, once: from an event of the inbox to the finished messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

from slack_sdk.web.async_client import AsyncWebClient

from api.slack import messages
from api.slack.answer import (
    Numbers,
    answer_notification,
    answer_units,
    claim_unit,
    disagreement_unit,
    notice_unit,
    passage_units,
)
from api.slack.answering import Answering, answer_id_of, conversation_of
from api.slack.calls import LaterError, RefusedError, called, tried
from api.slack.delivery import Delivery, Place
from api.slack.followups import Help, Narrowed, ShowPassage, followup
from api.slack.incoming import Asked, Bot, asked_in_message, from_event
from api.slack.layout import Unit
from api.slack.limits import QUESTION_CHARACTERS, TITLE_CHARACTERS
from api.slack.rich import Block, line
from api.slack.text import notification
from qa.inbox import InboxEvent
from qa.types import (
    Answer,
    ClaimEvent,
    DisagreementEvent,
    DoneEvent,
    ErrorEvent,
    Filters,
    NoticeEvent,
    Question,
    StatusEvent,
)

Allowed = Mapping[str, Sequence[str]]
_STATUS = {"retrieve": "is searching the articles …", "read": "is reading what it found …"}
EVERYBODY, DIRECT = "*", "direct"


@dataclass(frozen=True, slots=True)
class Desk:
    """``allowed`` maps channels (and `direct`, for direct messages) to the people who may ask there; empty: everybody,
    everywhere. ``public_url`` is where people reach the service's page."""

    client: AsyncWebClient
    bot: Bot
    answering: Answering
    allowed: Allowed
    public_url: str | None = None

    async def answer(self, event: InboxEvent, *, again: bool) -> None:
        """Answers ``event``. ``again``: somebody began before, so the conversation is looked through first. LaterError
        when Slack or the service cannot now."""
        asked = await self._asked(event)
        if asked is None:
            return  # the message is gone, or nobody's
        try:
            await self._answer(asked, again)
        except RefusedError as error:
            await self._tell_elsewhere(asked, error.code)

    async def give_up(self, event: InboxEvent) -> None:
        """Says that ``event`` will not be answered, and offers another try."""
        asked = await self._asked(event)
        if asked is not None:
            channel = asked.channel or await self.direct_channel(asked.user)
            delivery = Delivery(
                self.client, Place(channel, asked.root, asked.ts), asked.key, asked.event_id, asked.replaces
            )
            await delivery.find()
            units = messages.error_units(
                "Something went wrong more than once.", "Try again; if it stays so, tell whoever runs this."
            )
            await delivery.finish(units, messages.retry_buttons(asked), notification("I could not answer this."))

    def may(self, user: str, channel: str) -> bool:
        """Whether ``user`` may ask in ``channel``."""
        if not self.allowed:
            return True
        people = self.allowed.get(DIRECT if channel.startswith("D") else channel, ())
        return EVERYBODY in people or user in people

    async def direct_channel(self, user: str) -> str:
        """The conversation between ``user`` and the bot."""
        opened = await called(self.client.conversations_open(users=user))
        return str(opened["channel"]["id"])

    async def _asked(self, event: InboxEvent) -> Asked | None:
        """What the event asks; its text is read from Slack where it was not kept."""
        asked = from_event(event)
        if asked is not None and (asked.text or not asked.ts or asked.kind != "retry"):
            return asked
        channel, root = (asked.channel, asked.root) if asked else event.thread.split(":", 1)
        ts = asked.ts if asked else event.position
        page = await called(
            self.client.conversations_replies(channel=channel, ts=root, oldest=ts, latest=ts, inclusive=True, limit=10)
        )
        message = next((message for message in page["messages"] if message["ts"] == ts), None)
        read = asked_in_message(dict(message) | {"channel": channel}, self.bot) if message else None
        if asked is None or read is None:
            return read
        return replace(asked, text=read.text)

    async def _answer(self, asked: Asked, again: bool) -> None:
        channel = asked.channel or await self.direct_channel(asked.user)
        streams = (asked.user, asked.team) if asked.root else None
        place = Place(channel, asked.root, asked.ts, streams)
        delivery = Delivery(self.client, place, asked.key, asked.event_id, asked.replaces)
        if again and await delivery.find():
            return
        if not self.may(asked.user, asked.origin or channel):
            await delivery.finish(messages.not_open_units(), [], notification("Questions are not open to you here."))
        elif asked.kind == "share":
            await self._share(asked, delivery)
        else:
            await self._respond(asked, channel, delivery)

    async def _respond(self, asked: Asked, channel: str, delivery: Delivery) -> None:
        """Does what the words ask for: help, the passages of the last answer, the last question again, or an answer."""
        request = followup(asked.text, self.answering.now()[:10])
        if isinstance(request, Help):
            await delivery.finish(messages.help_units(), [], notification("Ask me about the articles."))
            return
        last = await self._last_answer(asked) if request else None
        if isinstance(request, ShowPassage):
            await self._show_passages(delivery, last, request.number)
            return
        text, filters = asked.text, Filters()
        if isinstance(request, Narrowed) and last:
            text = last.searched_as or last.question
            narrowed = await self._narrowed(request, last.filters)
            if narrowed is None:
                said = f"No article is from {request.source}."
                await delivery.finish([Unit(line(said))], [], notification(said))
                return
            filters = narrowed
        question = Question(text, self.answering.now(), filters, answer_id=answer_id_of(asked.key))
        await self._deliver(asked, question, channel, delivery)

    async def _narrowed(self, request: Narrowed, filters: Filters) -> Filters | None:
        """``filters`` with what is asked for; ``None`` when nobody of that name wrote or published an article."""
        if request.to:
            filters = replace(filters, to=request.to)
        if not request.source:
            return filters
        found = await self.answering.source(request.source)
        return found and replace(filters, publisher=found.publisher, origin=found.origin)

    async def _deliver(self, asked: Asked, question: Question, channel: str, delivery: Delivery) -> None:
        if len(question.text) > QUESTION_CHARACTERS:
            units = messages.error_units(
                f"A question may have {QUESTION_CHARACTERS:,} characters.", "Ask a shorter one."
            )
            await delivery.finish(units, [], notification("The question is too long."))
            return
        head = messages.header(asked, question.text)
        if not delivery.root:  # a command: there is no message yet under which a conversation could go on
            await delivery.show([*head, messages.searching_unit()], notification(question.text))
        question = replace(question, conversation_id=conversation_of(channel, delivery.root))
        outcome: Answer | ErrorEvent | None = await self.answering.answer(question.answer_id or "")
        if outcome is None:
            await self.answering.begin(question.conversation_id or "")
            outcome = await self._read(asked, question, channel, delivery)
        if isinstance(outcome, ErrorEvent):
            units = messages.error_units(outcome.message, outcome.next_step)
            await delivery.finish([*head, *units], messages.retry_buttons(asked), notification(outcome.message))
            return
        searched = None if outcome.claims else await self.answering.searched(outcome)
        units = [*head, *answer_units(outcome, searched)]
        await delivery.finish(units, self._buttons(asked, outcome, channel), answer_notification(outcome))

    async def _read(self, asked: Asked, question: Question, channel: str, delivery: Delivery) -> Answer | ErrorEvent:
        """Asks, and shows each claim as it comes."""
        if asked.kind == "direct" and not await self._last_answer(asked):
            title = " ".join(question.text.split())[:TITLE_CHARACTERS]
            await tried(
                self.client.assistant_threads_setTitle(channel_id=channel, thread_ts=delivery.root, title=title)
            )
        units, numbers, text = messages.header(asked, question.text), Numbers(), notification(question.text)
        async with aclosing(self.answering.ask(question)) as events:
            async for event in events:
                match event:
                    case StatusEvent(step=step):
                        await self._status(channel, delivery.root, _STATUS[step])
                    case ClaimEvent(claim=claim):
                        text = text if numbers.count else notification(claim.text)
                        units.append(claim_unit(claim, numbers))
                        await delivery.show(units, text)
                    case DisagreementEvent(disagreement=disagreement):
                        units.append(disagreement_unit(disagreement, numbers))
                        await delivery.show(units, text)
                    case NoticeEvent(notice=notice):
                        units.append(notice_unit(notice, numbers))
                        await delivery.show(units, text)
                    case DoneEvent(answer=answer):
                        return answer
                    case ErrorEvent(code="cancelled"):
                        break  # this process is stopping; another answers
                    case ErrorEvent():
                        return event
        raise LaterError("the answer was cut off")

    async def _status(self, channel: str, root: str, status: str) -> None:
        await tried(self.client.assistant_threads_setStatus(channel_id=channel, thread_ts=root, status=status))

    async def _share(self, asked: Asked, delivery: Delivery) -> None:
        answer = await self.answering.answer(asked.answer_id)
        if answer is None:
            raise RefusedError("answer_not_kept")
        units = [*messages.header(asked, answer.question), *answer_units(answer)]
        buttons = messages.answer_buttons(answer, share_from=None, permalink=self._permalink(answer))
        await delivery.finish(units, buttons, answer_notification(answer))

    async def _show_passages(self, delivery: Delivery, answer: Answer | None, number: int | None) -> None:
        passages = list(enumerate(await self.answering.passages(answer), 1)) if answer else []
        chosen = [entry for entry in passages if number in {None, entry[0]}]
        units = passage_units(chosen) or [Unit(line("There is no such source in an answer of this conversation."))]
        await delivery.finish(units, [], notification("The passages of the last answer."))

    async def _last_answer(self, asked: Asked) -> Answer | None:
        if asked.answer_id:
            return await self.answering.answer(asked.answer_id)
        return await self.answering.last_answer(conversation_of(asked.channel, asked.root)) if asked.root else None

    def _buttons(self, asked: Asked, answer: Answer, channel: str) -> list[Block]:
        share_from = asked.origin if channel.startswith("D") else None
        return messages.answer_buttons(answer, share_from=share_from, permalink=self._permalink(answer))

    def _permalink(self, answer: Answer) -> str | None:
        return f"{self.public_url.rstrip('/')}/?answer={answer.id}" if self.public_url and answer.stored else None

    async def _tell_elsewhere(self, asked: Asked, code: str) -> None:
        """Says in a direct message that the answer could not be given where it was wanted. RefusedError here too means
        that the person cannot be reached at all: that is for the log."""
        channel = await self.direct_channel(asked.user)
        if channel == asked.channel:
            raise RefusedError(code)
        delivery = Delivery(self.client, Place(channel), f"{asked.key}!elsewhere", asked.event_id)
        if not await delivery.find():
            units = messages.elsewhere_units(asked.channel or asked.origin or channel, code)
            await delivery.finish(units, [], notification("I could not answer where you asked."))
