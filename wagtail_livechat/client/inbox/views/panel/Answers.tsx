import type { JSX } from "preact";
import type { VisitorDetails } from "../../../shared/types";
import { answerWords } from "../../labels";
import { useInbox } from "../context";
import { Fact } from "./Fact";

/** What the visitor answered in the site's forms. */
export function Answers({ visitor }: { visitor: VisitorDetails }): JSX.Element | null {
  const { say, format } = useInbox();
  const answers = Object.entries(visitor.fields);
  const { consented_at: at } = visitor;
  if (answers.length === 0 && at === null) return null;
  return (
    <dl class="chat-panel__part chat-facts">
      {answers.map(([label, answer]) => (
        <Fact term={label} key={label}>
          <span dir="auto">{answerWords(answer, say)}</span>
        </Fact>
      ))}
      {at !== null && <Fact term={say("consent")}>{say("agreed_on", { date: format.full(at) })}</Fact>}
    </dl>
  );
}
