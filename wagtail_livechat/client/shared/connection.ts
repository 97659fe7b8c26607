/**
 * One socket, kept alive. It moves frames and says when to fetch; it knows nothing of conversations.
 *
 * After three openings that failed in a row (a WSGI host, a proxy that blocks sockets) it asks its owner to poll, and
 * goes on trying the socket now and then.
 */

import type { ClientFrame, HelloFrame } from "./frames";
import { Polling } from "./polling";
import { backOff, realClock, type Clock, type Timer } from "./timing";

export type ConnectionState = "connecting" | "open" | "polling" | "offline" | "refused" | "signed_out";

/** The part of a WebSocket that is used. */
export interface Socket {
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  onerror: ((event: Event) => void) | null;
  send(text: string): void;
  close(): void;
}

/** What the connection must know of the browser. */
export interface Surroundings {
  open(url: string): Socket;
  isOnline(): boolean;
  isVisible(): boolean;
  /** Listens on the window or the document; returns how to stop. */
  listen(event: WakingEvent, work: (event: { persisted?: boolean }) => void): () => void;
}

export type WakingEvent = "online" | "offline" | "visibilitychange" | "pagehide" | "pageshow";

export interface ConnectionOptions<F> {
  /** `ws:`, `wss:` or a path of this site. */
  url: string;
  onFrame: (frame: F) => void;
  onState: (state: ConnectionState) => void;
  /** Something may have been missed: fetch what came after the known revision. */
  onResume: () => void;
  /** No socket: fetch the same by HTTP. A rejection makes the next poll wait longer. */
  onPoll: () => Promise<void>;
  /** Milliseconds between polls, asked before each. */
  pollEvery: () => number;
  surroundings?: Surroundings;
  clock?: Clock;
}

const OPENINGS_BEFORE_POLLING = 3;
const OPEN_WITHIN_MS = 10_000;
const ANSWER_WITHIN_MS = 10_000;
const WAKE_ANSWER_WITHIN_MS = 4_000;
const ASLEEP_AFTER_MS = 30_000;
const SIGNED_OUT = 4401;
const REFUSED = 4403;
const BLOCKED = 4410;
const TRY_AGAIN_LATER = 1013;

export class Connection<F extends { type: string }> {
  state: ConnectionState = "connecting";

  #socket: Socket | null = null;
  #isOpen = false;
  #isRunning = false;
  #hasWorked = false;
  #failures = 0;
  #heartbeatMs = 25_000;
  #hiddenSince: number | null = null;
  #reconnect: Timer = null;
  #watchdog: Timer = null;
  #heartbeat: Timer = null;
  #stopListening: (() => void)[] = [];
  readonly #clock: Clock;
  readonly #around: Surroundings;
  readonly #polling: Polling;

  constructor(private readonly options: ConnectionOptions<F>) {
    this.#clock = options.clock ?? realClock;
    this.#around = options.surroundings ?? browserSurroundings;
    this.#polling = new Polling({
      clock: this.#clock,
      poll: options.onPoll,
      every: options.pollEvery,
      onResult: (worked, wasDown) => this.#polled(worked, wasDown),
    });
  }

  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#failures = 0;
    this.#listen();
    this.#open();
  }

  stop(): void {
    this.#isRunning = false;
    this.#stopListening.forEach((stop) => stop());
    this.#stopListening = [];
    this.#dropSocket();
    this.#polling.stop();
  }

  /** Connects at once, whatever the back-off says; after `signed_out`, once there is a new identity. */
  hurry(): void {
    if (!this.#isRunning) return this.start();
    this.#tryNow();
  }

  /** False when there is no open socket. */
  send(frame: ClientFrame): boolean {
    if (!this.#isOpen || !this.#socket) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** Opens now instead of later. An opening that is under way is left alone: its watchdog ends it. */
  #tryNow(): void {
    if (!this.#socket) this.#open();
  }

  #open(): void {
    this.#dropSocket();
    if (this.state !== "polling") this.#say("connecting");
    let socket: Socket;
    try {
      socket = this.#around.open(socketUrl(this.options.url));
    } catch {
      this.#closed(0);
      return;
    }
    this.#socket = socket;
    socket.onmessage = (event) => this.#received(event.data);
    socket.onclose = (event) => this.#closed(event.code);
    this.#watch(OPEN_WITHIN_MS);
  }

  #received(data: unknown): void {
    const frame = frameOf<F>(data);
    if (!frame) return;
    this.#unwatch();
    if (frame.type === "hello") this.#opened(frame as unknown as HelloFrame);
    if (frame.type === "resync") this.options.onResume();
    this.options.onFrame(frame);
  }

  #opened(hello: HelloFrame): void {
    this.#isOpen = true;
    this.#hasWorked = true;
    this.#failures = 0;
    this.#heartbeatMs = hello.heartbeat_s * 1_000;
    this.#polling.stop();
    this.#say("open");
    this.#planHeartbeat();
    this.options.onResume();
  }

  #closed(code: number): void {
    const wasOpen = this.#isOpen;
    this.#dropSocket();
    if (!this.#isRunning) return;
    // The owner asks who we are, and whether the chat is closed to us.
    if (code === SIGNED_OUT || code === BLOCKED) return this.#end("signed_out");
    if (code === REFUSED) return this.#end("refused");
    if (!wasOpen) this.#failures += 1;
    this.#planReconnect(code);
    if (this.#failures >= OPENINGS_BEFORE_POLLING) this.#polling.start();
    else if (this.state !== "polling") this.#say(this.#around.isOnline() ? "connecting" : "offline");
  }

  #end(state: ConnectionState): void {
    this.stop();
    this.#say(state);
  }

  #planReconnect(code: number): void {
    const wait = this.#reconnectIn(code);
    this.#reconnect = this.#clock.after(wait, () => this.#open());
  }

  #reconnectIn(code: number): number {
    const random = this.#clock.random();
    // Where sockets have worked before, the server is restarting rather than refusing them.
    if (this.#failures >= OPENINGS_BEFORE_POLLING) return (this.#hasWorked ? 5_000 : 30_000) * (1 + random);
    const wait = backOff(this.#failures, random);
    return code === TRY_AGAIN_LATER ? wait + 1_000 : wait;
  }

  // --- Is the other end still there? -------------------------------------------------------------------------------

  #planHeartbeat(): void {
    this.#clock.cancel(this.#heartbeat);
    this.#heartbeat = this.#clock.after(this.#heartbeatMs, () => {
      this.#probe(ANSWER_WITHIN_MS);
      this.#planHeartbeat();
    });
  }

  /** Asks for a sign of life; a socket that looks open may long be dead after a sleep or a change of network. */
  #probe(withinMs: number): void {
    if (this.send({ type: "ping" })) this.#watch(withinMs);
  }

  #watch(ms: number): void {
    this.#unwatch();
    this.#watchdog = this.#clock.after(ms, () => this.#closed(0));
  }

  #unwatch(): void {
    this.#clock.cancel(this.#watchdog);
  }

  #polled(worked: boolean, wasDown: boolean): void {
    this.#say(worked ? "polling" : this.#around.isOnline() ? "connecting" : "offline");
    // The server is back from somewhere: its socket may be, too.
    if (worked && wasDown) this.#tryNow();
  }

  // --- Waking ------------------------------------------------------------------------------------------------------

  #listen(): void {
    const { listen } = this.#around;
    this.#stopListening = [
      listen("online", () => this.wake()),
      listen("offline", () => this.#probe(WAKE_ANSWER_WITHIN_MS)),
      listen("visibilitychange", () => this.#visibilityChanged()),
      listen("pagehide", () => this.#dropSocket()),
      listen("pageshow", (event) => event.persisted && this.#open()),
    ];
  }

  #visibilityChanged(): void {
    if (!this.#around.isVisible()) {
      this.#hiddenSince = this.#clock.now();
      return;
    }
    const hiddenFor = this.#hiddenSince === null ? 0 : this.#clock.now() - this.#hiddenSince;
    this.#hiddenSince = null;
    this.wake();
    // A frozen tab may have lost frames on a socket that still answers.
    if (this.#isOpen && hiddenFor > ASLEEP_AFTER_MS) this.options.onResume();
  }

  /** Something suggests that the connection is worth a look: the network is back, the person is. */
  wake(): void {
    if (!this.#isRunning) return;
    if (this.#isOpen) return this.#probe(WAKE_ANSWER_WITHIN_MS);
    this.#polling.hurry();
    if (this.#failures < OPENINGS_BEFORE_POLLING) this.#failures = 0;
    this.#tryNow();
  }

  // -----------------------------------------------------------------------------------------------------------------

  #dropSocket(): void {
    this.#clock.cancel(this.#reconnect);
    this.#clock.cancel(this.#heartbeat);
    this.#unwatch();
    this.#isOpen = false;
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null;
    socket.close();
  }

  #say(state: ConnectionState): void {
    if (state === this.state) return;
    this.state = state;
    this.options.onState(state);
  }
}

export function socketUrl(url: string, page: string = globalThis.location?.href ?? ""): string {
  return /^wss?:/.test(url) ? url : new URL(url, page).href.replace(/^http/, "ws");
}

function frameOf<F extends { type: string }>(data: unknown): F | null {
  if (typeof data !== "string") return null;
  try {
    const frame = JSON.parse(data) as F | null;
    return typeof frame?.type === "string" ? frame : null;
  } catch {
    return null;
  }
}

const browserSurroundings: Surroundings = {
  open: (url) => new WebSocket(url),
  isOnline: () => navigator.onLine,
  isVisible: () => document.visibilityState === "visible",
  listen: (event, work) => {
    const target: EventTarget = event === "visibilitychange" ? document : window;
    const listener = (happened: Event): void => work(happened as PageTransitionEvent);
    target.addEventListener(event, listener);
    return () => target.removeEventListener(event, listener);
  },
};
