"""What Wagtail's views ask about rights, answered by `permissions`."""

from collections.abc import Collection
from typing import Any

from django.db.models import Model, Q, QuerySet
from wagtail.models import Site
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from ..models import AgentGroup, Conversation, OpeningHours, ProactiveRule, Shortcut, Tag
from ..permissions import (
    ANSWER,
    MANAGE,
    User,
    answered_sites,
    managed_sites,
    manages,
    may_edit_shortcut,
    may_enter,
    policy,
    readable_shortcuts,
)

VIEW = "view"


class ManagersPolicy(BasePermissionPolicy):
    """Groups, tags and the like: who manages a site does everything with its rows, and nobody else sees them."""

    def sites(self, user: User) -> QuerySet[Site]:
        """Where the user may have rows at all."""
        return managed_sites(user)

    def user_has_permission(self, user: User, action: str) -> bool:
        return may_enter(user) and bool(policy.user_has_any_permission(user, [MANAGE]))

    def users_with_any_permission(self, actions: Collection[str]) -> "QuerySet[Any]":
        users: QuerySet[Any] = policy.users_with_any_permission([MANAGE])
        return users

    def user_has_permission_for_instance(
        self, user: User, action: str, instance: AgentGroup | ProactiveRule | Tag
    ) -> bool:
        return manages(user, instance)

    def instances_user_has_any_permission_for(self, user: User, actions: Collection[str]) -> "QuerySet[Any]":
        rows: QuerySet[Any] = self.model.objects.filter(site__in=managed_sites(user)).select_related("site")
        return rows


class ShortcutPolicy(BasePermissionPolicy):
    """Who answers makes shortcuts, reads those that they may use, and changes their own; managers change all."""

    def sites(self, user: User) -> QuerySet[Site]:
        """Where the user may have rows at all."""
        return answered_sites(user)

    def user_has_permission(self, user: User, action: str) -> bool:
        return may_enter(user)

    def users_with_any_permission(self, actions: Collection[str]) -> "QuerySet[Any]":
        users: QuerySet[Any] = policy.users_with_any_permission([ANSWER, MANAGE])
        return users

    def user_has_permission_for_instance(self, user: User, action: str, instance: Shortcut) -> bool:
        if action == VIEW:
            return readable_shortcuts(user).filter(pk=instance.pk).exists()
        return may_edit_shortcut(user, instance)

    def instances_user_has_any_permission_for(self, user: User, actions: Collection[str]) -> QuerySet[Shortcut]:
        readable = readable_shortcuts(user).select_related("site", "owner__user", "group")
        if VIEW in actions:
            return readable
        return readable.filter(Q(site__in=managed_sites(user)) | Q(owner__user=user.pk))


def register() -> None:
    """Before Wagtail makes policies of its own for these models."""
    register_permission_policy(Conversation, policy)
    register_permission_policy(AgentGroup, ManagersPolicy(AgentGroup))
    register_permission_policy(Tag, ManagersPolicy(Tag))
    register_permission_policy(OpeningHours, ManagersPolicy(OpeningHours))
    register_permission_policy(ProactiveRule, ManagersPolicy(ProactiveRule))
    register_permission_policy(Shortcut, ShortcutPolicy(Shortcut))


def policy_of(model: type[Model]) -> Any:
    """The policy of a model, as registered."""
    return policy_registry.get_by_type(model)
