"""Wagtail's page tree: home, blog, help."""

from datetime import timedelta

from django.core.files.images import ImageFile
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import Page, Site

from northlight.demo import content, pictures
from northlight.models import BlogIndexPage, BlogPage, HelpIndexPage, HelpPage, HomePage


def load() -> None:
    """Build the tree below the site's root, unless it is there."""
    if HomePage.objects.exists():
        return
    home = _home()
    _blog(home)
    _help(home)


def _home() -> HomePage:
    root = Page.get_first_root_node()
    home = root.add_child(
        instance=HomePage(
            title="Northlight Coffee",
            slug="northlight",
            tagline=content.TAGLINE,
            introduction=content.INTRODUCTION,
            picture=_image("Morning in the roastery", pictures.landscape("#e0b98f", "#5a3a29", seed=7)),
        )
    )
    site = Site.objects.filter(is_default_site=True).first() or Site(hostname="localhost", is_default_site=True)
    former_root = site.root_page if site.pk else None
    site.root_page = home
    site.site_name = "Northlight Coffee"
    site.save()
    if former_root is not None and former_root.specific_class is Page:
        former_root.delete()  # Wagtail's "Welcome to your new site"
    return home


def _blog(home: HomePage) -> None:
    blog = home.add_child(
        instance=BlogIndexPage(title="Blog", slug="blog", introduction=content.BLOG_INTRODUCTION, show_in_menus=True)
    )
    today = timezone.localdate()
    for number, post in enumerate(content.POSTS):
        blog.add_child(
            instance=BlogPage(
                title=post.title,
                slug=post.slug,
                summary=post.summary,
                body=post.body,
                author=post.author,
                date=today - timedelta(days=post.age_days),
                picture=_image(post.title, pictures.landscape(*post.picture, seed=number)),
            )
        )


def _help(home: HomePage) -> None:
    index = home.add_child(
        instance=HelpIndexPage(title="Help", slug="help", introduction=content.HELP_INTRODUCTION, show_in_menus=True)
    )
    for article in content.HELP:
        index.add_child(
            instance=HelpPage(title=article.title, slug=article.slug, summary=article.summary, body=article.body)
        )


def _image(title: str, file: ImageFile) -> object:
    return get_image_model().objects.create(title=title, file=file)
