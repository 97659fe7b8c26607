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
        agent = an_agent("agent")
        for scheme in ("light", "dark"):
            owner = an_agent("owner", color_scheme=scheme)
            owner.page.goto("/admin/settings/wagtail_livechat/livechatsettings/")
            owner.page.get_by_role("tab", name="Forms").click()
            shot(owner.page, f"settings-{scheme}", full_page=True)
            owner.page.goto("/admin/livechat/proactive/")
            shot(owner.page, f"rules-{scheme}")
            owner.page.get_by_role("link", name="Choosing").first.click()
            shot(owner.page, f"rule-{scheme}", full_page=True)
            for name, opts in {"desk": {}, "phone": {"viewport": {"width": 360, "height": 640}}}.items():
                s = a_shopper(color_scheme=scheme, **opts)
                s.visits("/blog/")
                expect(teaser(s)).to_be_visible()
                s.page.wait_for_timeout(400)
                shot(s.page, f"teaser-{name}-{scheme}")
        s = a_shopper()
        s.page.route("**/blog/", lambda route: (lambda r: route.fulfill(response=r, body=r.text().replace('data-direction="ltr"', 'data-direction="rtl"').replace("<html ", '<html dir="rtl" ')))(route.fetch()))
        s.visits("/blog/")
        expect(teaser(s)).to_be_visible()
        s.page.wait_for_timeout(400)
        shot(s.page, "teaser-rtl")
        s = a_shopper()
        s.visits("/blog/")
        teaser(s).click()
        s.page.wait_for_timeout(1500)
        shot(s.page, "opening")
        answer = s.page.evaluate("""async () => { const c = await (await fetch('/livechat/api/visitor/config')).json();
          const r = await fetch('/livechat/api/visitor/messages', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify({client_id: 'a1', body: 'Yes please, a grind for moka', rule: JSON.parse(sessionStorage['livechat.greeting']).rule.id,
            form: {name: 'Ada', email: 'ada@example.com', fields: {'Order number': '1001', 'Which grinder do you have at home?': 'Hand', 'Newsletter': true}, consent: c.consent.version}})}); return r.status }""")
        assert answer == 201, answer
        agent.opens("a grind for moka")
        agent.page.wait_for_timeout(800)
        shot(agent.page, "inbox")
    finally:
        shop.run(_REMOVE)
        shop.run(UNFORM)
