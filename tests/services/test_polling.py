"""A host that knows no sockets: the same conversation, by polling."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tests.services.conftest import Services
from tests.services.people import AgentTab, VisitorTab
from tests.services.servers import Process
from tests.services.tabs import until

EACH = 10


async def test_where_no_socket_opens_the_conversation_works_by_polling(
    services: Services, started: Callable[[Process], Process]
) -> None:
    process = services.shop.wsgi_web()
    started(process)
    async with VisitorTab(process.url) as visitor, AgentTab(process.url) as agent:
        await visitor.says("Is anybody there?")
        conversation = visitor.thread.public_id
        await until(lambda: conversation in agent.threads, what="the agent sees the conversation")

        await agent.says("Yes!", to=conversation)

        await until(lambda: visitor.thread.texts == ["Is anybody there?", "Yes!"], what="the visitor sees the answer")
        assert not visitor.seen("hello")
        assert not agent.seen("hello")
        assert (await visitor.config())["online"], "an agent who polls is there"


async def test_a_polled_server_that_was_away_loses_and_doubles_nothing(
    services: Services, started: Callable[[Process], Process]
) -> None:
    process = services.shop.wsgi_web()
    started(process)
    async with VisitorTab(process.url) as visitor, AgentTab(services.first.url) as agent:
        await agent.connected()
        await visitor.says("Hello")
        conversation = visitor.thread.public_id
        await until(lambda: conversation in agent.threads, what="the agent hears of it through Redis")

        questions = [visitor.writes(f"Question {number}") for number in range(EACH)]
        answers = [agent.writes(f"Answer {number}", to=conversation) for number in range(EACH)]
        await until(lambda: sum(bool(question.message) for question in questions) > EACH // 3, what="some are accepted")
        await asyncio.to_thread(process.kill)
        await asyncio.to_thread(process.start)
        await until(
            lambda: all(pending.message for pending in (*questions, *answers)), within=60, what="all are accepted"
        )

        stored = await agent.transcript(conversation)
        assert [text for text in stored.texts if text.startswith("Question")] == [one.body for one in questions]
        assert [text for text in stored.texts if text.startswith("Answer")] == [one.body for one in answers]
        await until(lambda: visitor.thread.texts == stored.texts, what="the visitor sees all of it")
        await until(lambda: agent.threads[conversation].texts == stored.texts, what="the agent sees all of it")
