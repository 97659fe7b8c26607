"""The limits of a site as it comes, counted by a web process of its own."""

from __future__ import annotations

from collections.abc import Callable

from tests.services.conftest import Services
from tests.services.people import VisitorTab
from tests.services.servers import Process
from tests.services.tabs import until

#: Design, section 6: so many messages in ten seconds.
ALLOWED = 20


async def test_a_message_beyond_the_limit_waits_and_goes_out_by_itself(
    services: Services, started: Callable[[Process], Process]
) -> None:
    process = services.shop.web(LIVECHAT_LIMITS="on")
    started(process)
    async with VisitorTab(process.url) as visitor:
        await visitor.connected()

        written = [visitor.writes(f"Message {number}") for number in range(ALLOWED + 2)]
        await until(lambda: written[ALLOWED].codes, what="the server refuses the one too many")

        assert written[ALLOWED].codes == ["too_many"]
        [refusal] = visitor.seen("error")
        assert refusal["client_id"] == written[ALLOWED].client_id
        assert 1 <= refusal["retry_after"] <= 11

        # Another tab, another door: the same limit.
        answer = await visitor.post(written[ALLOWED])
        assert answer.status_code == 429
        assert answer.json()["code"] == "too_many"
        assert answer.headers["content-type"].startswith("application/problem+json")
        assert int(answer.headers["Retry-After"]) >= 1

        await until(lambda: all(pending.message for pending in written), within=30, what="all are accepted in the end")
        stored = await visitor.transcript(visitor.thread.public_id)
        assert stored.texts == [pending.body for pending in written]
        assert [message["client_id"] for message in stored.in_order()] == [pending.client_id for pending in written]


async def test_without_limits_all_messages_arrive_in_order(services: Services) -> None:
    async with VisitorTab(services.first.url) as visitor, VisitorTab(services.second.url) as neighbour:
        await visitor.connected()
        await neighbour.connected()

        written = [visitor.writes(f"Message {number}") for number in range(100)]
        others = [neighbour.writes(f"Other message {number}") for number in range(100)]
        await until(lambda: all(pending.message for pending in (*written, *others)), within=60, what="all are accepted")

        assert visitor.thread.texts == [pending.body for pending in written]
        assert neighbour.thread.texts == [pending.body for pending in others]
        assert "too_many" not in {code for pending in (*written, *others) for code in pending.codes}
