"""Who loses a right, or logs out, hears nothing more, in whichever process the socket is."""

from __future__ import annotations

from tests.services.conftest import Services
from tests.services.people import AgentTab, VisitorTab
from tests.services.tabs import REFUSED, SIGNED_OUT, until

#: As Wagtail's user form saves it, in a process that has no sockets.
DEACTIVATE = """
from django.contrib.auth.models import User
user = User.objects.get(username="{name}")
user.is_active = False
user.save()
"""
LEAVE_GROUPS = """
from django.contrib.auth.models import User
User.objects.get(username="{name}").groups.clear()
"""


async def test_a_deactivated_agent_gets_no_frame_in_any_process(services: Services) -> None:
    async with (
        AgentTab(services.first.url, name="paula") as paula,
        AgentTab(services.second.url, name="paula", cookies=paula.http.cookies) as second,
        AgentTab(services.second.url) as colleague,
        VisitorTab(services.first.url) as visitor,
    ):
        for tab in (paula, second, colleague, visitor):
            await tab.connected()

        services.shop.run(DEACTIVATE.format(name="paula"))

        for tab in (paula, second):
            await until(lambda tab=tab: tab.closings, within=10, what="the socket is closed")  # type: ignore[misc]
            assert tab.closings[-1] in {SIGNED_OUT, REFUSED}
        await _nobody_hears(visitor, colleague, deaf=[paula, second])


async def test_an_agent_deactivated_behind_our_back_gets_no_frame_half_a_minute_later(services: Services) -> None:
    async with (
        AgentTab(services.second.url, name="quentin") as quentin,
        AgentTab(services.second.url) as colleague,
        VisitorTab(services.first.url) as visitor,
    ):
        for tab in (quentin, colleague, visitor):
            await tab.connected()

        # No signal, no event: only the look that each process takes every 30 seconds.
        services.ask("update auth_user set is_active = false where username = 'quentin'")

        await until(lambda: quentin.closings, within=35, what="the socket is closed")
        await _nobody_hears(visitor, colleague, deaf=[quentin])


async def test_an_agent_without_the_permission_is_refused_for_good(services: Services) -> None:
    async with AgentTab(services.first.url, name="rosa") as rosa:
        await rosa.connected()

        services.shop.run(LEAVE_GROUPS.format(name="rosa"))

        await until(lambda: rosa.closings, within=10, what="the socket is closed")
        assert rosa.closings == [REFUSED]


async def test_logging_out_closes_the_sockets_of_all_processes(services: Services) -> None:
    async with (
        AgentTab(services.first.url) as agent,
        AgentTab(services.second.url, cookies=agent.http.cookies) as second,
    ):
        await agent.connected()
        await second.connected()

        await agent.log_out()

        for tab in (agent, second):
            await until(lambda tab=tab: tab.closings, within=10, what="the socket is closed")  # type: ignore[misc]
            assert tab.closings == [SIGNED_OUT]


async def _nobody_hears(visitor: VisitorTab, colleague: AgentTab, *, deaf: list[AgentTab]) -> None:
    heard = [len(tab.frames) for tab in deaf]
    await visitor.says("Only for those who may read it")
    await until(lambda: colleague.threads, what="the colleague sees the message")
    assert [len(tab.frames) for tab in deaf] == heard
