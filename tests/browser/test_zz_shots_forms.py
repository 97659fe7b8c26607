from collections.abc import Callable
from typing import Any
from tests.browser.agents import Agent
from tests.browser.shoppers import Shopper
from tests.browser.test_proactive import _MAKE, _REMOVE, SAID, teaser
from playwright.sync_api import expect
from tests.browser.shops import GUJI

FORM = """
from wagtail.models import Site
from wagtail_livechat.models import *
s = LiveChatSettings.for_site(Site.objects.get(is_default_site=True))
s.form_moment = "before"; s.asks_consent = True; s.privacy_link = "https://example.com/privacy"; s.save()
for i, (l, k, c) in enumerate([("Order number", "text", ""), ("Which grinder do you have at home?", "choice", "Hand\\nElectric"), ("Newsletter", "checkbox", "")]):
    FormField.objects.create(settings=s, label=l, kind=k, choices=c, sort_order=i)
"""
UNFORM = """
from wagtail_livechat.models import *
FormField.objects.all().delete()
LiveChatSettings.objects.update(form_moment="off", asks_consent=False)
"""

def shot(page: Any, name: str, **options: Any) -> None:
    page.screenshot(path=f"/tmp/forms-{name}.png", **options)

def test_shots(shop: Any, a_shopper: Callable[..., Shopper], an_agent: Callable[..., Agent]) -> None:
    shop.run(_MAKE.format(fields={"name": "Choosing", "message": SAID, "path": "/blog/*", "seconds": 0}))
    shop.run(FORM)
    try:
        for scheme in ("light", "dark"):
            owner = an_agent("owner", color_scheme=scheme, viewport={"width": 1280, "height": 2200})
            owner.page.goto("/admin/settings/wagtail_livechat/livechatsettings/")
            owner.page.get_by_role("tab", name="Forms").click()
            if scheme == "light":
                owner.page.get_by_role("button", name="Add Field").click()
                owner.page.locator("#id_form_fields-3-label").fill("order number")
                owner.page.get_by_role("button", name="Save").click()
                owner.page.wait_for_load_state("networkidle")
                owner.page.get_by_role("tab", name="Forms").click()
            shot(owner.page, f"settings-{scheme}")
            owner.page.goto("/admin/livechat/proactive/")
            owner.page.get_by_role("link", name="Choosing").first.click()
            owner.page.wait_for_load_state("networkidle")
            shot(owner.page, f"rule-{scheme}")
    finally:
        shop.run(_REMOVE)
        shop.run(UNFORM)
