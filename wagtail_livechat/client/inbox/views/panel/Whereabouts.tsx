import type { JSX } from "preact";
import type { VisitorDetails } from "../../../shared/types";
import { place, software } from "../../whereabouts";
import { useInbox } from "../context";
import { Flag } from "../Flag";
import { Fact } from "./Fact";

/** Where the visitor is, and with what. */
export function Whereabouts({ visitor: { visit, language } }: { visitor: VisitorDetails }): JSX.Element {
  const { say, format } = useInbox();
  const code = visit?.country_code ?? "";
  const device = visit?.device ?? "";
  const languageName = format.language(language);
  return (
    <dl class="chat-facts chat-facts--close">
      <Fact term={say("location")}>
        <Flag code={code} />
        {place(visit, format.country(code)) || <Unknown />}
      </Fact>
      <Fact term={say("browser")}>{software(visit) || <Unknown />}</Fact>
      {device !== "" && <Fact term={say("device")}>{say(`device_${device}`)}</Fact>}
      {languageName !== "" && <Fact term={say("language")}>{languageName}</Fact>}
    </dl>
  );
}

function Unknown(): JSX.Element {
  const { say } = useInbox();
  return <span class="chat-facts__unknown">{say("unknown")}</span>;
}
