import type { JSX, TargetedKeyboardEvent, TargetedSubmitEvent } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { faceOf } from "../../shared/rating";
import { usePanel } from "../parts/context";
import { rate } from "./deeds";
import { movedTo } from "./moving";
import { Refusal, refusalOf } from "./Refusal";
import { SCORES, type RatingStage } from "./stages";

/** `faces`: to choose from; `comment`: chosen, and more may be said; `done`: thanks. */
type Step = "faces" | "comment" | "done";

/** Five faces; the chosen one goes out at once, a comment after it. */
export function Rating({ stage }: { stage: Exclude<RatingStage, null> }): JSX.Element {
  const { chat, state, text } = usePanel();
  const { rating = null, rating_comment: said = "" } = state.thread.conversation ?? {};
  const card = useRef<HTMLDivElement>(null);
  const [step, setStep] = useState<Step>(stage === "thank" ? "done" : "faces");
  const [comment, setComment] = useState(said);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  // It may have been rated in another tab.
  const shown = stage === "thank" && step === "faces" && !isBusy ? "done" : step;

  const isNew = useRef(true);
  useLayoutEffect(() => {
    if (!isNew.current) follow(card.current);
    isNew.current = false;
  }, [shown, refusal]);

  const send = async (score: number, next: Step): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setRefusal(null);
    try {
      await rate(chat.means, score, comment);
      setStep(next);
    } catch (error) {
      setRefusal(refusalOf(error, text));
    }
    setBusy(false);
  };
  const change = (): void => {
    setComment(said);
    setStep("comment");
  };
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (rating !== null) void send(rating, "done");
  };

  return (
    <div class="rating" ref={card}>
      {shown === "done" ? (
        <>
          <p class="rating-title">{text("rating_thanks")}</p>
          {rating !== null && (
            <p class="rating-given">
              <span aria-hidden="true">{faceOf(rating)} </span>
              {text(`rating${rating}`)}
            </p>
          )}
          {said && (
            <p class="rating-said" dir="auto">
              {said}
            </p>
          )}
          <button type="button" class="link" onClick={change}>
            {text("rating_change")}
          </button>
        </>
      ) : (
        <>
          <p class="rating-title">{text("rating_question")}</p>
          <Faces chosen={rating} choose={(score) => void send(score, "comment")} />
          {step === "comment" && (
            <form class="rating-form" onSubmit={submit}>
              <label for="rating-comment">{text("rating_comment")}</label>
              <textarea
                id="rating-comment"
                class="input"
                rows={2}
                dir="auto"
                maxLength={2000}
                value={comment}
                onInput={(event) => setComment(event.currentTarget.value)}
              />
              <button type="submit" class="plain" aria-disabled={isBusy}>
                {text("rating_send")}
              </button>
            </form>
          )}
        </>
      )}
      <Refusal words={refusal} />
    </div>
  );
}

/**
 * A radio group in its manners but for one: the arrows only walk, and Space, Enter or a press chooses. A choice goes out
 * at once and is told to the agents, so that nobody shall send a bad rating on the way to a good one.
 */
function Faces({ chosen, choose }: { chosen: number | null; choose: (score: number) => void }): JSX.Element {
  const { text } = usePanel();
  const [at, setAt] = useState(chosen ?? SCORES[0]);
  const walk = (event: TargetedKeyboardEvent<HTMLDivElement>): void => {
    const to = movedTo(alongTheLine(event), at - 1, SCORES.length);
    if (to === null) return;
    event.preventDefault();
    setAt(to + 1);
    event.currentTarget.querySelectorAll<HTMLElement>("[role=radio]")[to]?.focus();
  };
  return (
    <div class="faces-row" role="radiogroup" aria-label={text("rating_question")} aria-live="off" onKeyDown={walk}>
      {SCORES.map((score) => (
        <button
          type="button"
          class="choice-face"
          key={score}
          role="radio"
          aria-checked={score === chosen}
          aria-label={text(`rating${score}`)}
          title={text(`rating${score}`)}
          tabIndex={score === at ? 0 : -1}
          onFocus={() => setAt(score)}
          onClick={() => choose(score)}
        >
          <span aria-hidden="true">{faceOf(score)}</span>
        </button>
      ))}
    </div>
  );
}

/** The faces stand in a row, from where a line begins. */
function alongTheLine({ key, currentTarget }: TargetedKeyboardEvent<HTMLDivElement>): string {
  const isRtl = getComputedStyle(currentTarget).direction === "rtl";
  if (key === "ArrowRight") return isRtl ? "ArrowUp" : "ArrowDown";
  if (key === "ArrowLeft") return isRtl ? "ArrowDown" : "ArrowUp";
  return key;
}

/** What grows stays in sight; what went with the focus in it hands it on. */
function follow(card: HTMLElement | null): void {
  const log = card?.closest(".log");
  if (!card || !log) return;
  log.scrollTop = log.scrollHeight;
  if (card.closest(".panel")?.matches(":focus-within")) return;
  card.querySelector<HTMLElement>(".link, [tabindex='0']")?.focus({ preventScroll: true });
}
