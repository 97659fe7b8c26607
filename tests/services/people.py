"""The people of the services tests: a shopper at the widget, an agent at the inbox."""

from __future__ import annotations

from typing import Any

import httpx

from tests.services.tabs import Pending, Tab
from tests.services.thread import Frame, Thread


class VisitorTab(Tab):
    """The widget on a page of the shop, opened."""

    socket_path = "/livechat/ws/visitor/"
    api = "/livechat/api/visitor/"

    async def enter(self) -> None:
        session = await self._session()
        if session["conversation"]:
            thread = self.threads.setdefault(
                session["conversation"]["public_id"], Thread(session["conversation"]["public_id"])
            )
            await self._fetch_rest(thread)

    @property
    def thread(self) -> Thread:
        """The latest conversation; an empty one before the first message."""
        return list(self.threads.values())[-1] if self.threads else Thread("")

    async def resume(self) -> None:
        if self.threads:
            await self.resume_threads()
        else:
            await self.enter()

    async def fetch(self, conversation: str, after: int) -> Frame:
        answer = await self.http.get(
            self.api + "messages", params={"conversation": conversation, "after": after, "limit": 200}
        )
        return _json(answer)

    async def post(self, pending: Pending) -> httpx.Response:
        message = {"client_id": pending.client_id, "body": pending.body}
        if pending.conversation:
            message["conversation"] = pending.conversation
        return await self.http.post(self.api + "messages", json=message)

    async def config(self) -> Frame:
        return _json(await self.http.get(self.api + "config"))

    async def _session(self) -> Frame:
        page = {"url": self.url + "/shop/", "title": "Shop", "referrer": ""}
        return _json(await self.http.post(self.api + "session", json={"page": page, "language": "en"}))


class AgentTab(Tab):
    """The inbox, with every conversation open that moves while it is."""

    socket_path = "/livechat/ws/agent/"
    api = "/livechat/api/agent/"

    def __init__(self, url: str, *, name: str = "agent", cookies: httpx.Cookies | None = None) -> None:
        super().__init__(url, cookies=cookies)
        self.name = name
        self._known_before: set[str] = set()

    async def enter(self) -> None:
        if "sessionid" not in self.http.cookies:
            await self.log_in()
        await self.http.get("/admin/livechat/")
        await self._request("PATCH", "me", json={"status": "online"})
        self._known_before = {conversation["public_id"] for conversation in await self._listed()}

    async def log_in(self) -> None:
        await self.http.get("/admin/login/")
        form = {"username": self.name, "password": self.name, "csrfmiddlewaretoken": self.http.cookies["csrftoken"]}
        await self.http.post("/admin/login/", data=form)
        assert "sessionid" in self.http.cookies, f"{self.name} could not log in"

    async def log_out(self) -> None:
        await self.http.post("/admin/logout/", headers=self._csrf())

    async def resume(self) -> None:
        """The open threads, and those that began while nobody told us."""
        for conversation in await self._listed():
            if conversation["public_id"] not in self._known_before:
                self.threads.setdefault(conversation["public_id"], Thread(conversation["public_id"]))
        await self.resume_threads()

    async def fetch(self, conversation: str, after: int) -> Frame:
        return await self._request(
            "GET", f"conversations/{conversation}/messages", params={"after": after, "limit": 200}
        )

    async def post(self, pending: Pending) -> httpx.Response:
        message = {"client_id": pending.client_id, "body": pending.body}
        path = f"{self.api}conversations/{pending.conversation}/messages"
        return await self.http.post(path, json=message, headers=self._csrf())

    async def act(self, conversation: str, action: str, **payload: Any) -> Frame:
        return await self._request("POST", f"conversations/{conversation}/{action}", json=payload)

    async def me(self) -> Frame:
        return await self._request("GET", "me")

    async def _listed(self) -> list[Frame]:
        listed: list[Frame] = (await self._request("GET", "conversations", params={"limit": 200}))["results"]
        return listed

    def _csrf(self) -> dict[str, str]:
        return {"X-CSRFToken": self.http.cookies["csrftoken"]}

    async def _request(self, method: str, path: str, **parts: Any) -> Frame:
        return _json(await self.http.request(method, self.api + path, headers=self._csrf(), **parts))


def _json(answer: httpx.Response) -> Frame:
    answer.raise_for_status()
    content: Frame = answer.json()
    return content
