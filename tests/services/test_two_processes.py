"""An agent on one web process, a visitor on another, a queue worker beside them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from tests.services.conftest import Services
from tests.services.people import AgentTab, VisitorTab
from tests.services.tabs import until

#: As if the agent's last tab had been closed for longer than a minute.
GONE = """
from datetime import timedelta
from django.db.models import Q
from django.utils import timezone
from wagtail_livechat.models import Agent
Agent.objects.filter({whose}).update(last_seen_at=timezone.now() - timedelta(minutes=2))
"""


async def test_people_on_different_processes_converse_live(services: Services) -> None:
    async with AgentTab(services.first.url) as agent, VisitorTab(services.second.url) as visitor:
        await agent.connected()
        await visitor.connected()

        question = await visitor.says("Is the blue one in stock?")
        await until(lambda: agent.threads, what="the agent sees the conversation")
        [conversation] = agent.threads
        answer = await agent.says("Yes, two of them.", to=conversation)

        await until(lambda: "Yes, two of them." in visitor.thread.texts, within=5, what="the visitor sees the answer")
        assert agent.threads[conversation].texts == ["Is the blue one in stock?", "Yes, two of them."]
        assert answer["id"] > question["id"]
        assert [frame["message"]["body"] for frame in visitor.seen("message.created")] == [
            "Is the blue one in stock?",
            "Yes, two of them.",
        ]


async def test_what_an_agent_does_reaches_the_visitor_and_the_colleague(services: Services) -> None:
    async with (
        AgentTab(services.first.url) as agent,
        AgentTab(services.second.url, name="manager") as colleague,
        VisitorTab(services.second.url) as visitor,
    ):
        for tab in (agent, colleague, visitor):
            await tab.connected()
        await visitor.says("Can I bring it back?")
        await until(lambda: agent.threads, what="the agent sees the conversation")
        [conversation] = agent.threads

        await agent.says("Within 30 days.", to=conversation)
        await agent.act(conversation, "resolve")
        await until(lambda: visitor.thread.events == ["resolved"], what="the visitor sees that it is resolved")
        await visitor.says("And after that?")

        await until(lambda: "reopened" in colleague.threads[conversation].events, what="the colleague sees it reopened")
        assert colleague.threads[conversation].events == ["started", "joined", "resolved", "reopened"]
        assert colleague.threads[conversation].conversation["status"] == "open"


async def test_a_second_tab_on_another_process_shows_the_same_conversation(services: Services) -> None:
    async with VisitorTab(services.first.url) as visitor:
        await visitor.connected()
        await visitor.says("One")
        async with VisitorTab(services.second.url, cookies=visitor.http.cookies) as second:
            await second.connected()
            await visitor.says("Two")
            await second.says("Three")

            await until(lambda: len(second.thread.texts) == 3, what="the second tab has all")
            await until(lambda: len(visitor.thread.texts) == 3, what="the first tab has all")
            assert visitor.thread.texts == second.thread.texts == ["One", "Two", "Three"]


async def test_an_agent_is_offline_a_minute_after_the_last_socket_closed(services: Services) -> None:
    async with VisitorTab(services.first.url) as one, VisitorTab(services.second.url) as other:
        await one.connected()
        await other.connected()
        async with AgentTab(services.first.url) as agent:
            await agent.connected()
            assert (await agent.me())["online"]
            # Others of earlier tests may be there still: only this one may remain.
            services.sweep(GONE.format(whose="~Q(user__username='agent')"))
            await until(_is_told(one, online=True), what="the visitors are told that the agent is there")
        closed_at = datetime.now(UTC)

        # The queue worker notices; it has no sockets, and its event goes through Redis into both processes.
        services.sweep(GONE.format(whose="user__username='agent'"))

        await until(_is_told(one, online=False), within=30, what="the first process tells that nobody is there")
        await until(_is_told(other, online=False), within=30, what="the second process tells that nobody is there")
        assert not (await one.config())["online"]
        [(status, until_when)] = services.ask(
            "select status, until from wagtail_livechat_agentstatus where until is not null and agent_id = "
            "(select a.id from wagtail_livechat_agent a join auth_user u on u.id = a.user_id where username = 'agent') "
            "order by id desc limit 1"
        )
        assert status == "online"
        assert until_when <= closed_at, "the stretch ends when the agent was last seen, not when it was noticed"


async def test_the_queue_worker_sweeps_and_leaves_a_heartbeat(services: Services) -> None:
    services.ask("delete from wagtail_livechat_heartbeat")

    services.sweep()

    await until(
        lambda: services.ask("select at from wagtail_livechat_heartbeat where name = 'sweep'"),
        what="the sweep leaves its heartbeat",
    )
    async with AgentTab(services.first.url, name="manager") as manager:
        assert (await manager.me())["worker"] is None


async def test_managers_read_how_to_start_a_missing_queue_worker(services: Services) -> None:
    await _worker_rests(services)
    services.ask("update wagtail_livechat_heartbeat set at = now() - interval '6 minutes'")
    try:
        async with AgentTab(services.first.url, name="manager") as manager, AgentTab(services.second.url) as agent:
            line = (await manager.me())["worker"]
            assert "qcluster" in line["detail"]
            assert (await agent.me())["worker"] is None, "only managers can do something about it"
    finally:
        services.ask("update django_q_schedule set next_run = now()")
        services.sweep()


async def _worker_rests(services: Services) -> None:
    """The worker has done what it was asked for, and its schedule asks for nothing more."""
    services.ask("update django_q_schedule set next_run = now() + interval '1 hour'")
    await until(lambda: services.ask("select count(*) from django_q_ormq") == [(0,)], what="the queue is empty")


def _is_told(visitor: VisitorTab, *, online: bool) -> Callable[[], object]:
    """Whether the last thing that a visitor heard of presence is this."""
    return lambda: visitor.seen("presence") and visitor.seen("presence")[-1]["online"] is online
