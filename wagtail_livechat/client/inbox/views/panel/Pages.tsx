/** The pages of one visit, the latest first. */
import type { JSX } from "preact";
import type { BrowsedVisit, PageViewShape } from "../../../shared/types";
import { keyed } from "../../keyed";
import { counted } from "../../texts";
import { campaign, isNow, pageName, stay } from "../../visits";
import { useInbox } from "../context";
import { PageName } from "./Fact";
import { Folded } from "./Room";

/** As many as are shown before somebody asks for all of them. */
const SHOWN = 8;

interface PagesProps {
  visit: BrowsedVisit;
  /** What titles end with, and need not be read again and again. */
  siteName: string;
}

export function Pages({ visit, siteName }: PagesProps): JSX.Element {
  const { say } = useInbox();
  const { pages, more } = visit;
  const landing = more || pages.length < 2 ? undefined : pages[pages.length - 1];
  return (
    <>
      <Campaign visit={visit} />
      {pages.length === 0 && <p class="chat-panel__meta">{say("no_visit_pages")}</p>}
      <Folded items={pages} most={SHOWN} more={(count) => counted(say, "all_pages", count)}>
        {(shown) => (
          <ul class="chat-trail">
            {keyed(shown, nameOf).map(({ key, item: page }) => (
              <PageRow
                key={key}
                page={page}
                name={pageName(page, siteName)}
                now={isNow(page, visit)}
                isLanding={page === landing}
              />
            ))}
          </ul>
        )}
      </Folded>
      {more && <p class="chat-panel__meta">{say("pages_left_out")}</p>}
    </>
  );
}

function nameOf({ at, url }: PageViewShape): string {
  return `${at} ${url}`;
}

interface PageRowProps {
  page: PageViewShape;
  name: string;
  now: boolean;
  isLanding: boolean;
}

function PageRow({ page, name, now, isLanding }: PageRowProps): JSX.Element {
  const { say, format } = useInbox();
  const time = format.time(page.at);
  const length = page.seconds === null ? "" : stay(page.seconds);
  const aloud = now ? say("looked_at_now", { time }) : say("looked_at", { time, stay: length });
  return (
    <li class={`chat-trail__page${now ? " chat-trail__page--now" : isLanding ? " chat-trail__page--landing" : ""}`}>
      <span class="chat-trail__dot" title={isLanding ? say("landing_page") : undefined} aria-hidden="true" />
      <PageName class="chat-trail__title" url={page.url} name={name} />
      <span class="chat-sr">
        {isLanding && ` ${say("landing_page")},`} {aloud}
      </span>
      <time class="chat-trail__time" dateTime={page.at} title={format.full(page.at)} aria-hidden="true">
        {time}
      </time>
      <span class="chat-trail__stay" aria-hidden="true">
        {now ? say("now") : length}
      </span>
    </li>
  );
}

function Campaign({ visit }: { visit: BrowsedVisit }): JSX.Element | null {
  const { say } = useInbox();
  const parameters = campaign(visit);
  if (parameters.length === 0) return null;
  return (
    <p class="chat-campaign">
      <span class="chat-campaign__title">{say("campaign")}</span>
      {parameters.map(([name, value]) => (
        <span key={name} class="chat-campaign__part" dir="auto">
          {name}: {value}
        </span>
      ))}
    </p>
  );
}
