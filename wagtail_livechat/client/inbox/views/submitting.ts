/** A dialog's form: handed in once, closed when the server took it, and otherwise still there with the reason. */
import { useState } from "preact/hooks";
import { Problem } from "../../shared/api";
import { useInbox } from "./context";

interface Submitting {
  isBusy: boolean;
  /** Why it was not taken; empty: nothing is wrong. */
  trouble: string;
  /** `work` rejects with the server's problem. */
  submit: (work: () => Promise<unknown>) => void;
}

export function useSubmitting(close: () => void): Submitting {
  const { say } = useInbox();
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const submit = (work: () => Promise<unknown>): void => {
    setBusy(true);
    setTrouble("");
    work().then(close, (error: unknown) => {
      setBusy(false);
      setTrouble((error instanceof Problem && error.detail) || say("trouble"));
    });
  };
  return { isBusy, trouble, submit };
}
