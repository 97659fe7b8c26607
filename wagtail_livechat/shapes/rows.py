"""Rows in the shapes of `types`."""

from datetime import UTC, datetime
from typing import cast

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from ..models import (
    Agent,
    AgentGroup,
    Attachment,
    Conversation,
    FormField,
    Message,
    ProactiveRule,
    Shortcut,
    Tag,
    Visit,
    Visitor,
    VisitorMerge,
)
from .browsing import Device, Edited, VisitShape
from .types import (
    AgentConversation,
    AttachmentShape,
    Author,
    Colleague,
    ColleaguePresence,
    ConversationStatus,
    Face,
    FieldKind,
    FormFieldShape,
    GroupName,
    Kind,
    MergeShape,
    MessageShape,
    OwnDetails,
    OwnSummary,
    Presence,
    ProactiveMessage,
    RuleShape,
    ShortcutShape,
    Standing,
    TagShape,
    VisitorConversation,
    VisitorDetails,
    VisitorSummary,
)


def moment(value: datetime) -> str:
    """A time as every answer and frame gives it, e.g. `2026-01-31T09:00:00.000000Z`."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")[: -len("+00:00")] + "Z"


def optional_moment(value: datetime | None) -> str | None:
    return moment(value) if value else None


def face(agent: Agent) -> Face:
    return {"name": agent.name, "avatar": agent.avatar_url}


def colleague(agent: Agent) -> Colleague:
    return {"id": agent.pk, "name": agent.name, "avatar": agent.avatar_url}


def colleague_presence(agent: Agent, *, online: bool) -> ColleaguePresence:
    return {**colleague(agent), "status": cast(Presence, agent.status), "online": online}


def group_name(group: AgentGroup) -> GroupName:
    return {"id": group.pk, "name": group.name}


def tag_shape(tag: Tag) -> TagShape:
    return {"id": tag.pk, "name": tag.name, "colour": tag.colour}


def shortcut_shape(shortcut: Shortcut) -> ShortcutShape:
    return {
        "id": shortcut.pk,
        "keyword": shortcut.keyword,
        "body": shortcut.body,
        "scope": "own" if shortcut.owner_id else "group" if shortcut.group_id else "everyone",
        "group": group_name(shortcut.group) if shortcut.group else None,
        "language": shortcut.language,
        "files": [{"name": file.name, "size": file.size} for file in shortcut.files.all()],
    }


def attachment_shape(attachment: Attachment) -> AttachmentShape:
    url = reverse("livechat_file", args=[attachment.public_id, attachment.name])
    return {
        "public_id": str(attachment.public_id),
        "url": url,
        "name": attachment.name,
        "content_type": attachment.content_type,
        "size": attachment.size,
        "width": attachment.width,
        "height": attachment.height,
        "thumbnail": f"{url}?size=thumbnail" if attachment.thumbnail else None,
    }


def own_summary(visitor: Visitor) -> OwnSummary:
    return {
        "public_id": str(visitor.public_id),
        "name": visitor.name,
        "email": visitor.email,
        "online": visitor.is_present,
    }


def visitor_summary(visitor: Visitor) -> VisitorSummary:
    return {**own_summary(visitor), "country_code": visitor.country_code, "city": visitor.city}


def own_details(visitor: Visitor) -> OwnDetails:
    return {
        **own_summary(visitor),
        "phone": visitor.phone,
        "fields": visitor.fields,
        "consented": list(visitor.consents.order_by("pk").values_list("version", flat=True)),
    }


def visitor_details(visitor: Visitor) -> VisitorDetails:
    visit = visitor.visits.order_by("-started_at", "-pk").first()
    return {
        **visitor_summary(visitor),
        "phone": visitor.phone,
        "note": visitor.note,
        "variables": visitor.variables,
        "time_zone": visitor.time_zone,
        "edited": _edited(visitor),
        "merges": _merges(visitor),
        "visit": visit_shape(visit) if visit else None,
        "visits": visitor.visits.count(),
        "consented_at": optional_moment(visitor.consents.aggregate(at=Max("at"))["at"]),
        "language": visitor.language,
        "fields": visitor.fields,
        "blocked": visitor.blocked_at is not None,
        "signed_in": visitor.user_id is not None,
        "created_at": moment(visitor.created_at),
        "last_seen_at": moment(visitor.last_seen_at),
    }


def _merges(visitor: Visitor) -> list[MergeShape]:
    """Without those that nobody can see: a browser from which nobody had written before they logged in."""
    recent = visitor.merges.filter(undone_at__isnull=True, at__gt=timezone.now() - VisitorMerge.UNDOABLE_FOR)
    rows = recent.select_related("merged", "by__user").order_by("-pk")
    return [merge_shape(row) for row in rows if row.by_id or row.moved["conversation"]]


def merge_shape(merge: VisitorMerge) -> MergeShape:
    by = merge.by.name if merge.by else None
    return {"id": merge.pk, "visitor": visitor_summary(merge.merged), "by": by, "at": moment(merge.at)}


def _edited(visitor: Visitor) -> Edited | None:
    if visitor.edited_at is None:
        return None
    return {"by": visitor.edited_by.name if visitor.edited_by else None, "at": moment(visitor.edited_at)}


def visit_shape(visit: Visit) -> VisitShape:
    return {
        "public_id": str(visit.public_id),
        "country_code": visit.country_code,
        "region": visit.region,
        "city": visit.city,
        "ip": visit.ip,
        "browser": visit.browser,
        "browser_version": visit.browser_version,
        "os": visit.os,
        "os_version": visit.os_version,
        "device": cast(Device, visit.device),
        "referrer": visit.referrer,
        "campaign": visit.campaign,
        "started_at": moment(visit.started_at),
        "last_seen_at": moment(visit.last_seen_at),
        "ended_at": optional_moment(visit.ended_at),
    }


def form_field_shape(field: FormField) -> FormFieldShape:
    return {
        "label": field.label,
        "kind": cast(FieldKind, field.kind),
        "options": field.options,
        "required": field.is_required,
    }


def rule_shape(rule: ProactiveRule) -> RuleShape:
    return {
        "id": rule.pk,
        "path": rule.path,
        "seconds": rule.seconds,
        "referrer": rule.referrer,
        "returning": rule.only_returning,
    }


def proactive_message(rule: ProactiveRule) -> ProactiveMessage:
    return {"id": rule.pk, "message": rule.message, "agent": face(rule.agent)}


def message_shape(message: Message) -> MessageShape:
    return {
        "id": message.pk,
        "revision": message.revision,
        "client_id": message.client_id,
        "author": cast(Author, message.author),
        "kind": cast(Kind, message.kind),
        "platform": message.platform,
        "body": message.body,
        "attachments": [attachment_shape(file) for file in message.attachments.all()] if message.has_files else [],
        "cards": message.cards,
        "agent": colleague(message.agent) if message.agent else None,
        "event": message.event or None,
        "event_data": message.event_data,
        "delivery": None,
        "deleted": message.deleted_at is not None,
        "created_at": moment(message.created_at),
    }


def conversation_for_visitor(conversation: Conversation) -> VisitorConversation:
    return {
        "public_id": str(conversation.public_id),
        "revision": conversation.revision,
        "status": cast(ConversationStatus, conversation.status),
        "platform": conversation.platform,
        "visitor": own_summary(conversation.visitor),
        "assignee": face(conversation.assignee) if conversation.assignee else None,
        "last_message_preview": conversation.last_message_preview,
        "last_message_author": cast(Author, conversation.last_message_author),
        "last_message_at": moment(conversation.last_message_at),
        "opened_at": moment(conversation.opened_at),
        "resolved_at": optional_moment(conversation.resolved_at),
        "unread": conversation.visitor_unread,
        "visitor_read_id": conversation.visitor_read_id,
        "agent_read_id": conversation.agent_read_id,
        "agent_read_at": optional_moment(conversation.agent_read_at),
        "ended": conversation.ended_at is not None,
        "rating": conversation.rating,
        "rating_comment": conversation.rating_comment,
        "rated_at": optional_moment(conversation.rated_at),
    }


def conversation_for_agents(conversation: Conversation) -> AgentConversation:
    return {
        "public_id": str(conversation.public_id),
        "revision": conversation.revision,
        "status": cast(ConversationStatus, conversation.status),
        "platform": conversation.platform,
        "site": conversation.site_id,
        "visitor": visitor_summary(conversation.visitor),
        "assignee": colleague(conversation.assignee) if conversation.assignee else None,
        "group": group_name(conversation.group) if conversation.group else None,
        "tags": conversation.tag_names,
        "page": {"url": conversation.page_url, "title": conversation.page_title},
        "last_message_preview": conversation.last_message_preview,
        "last_message_author": cast(Author, conversation.last_message_author),
        "last_message_at": moment(conversation.last_message_at),
        "opened_at": moment(conversation.opened_at),
        "resolved_at": optional_moment(conversation.resolved_at),
        "waiting_since": optional_moment(conversation.waiting_since),
        "unread": conversation.agent_unread,
        "visitor_read_id": conversation.visitor_read_id,
        "visitor_read_at": optional_moment(conversation.visitor_read_at),
        "agent_read_id": conversation.agent_read_id,
        "offline": conversation.offline_at is not None,
        "ended": conversation.ended_at is not None,
        "rating": conversation.rating,
        "rating_comment": conversation.rating_comment,
    }


def standing(conversation: Conversation) -> Standing:
    return {
        "status": cast(ConversationStatus, conversation.status),
        "assignee": conversation.assignee_id,
        "group": conversation.group_id,
        "waiting": conversation.waiting_since is not None,
        "unread": conversation.agent_unread,
    }
