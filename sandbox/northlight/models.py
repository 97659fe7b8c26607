"""The shop's editorial pages. Products, baskets and orders are Oscar's."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from oscar.core.loading import get_model
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index


class HomePage(Page):
    """The front of the shop."""

    tagline = models.CharField(max_length=120)
    introduction = models.TextField()
    picture = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    max_count = 1
    subpage_types = ["northlight.BlogIndexPage", "northlight.HelpIndexPage"]
    content_panels = [*Page.content_panels, FieldPanel("tagline"), FieldPanel("introduction"), FieldPanel("picture")]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        products = get_model("catalogue", "Product").objects.browsable().base_queryset()
        return super().get_context(request, *args, **kwargs) | {
            "products": products.order_by("id")[:4],
            "posts": BlogPage.objects.descendant_of(self).live().order_by("-date")[:3],
        }


class BlogIndexPage(Page):
    """All posts, newest first."""

    introduction = models.TextField(blank=True)

    max_count = 1
    parent_page_types = ["northlight.HomePage"]
    subpage_types = ["northlight.BlogPage"]
    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        posts = BlogPage.objects.child_of(self).live().order_by("-date").select_related("picture")
        return super().get_context(request, *args, **kwargs) | {"posts": posts}


class BlogPage(Page):
    """One post."""

    date = models.DateField(default=timezone.localdate)
    author = models.CharField(max_length=80)
    summary = models.TextField(max_length=300)
    picture = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    body = RichTextField()

    parent_page_types = ["northlight.BlogIndexPage"]
    subpage_types: list[str] = []
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]
    content_panels = [
        *Page.content_panels,
        FieldPanel("date"),
        FieldPanel("author"),
        FieldPanel("summary"),
        FieldPanel("picture"),
        FieldPanel("body"),
    ]

    def livechat_card(self) -> dict[str, str]:
        return {"description": self.summary}


class HelpIndexPage(Page):
    """The list of help articles."""

    introduction = models.TextField(blank=True)

    max_count = 1
    parent_page_types = ["northlight.HomePage"]
    subpage_types = ["northlight.HelpPage"]
    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        articles = HelpPage.objects.child_of(self).live()
        return super().get_context(request, *args, **kwargs) | {"articles": articles}


class HelpPage(Page):
    """One answered question."""

    summary = models.TextField(max_length=300)
    body = RichTextField()

    parent_page_types = ["northlight.HelpIndexPage"]
    subpage_types: list[str] = []
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]
    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("body")]

    def livechat_card(self) -> dict[str, str]:
        return {"description": self.summary}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        others = HelpPage.objects.sibling_of(self, inclusive=False).live()
        return super().get_context(request, *args, **kwargs) | {"others": others}
