import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { Connection, socketUrl, type ConnectionState, type Socket, type Surroundings, type WakingEvent } from "../connection";
import type { VisitorFrame } from "../frames";
import { settled, TestClock } from "./making";

class TestSocket implements Socket {
  onopen = null;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  onerror = null;
  sent: string[] = [];
  isClosed = false;

  send(text: string): void {
    this.sent.push(JSON.parse(text).type as string);
  }

  close(): void {
    this.isClosed = true;
  }

  receives(frame: object | string): void {
    this.onmessage?.({ data: typeof frame === "string" ? frame : JSON.stringify(frame) } as MessageEvent);
  }

  greets(): void {
    this.receives({ type: "hello", time: "", heartbeat_s: 25 });
  }

  ends(code = 1006): void {
    this.onclose?.({ code } as CloseEvent);
  }
}

class TestBrowser implements Surroundings {
  sockets: TestSocket[] = [];
  online = true;
  visible = true;
  private listeners = new Map<WakingEvent, (event: { persisted?: boolean }) => void>();

  open(): TestSocket {
    const socket = new TestSocket();
    this.sockets.push(socket);
    return socket;
  }

  isOnline(): boolean {
    return this.online;
  }

  isVisible(): boolean {
    return this.visible;
  }

  listen = (event: WakingEvent, work: (event: { persisted?: boolean }) => void): (() => void) => {
    this.listeners.set(event, work);
    return () => this.listeners.delete(event);
  };

  happens(event: WakingEvent, details: { persisted?: boolean } = {}): void {
    this.listeners.get(event)?.(details);
  }

  get socket(): TestSocket {
    const last = this.sockets[this.sockets.length - 1];
    assert.ok(last);
    return last;
  }
}

describe("a connection", () => {
  let browser: TestBrowser;
  let clock: TestClock;
  let states: ConnectionState[];
  let frames: string[];
  let resumes: number;
  let polls: number;
  let pollWorks: boolean;
  let connection: Connection<VisitorFrame>;

  beforeEach(() => {
    browser = new TestBrowser();
    clock = new TestClock();
    states = [];
    frames = [];
    resumes = polls = 0;
    pollWorks = true;
    connection = new Connection<VisitorFrame>({
      url: "ws://shop/livechat/",
      onFrame: (frame) => frames.push(frame.type),
      onState: (state) => states.push(state),
      onResume: () => (resumes += 1),
      onPoll: async () => {
        polls += 1;
        if (!pollWorks) throw new Error("no answer");
      },
      pollEvery: () => 3_000,
      surroundings: browser,
      clock,
    });
    connection.start();
  });

  async function failsToOpen(times: number): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      browser.socket.ends();
      await clock.pass(time < times - 1 ? 2_000 : 0);
    }
  }

  it("is open after the server's hello, and fetches what was missed", () => {
    assert.equal(connection.send({ type: "ping" }), false);
    browser.socket.greets();
    assert.deepEqual([states, resumes, frames], [["open"], 1, ["hello"]]);
    assert.equal(connection.send({ type: "ping" }), true);
  });

  it("comes back by itself when the socket closes, later each time", async () => {
    browser.socket.greets();
    browser.socket.ends();
    assert.deepEqual(states, ["open", "connecting"]);
    await clock.pass(500);
    assert.equal(browser.sockets.length, 2);
    browser.socket.ends();
    await clock.pass(500);
    assert.equal(browser.sockets.length, 2);
    await clock.pass(500);
    browser.socket.greets();
    assert.deepEqual([browser.sockets.length, states.at(-1), resumes], [3, "open", 2]);
  });

  it("pings at each heartbeat and starts anew when nothing answers", async () => {
    browser.socket.greets();
    await clock.pass(25_000);
    assert.deepEqual(browser.socket.sent, ["ping"]);
    browser.socket.receives({ type: "pong" });
    await clock.pass(25_000);
    assert.deepEqual(browser.socket.sent, ["ping", "ping"]);
    await clock.pass(11_000);
    assert.deepEqual([browser.sockets.length, browser.sockets[0]?.isClosed], [2, true]);
  });

  it("gives up an opening that hangs", async () => {
    await clock.pass(11_000);
    assert.equal(browser.sockets.length, 2);
  });

  it("fetches at a resync", () => {
    browser.socket.greets();
    browser.socket.receives({ type: "resync" });
    assert.equal(resumes, 2);
  });

  it("overlooks what is no frame", () => {
    browser.socket.greets();
    for (const rubbish of ["no json", "null", "[]", '{"type": 3}']) browser.socket.receives(rubbish);
    assert.deepEqual(frames, ["hello"]);
  });

  it("does not retry without a right", async () => {
    browser.socket.ends(4403);
    await clock.pass(120_000);
    assert.deepEqual([states, browser.sockets.length, polls], [["refused"], 1, 0]);
  });

  it("waits for a new identity when signed out", async () => {
    browser.socket.greets();
    browser.socket.ends(4401);
    await clock.pass(120_000);
    assert.deepEqual([states.at(-1), browser.sockets.length], ["signed_out", 1]);
    connection.hurry();
    browser.socket.greets();
    assert.deepEqual([states.at(-1), browser.sockets.length], ["open", 2]);
  });

  it("asks who we are when the chat was closed to us, and does not knock again by itself", async () => {
    browser.socket.ends(4410);
    await clock.pass(120_000);
    assert.deepEqual([states, browser.sockets.length, polls], [["signed_out"], 1, 0]);
  });

  it("waits a little longer when the server has too much to do", async () => {
    browser.socket.ends(1013);
    await clock.pass(1_500);
    assert.equal(browser.sockets.length, 1);
    await clock.pass(1_000);
    assert.equal(browser.sockets.length, 2);
  });

  describe("that cannot open a socket", () => {
    it("polls after three failures, and still tries the socket", async () => {
      await failsToOpen(3);
      assert.deepEqual([states.at(-1), polls], ["polling", 1]);
      await clock.pass(3_500);
      assert.equal(polls, 2);
      await clock.pass(60_000);
      assert.ok(browser.sockets.length > 3);
      assert.equal(states.at(-1), "polling");
      browser.socket.greets();
      const before = polls;
      await clock.pass(20_000);
      assert.deepEqual([states.at(-1), polls], ["open", before]);
    });

    it("polls ever more slowly while nothing answers, and says that it is connecting", async () => {
      pollWorks = false;
      await failsToOpen(3);
      assert.equal(connection.state, "connecting");
      await clock.pass(60_000);
      assert.ok(polls < 13, String(polls));
    });

    it("tries the socket at once when polls are answered again", async () => {
      pollWorks = false;
      await failsToOpen(3);
      const before = browser.sockets.length;
      pollWorks = true;
      await clock.pass(3_000);
      assert.deepEqual([browser.sockets.length, states.at(-1)], [before + 1, "polling"]);
    });

    it("says so when the browser is offline", async () => {
      browser.online = false;
      browser.socket.ends();
      assert.equal(states.at(-1), "offline");
      pollWorks = false;
      await clock.pass(2_000);
      await failsToOpen(3);
      assert.equal(states.at(-1), "offline");
    });

    it("survives a browser that refuses to make one", async () => {
      browser.open = () => {
        throw new Error("blocked");
      };
      browser.socket.ends();
      await clock.pass(5_000);
      assert.equal(states.at(-1), "polling");
    });
  });

  describe("that wakes", () => {
    it("tries at once when the network is back or the tab is shown", async () => {
      for (const event of ["online", "visibilitychange"] as const) {
        const before = browser.sockets.length;
        browser.socket.ends();
        browser.happens(event);
        assert.equal(browser.sockets.length, before + 1);
      }
    });

    it("leaves an opening that is under way alone", () => {
      browser.happens("online");
      connection.hurry();
      assert.equal(browser.sockets.length, 1);
    });

    it("asks an open socket for a sign of life", async () => {
      browser.socket.greets();
      browser.happens("offline");
      assert.deepEqual(browser.socket.sent, ["ping"]);
      await clock.pass(5_000);
      assert.equal(browser.sockets.length, 2);
    });

    it("fetches after a long time in the background", async () => {
      browser.socket.greets();
      browser.visible = false;
      browser.happens("visibilitychange");
      await clock.pass(31_000);
      browser.socket.receives({ type: "pong" });
      browser.visible = true;
      browser.happens("visibilitychange");
      assert.equal(resumes, 2);
    });

    it("polls at once while it has no socket", async () => {
      await failsToOpen(3);
      browser.happens("visibilitychange");
      await clock.pass(0);
      assert.equal(polls, 2);
    });

    it("from the page cache opens what was closed on leaving", async () => {
      browser.socket.greets();
      browser.happens("pagehide");
      assert.equal(browser.socket.isClosed, true);
      browser.happens("pageshow", { persisted: false });
      assert.equal(browser.sockets.length, 1);
      browser.happens("pageshow", { persisted: true });
      assert.equal(browser.sockets.length, 2);
    });
  });

  it("that is stopped stays quiet", async () => {
    await failsToOpen(3);
    connection.stop();
    const [sockets, before] = [browser.sockets.length, polls];
    browser.happens("online");
    await clock.pass(120_000);
    await settled();
    assert.deepEqual([browser.sockets.length, polls], [sockets, before]);
  });
});

it("a socket's address is made from the page's", () => {
  assert.equal(socketUrl("/livechat/ws/visitor/", "https://shop.example/page?x=1"), "wss://shop.example/livechat/ws/visitor/");
  assert.equal(socketUrl("ws://other/", "https://shop.example/"), "ws://other/");
});
