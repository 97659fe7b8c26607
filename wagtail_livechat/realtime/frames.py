"""What clients may send over a socket."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter, ValidationError

from ..exceptions import ChatError, Invalid, Malformed
from ..inputs import AgentMessageIn, ConversationReadIn, Strict, VisitorMessageIn, VisitorTypingIn


class UnknownType(ChatError):
    code = "unknown_type"
    status = 422


class Ping(Strict):
    type: Literal["ping"]


class VisitorSend(VisitorMessageIn):
    type: Literal["message.send"]


class AgentSend(AgentMessageIn):
    type: Literal["message.send"]
    conversation: UUID


class Read(ConversationReadIn):
    type: Literal["read"]


class VisitorTyping(VisitorTypingIn):
    type: Literal["typing"]


class AgentTyping(Strict):
    type: Literal["typing"]
    conversation: UUID


class Watch(Strict):
    """Which conversation is open in this tab; None: none."""

    type: Literal["watch"]
    conversation: UUID | None


VisitorFrame = Annotated[Ping | VisitorSend | Read | VisitorTyping, Field(discriminator="type")]
AgentFrame = Annotated[Ping | AgentSend | Read | AgentTyping | Watch, Field(discriminator="type")]

visitor_frames: TypeAdapter[VisitorFrame] = TypeAdapter(VisitorFrame)
agent_frames: TypeAdapter[AgentFrame] = TypeAdapter(AgentFrame)

#: How pydantic names what we tell apart.
_ERRORS: dict[str, type[ChatError]] = {
    "json_invalid": Malformed,
    "union_tag_invalid": UnknownType,
    "union_tag_not_found": UnknownType,
}


def parse(adapter: "TypeAdapter[Any]", text: str) -> Any:
    """The frame that this JSON text is. Raises Malformed, UnknownType or Invalid, never with the frame's contents."""
    try:
        return adapter.validate_json(text)
    except ValidationError as refused:
        raise _ERRORS.get(refused.errors()[0]["type"], Invalid)() from None
