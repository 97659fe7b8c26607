"""Files of messages, for those who may see the conversation."""

import logging
from typing import Final
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.models import Site

from .. import conf, permissions
from ..actions import presence
from ..actions.pictures import THUMBNAIL_TYPE
from ..models import Attachment
from ..selectors.files import attachment_for_agent, attachment_for_link, attachment_for_visitor
from ..selectors.visitors import recognise

logger = logging.getLogger(__name__)

#: What a browser may show; everything else is for saving.
SHOWN: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


@require_safe
def serve(request: HttpRequest, public_id: UUID, name: str) -> HttpResponse:
    """A file, under its own name; `?size=thumbnail`: its small picture, where it has one; `?signature=`: a signed link.

    404 for those who may not see its conversation, as for a missing one; 503 where the storage fails.
    """
    attachment = _found(request, public_id)
    if attachment is None:
        raise Http404
    return _answer(attachment, small=request.GET.get("size") == "thumbnail")


def _found(request: HttpRequest, public_id: UUID) -> Attachment | None:
    signature = request.GET.get("signature")
    if signature is not None:
        return attachment_for_link(public_id, signature)
    return _for_agent(request, public_id) or _for_visitor(request, public_id)


def _for_agent(request: HttpRequest, public_id: UUID) -> Attachment | None:
    if not permissions.may_enter(request.user):
        return None
    reach = permissions.reach_of(presence.enrol(user=request.user))
    return attachment_for_agent(reach, public_id) if reach else None


def _for_visitor(request: HttpRequest, public_id: UUID) -> Attachment | None:
    site = Site.find_for_request(request)
    token = request.COOKIES.get(conf.VISITOR_COOKIE)
    visitor = recognise(site=site, token=token, user=request.user) if site else None
    return attachment_for_visitor(visitor, public_id) if visitor else None


def _answer(attachment: Attachment, *, small: bool) -> HttpResponse:
    is_small = small and bool(attachment.thumbnail)
    content_type = THUMBNAIL_TYPE if is_small else attachment.content_type
    try:
        file = (attachment.thumbnail if is_small else attachment.file).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    except OSError:
        logger.exception("Attachment %s could not be read", attachment.pk)
        return HttpResponse(status=503, headers={"Retry-After": "5"})
    response = FileResponse(
        file, as_attachment=content_type not in SHOWN, filename=attachment.name, content_type=content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    # Whatever the file holds, it may run nothing here.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["Cache-Control"] = "private, max-age=3600"
    return response  # type: ignore[return-value]
