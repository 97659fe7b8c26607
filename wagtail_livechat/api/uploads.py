"""Files on their way in, from agents and from visitors."""

from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, Final

from django.core.files import File as StoredFile
from django.http import HttpRequest, HttpResponse
from ninja import File, Router
from ninja.decorators import decorate_view
from ninja.files import UploadedFile

from .. import conf, shapes
from ..actions import attachments
from ..addresses import address_of
from ..exceptions import FileTooBig
from ..throttling import check_visitor_file
from . import auth
from .auth import AgentRequest, VisitorRequest
from .errors import problem

visitor_router = Router(auth=auth.own_origin, tags=["visitor"])
agent_router = auth.agent_router("agent")

#: Bytes of a request beside the file in it.
FRAMING: Final = 64 * 1024


def of_limited_size(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse what says itself that it is too big, before any of it is read."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        length = request.headers.get("Content-Length", "")
        if length.isdecimal() and int(length) > conf.current().FILE_MAX_BYTES + FRAMING:
            return problem(FileTooBig())
        return view(request, *args, **kwargs)

    return wrapped


@visitor_router.post("attachments", response={201: shapes.AttachmentShape})
@decorate_view(of_limited_size)
def upload_as_visitor(
    request: VisitorRequest, response: HttpResponse, file: Annotated[UploadedFile, File()]
) -> shapes.AttachmentShape:
    """Keep a file for the visitor's next message: multipart, with the header `X-Livechat: 1`."""
    visitor = auth.writing_visitor(request, response)
    check_visitor_file(visitor=visitor.pk, address=address_of(request))
    return shapes.attachment_shape(attachments.upload(file=_given(file), uploader=visitor))


@agent_router.post("attachments", response={201: shapes.AttachmentShape})
@decorate_view(of_limited_size)
def upload_as_agent(request: AgentRequest, file: Annotated[UploadedFile, File()]) -> shapes.AttachmentShape:
    """Keep a file for the agent's next message."""
    return shapes.attachment_shape(attachments.upload(file=_given(file), uploader=request.agent))


def _given(file: UploadedFile) -> "StoredFile[bytes]":
    return StoredFile(file.file, name=file.name)
