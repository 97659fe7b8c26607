import type { JSX } from "preact";
import type { BrowsedVisit, VisitorDetails } from "../../../shared/types";
import type { PanelState } from "../../panel";
import { commonEnd, source } from "../../visits";
import { useInbox } from "../context";
import { EarlierVisits } from "./EarlierVisits";
import { Pages } from "./Pages";
import { Room, Waiting } from "./Room";

/** Which pages the visitor looked at: this time, and before. */
export function Browsing({ visitor, panel }: { visitor: VisitorDetails; panel: PanelState }): JSX.Element {
  const { desk, say } = useInbox();
  const { content } = panel.visits;
  const latest = content?.visits[0];
  const siteName = commonEnd(content?.visits.flatMap(({ pages }) => pages.map(({ title }) => title)) ?? []);
  const isUnderWay = latest !== undefined && latest.ended_at === null;
  return (
    <Room
      title={say(isUnderWay || latest === undefined ? "this_visit" : "last_visit")}
      aside={latest && <Beginning visit={latest} isUnderWay={isUnderWay} />}
    >
      <Waiting
        room={panel.visits}
        failed={say("visits_failed")}
        retry={() => desk.panel.retry("visits")}
        bones={4}
      />
      {latest !== undefined && <Pages key={latest.public_id} visit={latest} siteName={siteName} />}
      {content !== null && latest === undefined && <p class="chat-panel__meta">{say("no_visits")}</p>}
      {content !== null && (
        <EarlierVisits known={content} count={visitor.visits - 1} older={panel.older} siteName={siteName} />
      )}
    </Room>
  );
}

/** Where a visit came from; of one that is over, when it was. */
function Beginning({ visit, isUnderWay }: { visit: BrowsedVisit; isUnderWay: boolean }): JSX.Element {
  const { say, format } = useInbox();
  const from = source(visit.referrer);
  return (
    <>
      {!isUnderWay && (
        <time dateTime={visit.started_at} title={format.full(visit.started_at)}>
          {format.shortDate(visit.started_at, Date.now())}
        </time>
      )}
      {!isUnderWay && from !== "" && " · "}
      {from !== "" && (
        <span title={visit.referrer}>
          {say("from_source", { source: from })}
        </span>
      )}
    </>
  );
}
