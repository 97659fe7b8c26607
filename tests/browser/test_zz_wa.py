import sys
import pytest
from playwright.sync_api import expect
from tests.browser.test_ending import *
from tests.browser.test_rating import face, faces
AXE=open("/tmp/lead/axe/node_modules/axe-core/axe.min.js").read()
RUN="async()=>{const r=await axe.run(document,{runOnly:['wcag2a','wcag2aa','wcag21aa','wcag22aa','best-practice']});return r.violations.map(v=>[v.id,v.nodes.filter(n=>Array.isArray(n.target[0])).map(n=>n.html.slice(0,200)+(n.any[0]||n.all[0]||{}).message)]).filter(v=>v[1].length)}"
def check(s, name, tag):
    s.page.wait_for_timeout(400)
    s.page.evaluate(AXE); print(tag, name, s.page.evaluate(RUN), file=sys.stderr)
    s.page.screenshot(path=f"/tmp/lead/wa-{tag}-{name}.png", clip=None if tag.startswith("phone") else {"x":860,"y":80,"width":420,"height":720})
@pytest.mark.parametrize(("tag","options"), [("light",{}),("dark",{"color_scheme":"dark"}),("phone",{"viewport":{"width":360,"height":640}}),("rtl",{}),("forced",{"forced_colors":"active"})])
def test_shots(a_shopper, agent, tag, options):
    s=a_shopper(bypass_csp=True, **options)
    if tag=="rtl":
        s.page.add_init_script("document.addEventListener('DOMContentLoaded',()=>{document.documentElement.dir='rtl';document.querySelectorAll('script[data-livechat]').forEach(e=>e.dataset.direction='rtl')},true)")
    s.visits()
    if tag=="rtl":
        s.page.evaluate("()=>{document.documentElement.dir='rtl';document.querySelector('#livechat').shadowRoot.querySelector('.root').dir='rtl'}")
    s.opens_the_chat()
    q=f"Is it in stock? ({tag})"
    s.sends(q); agent.opens(q); agent.replies("It is, and it was roasted this morning."); s.sees("roasted")
    s.menu_button.click(); expect(s.menu_entry("End conversation")).to_be_visible(); check(s,"1menu",tag); s.page.keyboard.press("Escape")
    agent.resolves(); expect(faces(s)).to_be_visible(); check(s,"2faces",tag)
    face(s,"Good").click(); expect(s.log.get_by_role("button",name="Send comment")).to_be_visible(); check(s,"3comment",tag)
    s.log.get_by_role("textbox").fill("Quick and kind"); s.log.get_by_role("button",name="Send comment").click(); s.sees("Thank you"); check(s,"4thanks",tag)
    s.chooses("Send me a transcript"); s.page.keyboard.type("vera"); s.page.keyboard.press("Enter"); expect(s.panel.get_by_role("alert")).not_to_be_empty(); check(s,"5transcript",tag)
    s.page.keyboard.press("ControlOrMeta+a"); s.page.keyboard.type("vera@example.com"); s.page.keyboard.press("Enter"); expect(s.panel.get_by_text("Sent to")).to_be_visible(); check(s,"6sent",tag)
    s.panel.get_by_role("button", name="Back to the conversation").click()
    begin_another(s).click(); check(s,"7new",tag); s.sends("Something else")
    s.chooses("End conversation"); check(s,"8ending",tag); view(s,"End conversation").get_by_role("button", name="End conversation").click(); expect(begin_another(s)).to_be_visible(); check(s,"9ended",tag)
    s.chooses("Earlier conversations"); view(s,"Earlier conversations").get_by_role("button").wait_for(); check(s,"10earlier",tag); view(s,"Earlier conversations").get_by_role("button").click(); expect(view(s,"Earlier conversation")).to_contain_text("roasted"); check(s,"11past",tag)
    blocks(agent); s.panel.get_by_role("button", name="Back to the conversation").click(); expect(s.panel.get_by_text("The chat is closed.").first).to_be_visible(); check(s,"12blocked",tag)
