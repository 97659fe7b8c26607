from django.utils.translation import gettext_lazy as _

from .conversations import Conversation


class LoggedConversation(Conversation):
    """A conversation as Wagtail's log names it: a content type of its own, on which nobody holds a permission.

    Wagtail shows an entry of its log to whoever has any right on the content type, whatever the site and the reach. So
    only superusers read these entries in Site history.
    """

    class Meta:
        proxy = True
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        default_permissions = ()

    @classmethod
    def of(cls, conversation: Conversation) -> "LoggedConversation":
        """The conversation under the name of the log; nothing is looked up."""
        return cls(pk=conversation.pk, public_id=conversation.public_id)
