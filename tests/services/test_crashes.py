"""Whatever dies in the middle of a chat: each accepted message is there once, in order, on both sides, by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TypeVar

from tests.services.conftest import Services
from tests.services.people import AgentTab, VisitorTab
from tests.services.servers import Process
from tests.services.shop import DyingShop, WebProcess
from tests.services.tabs import Tab, until
from tests.services.thread import Thread

AnyTab = TypeVar("AnyTab", bound=Tab)

VISITORS = 5
#: Each visitor writes so many messages, and gets as many: 200 in all.
EACH = 20


async def test_a_killed_web_process_loses_and_doubles_nothing(services: Services) -> None:
    async with AsyncExitStack() as stack:
        visitors, agents = await _open(stack, services.first)
        [watching] = await _enter(stack, [AgentTab(services.second.url, name="owner")])

        talk = asyncio.create_task(_all_talk(visitors, agents))
        await until(lambda: _accepted(visitors, agents) >= VISITORS * EACH, within=60, what="half is accepted")
        # In the middle: what was committed but not yet answered is sent again, and known.
        await asyncio.to_thread(services.first.kill)
        assert not talk.done(), "the process has to die while they talk"
        await asyncio.to_thread(services.first.start)
        await talk

        await _check_everything_arrived_once(visitors, agents, watching)


async def test_what_was_stored_but_never_announced_reaches_everybody(
    services: Services, started: Callable[[Process], Process], tmp_path: Path
) -> None:
    order = tmp_path / "die"
    process = DyingShop({**services.shop.environment, "LIVECHAT_DIES_IF": str(order)}, folder=tmp_path).web()
    started(process)
    async with VisitorTab(process.url) as visitor, AgentTab(services.second.url, name="manager") as agent:
        await visitor.connected()
        await agent.connected()
        await visitor.says("Hello")
        await until(lambda: visitor.thread.public_id in agent.threads, what="the agent sees the conversation")

        order.touch()
        last = visitor.writes("The last words before the crash")
        await until(lambda: not process.is_running, what="the process dies between commit and broadcast")
        order.unlink()
        await asyncio.to_thread(process.kill)
        await asyncio.to_thread(process.start)

        await until(lambda: last.message, within=30, what="the message is sent again and accepted")
        assert visitor.thread.texts == ["Hello", "The last words before the crash"]
        await _shows(agent, await visitor.transcript(visitor.thread.public_id))


async def test_a_redis_that_was_away_loses_and_doubles_nothing(services: Services) -> None:
    async with AsyncExitStack() as stack:
        visitors, agents = await _open(stack, services.first, agents_on=services.second)
        [watching] = await _enter(stack, [AgentTab(services.first.url, name="owner")])
        resyncs = len(agents[0].seen("resync"))

        talk = asyncio.create_task(_all_talk(visitors, agents))
        await until(
            lambda: _accepted(visitors, agents) >= VISITORS * EACH // 2, within=60, what="a quarter is accepted"
        )
        before = {process: _noticed(process) for process in (services.first, services.second)}
        await asyncio.to_thread(services.redis.stop)
        # Within one process nothing stops; what the other one misses comes with the resync. Both have something to tell.
        asked, answered = _accepted(visitors, []), _accepted([], agents)
        await until(lambda: _accepted(visitors, []) >= asked + 2 * VISITORS, within=60, what="visitors go on writing")
        await until(lambda: _accepted([], agents) >= answered + VISITORS, within=60, what="agents go on answering")
        for process, noticed in before.items():
            await until(lambda p=process, n=noticed: _noticed(p) > n, within=60, what="each process notices")  # type: ignore[misc]
        await asyncio.to_thread(services.redis.start)
        await talk

        await until(lambda: len(agents[0].seen("resync")) > resyncs, within=30, what="the agent is told to resync")
        await until(lambda: visitors[0].seen("resync"), within=30, what="the visitor is told to resync")
        await _check_everything_arrived_once(visitors, agents, watching)


async def test_a_lost_database_connection_is_replaced(services: Services) -> None:
    async with VisitorTab(services.first.url) as visitor, AgentTab(services.second.url) as agent:
        await visitor.connected()
        await agent.connected()
        await visitor.says("Before")

        services.ask(
            "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname is not null"
        )
        await visitor.says("After")

        await until(lambda: agent.threads and list(agent.threads.values())[-1].texts == ["Before", "After"])
        assert visitor.thread.texts == ["Before", "After"]


def _noticed(process: WebProcess) -> int:
    """How often it said that it cannot reach the other processes."""
    return process.log.read_text(errors="replace").count("The channel layer is down")


async def _open(
    stack: AsyncExitStack, process: WebProcess, *, agents_on: WebProcess | None = None
) -> tuple[list[VisitorTab], list[AgentTab]]:
    """Visitors who have each said hello, and two agents with full access who have seen them."""
    agents = await _enter(stack, [AgentTab((agents_on or process).url, name=name) for name in ("owner", "manager")])
    visitors = await _enter(stack, [VisitorTab(process.url) for _ in range(VISITORS)])
    for visitor in visitors:
        await visitor.says("Hello")
    for agent in agents:
        await until(lambda agent=agent: len(agent.threads) == VISITORS, what="the agents see all conversations")  # type: ignore[misc]
    return visitors, agents


async def _enter(stack: AsyncExitStack, tabs: Sequence[AnyTab]) -> list[AnyTab]:
    for tab in tabs:
        await stack.enter_async_context(tab)
        await tab.connected()
    return list(tabs)


async def _all_talk(visitors: Sequence[VisitorTab], agents: Sequence[AgentTab]) -> None:
    """Everybody writes at once; ends when the server has all of it."""
    await asyncio.gather(
        *(_talk(visitor, None, f"visitor {number}") for number, visitor in enumerate(visitors)),
        *(
            _talk(agents[number % len(agents)], visitor.thread.public_id, f"agent to {number}")
            for number, visitor in enumerate(visitors)
        ),
    )


async def _talk(tab: Tab, conversation: str | None, name: str) -> None:
    for number in range(EACH):
        pending = tab.writes(f"{name}, message {number}", to=conversation)
        await until(lambda pending=pending: pending.message, within=120, what=f"{pending} is accepted")  # type: ignore[misc]


def _accepted(*groups: Sequence[Tab]) -> int:
    return sum(len(tab.accepted) for group in groups for tab in group)


async def _check_everything_arrived_once(
    visitors: Sequence[VisitorTab], agents: Sequence[AgentTab], watching: AgentTab
) -> None:
    for number, visitor in enumerate(visitors):
        conversation = visitor.thread.public_id
        written = [f"visitor {number}, message {index}" for index in range(EACH)]
        answered = [f"agent to {number}, message {index}" for index in range(EACH)]
        stored = await visitor.transcript(conversation)
        assert [text for text in stored.texts if text.startswith("visitor")] == written
        assert [text for text in stored.texts if text.startswith("agent")] == answered
        assert len(stored.texts) == 1 + 2 * EACH
        for tab in (visitor, *agents, watching):
            await _shows(tab, stored)


async def _shows(tab: Tab, stored: Thread) -> None:
    """By itself, sooner or later, the tab shows what is stored."""
    thread = tab.threads[stored.public_id]
    await until(
        lambda: thread.texts == stored.texts,
        what=f"{tab.name} shows {len(stored.texts)} messages up to revision {stored.revision} "
        f"(it has {len(thread.texts)} up to revision {thread.revision}; its socket is {tab.is_open and 'open'})",
    )
