/** The visits before the latest one, each folded away until somebody wants to see its pages. */
import type { JSX } from "preact";
import type { BrowsedVisit } from "../../../shared/types";
import type { Loading } from "../../state";
import { counted } from "../../texts";
import { source, type Visits } from "../../visits";
import { place, software } from "../../whereabouts";
import { useInbox } from "../context";
import { Disclosure } from "../Disclosure";
import { Flag } from "../Flag";
import { Pages } from "./Pages";
import { Failed } from "./Room";

interface EarlierVisitsProps {
  known: Visits;
  /** How many there are, as far as anybody knows. */
  count: number;
  older: Loading;
  siteName: string;
}

export function EarlierVisits({ known, count, older, siteName }: EarlierVisitsProps): JSX.Element | null {
  const { desk, say } = useInbox();
  const visits = known.visits.slice(1);
  if (visits.length === 0) return null;
  const all = known.more ? Math.max(count, visits.length) : visits.length;
  return (
    <Disclosure label={say("earlier_visits")} meta={<span class="chat-count">{all}</span>}>
      <ul class="chat-visits">
        {visits.map((visit) => (
          <li key={visit.public_id}>
            <EarlierVisit visit={visit} siteName={siteName} />
          </li>
        ))}
      </ul>
      <div role="status">
        {older === "failed" && <Failed text={say("more_visits_failed")} retry={() => void desk.panel.more()} />}
      </div>
      {known.more && older !== "failed" && (
        <button
          type="button"
          class="chat-link-button chat-room__more"
          aria-disabled={older === "loading"}
          onClick={() => void desk.panel.more()}
        >
          {say(older === "loading" ? "loading" : "more")}
        </button>
      )}
    </Disclosure>
  );
}

function EarlierVisit({ visit, siteName }: { visit: BrowsedVisit; siteName: string }): JSX.Element {
  const { say, format } = useInbox();
  const from = source(visit.referrer);
  const at = format.shortDate(visit.started_at, Date.now());
  const { pages, more } = visit;
  return (
    <Disclosure
      label={from === "" ? at : `${at} · ${say("from_source", { source: from })}`}
      meta={more ? say("pages_over", { count: pages.length }) : counted(say, "visit_pages", pages.length)}
    >
      <Conditions visit={visit} />
      <Pages visit={visit} siteName={siteName} />
    </Disclosure>
  );
}

/** Where from and with what, that time. */
function Conditions({ visit }: { visit: BrowsedVisit }): JSX.Element {
  const { format } = useInbox();
  const { country_code: code } = visit;
  const parts = [format.full(visit.started_at), place(visit, format.country(code)), software(visit)];
  return (
    <p class="chat-panel__meta">
      <Flag code={code} />
      {parts.filter((part) => part !== "").join(" · ")}
    </p>
  );
}
