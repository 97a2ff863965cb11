// The one WebSocket to the playground's server: requests with answers, and events.

const LONGEST_PAUSE = 5000;
const WRONG_KEY = 4004;

export class Connection {
  /**
   * `key` proves that this page was served by the server it talks to. `on(event, data)` gets
   * every event, `state(connected)` each change of the connection, and `replaced()` that another
   * run of the playground answers now, which this page knows nothing of.
   */
  constructor(url, key, { on, state, replaced }) {
    this.url = url;
    this.key = key;
    this.on = on;
    this.state = state;
    this.replaced = replaced;
    this.waiting = new Map();
    this.next = 1;
    this.pause = 250;
    this.connect();
  }

  connect() {
    const socket = new WebSocket(this.url);
    this.socket = socket;
    socket.addEventListener("open", () => {
      socket.send(JSON.stringify({ op: "hello", key: this.key }));
    });
    socket.addEventListener("message", ({ data }) => this.receive(JSON.parse(data)));
    socket.addEventListener("close", ({ code }) => {
      for (const { reject } of this.waiting.values()) reject(new Error("disconnected"));
      this.waiting.clear();
      this.state(false);
      if (code === WRONG_KEY) {
        this.replaced();
        return;
      }
      setTimeout(() => this.connect(), this.pause);
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    });
  }

  receive(frame) {
    if (frame.event) {
      if (frame.event === "welcome") {
        this.pause = 250;
        this.state(true);
      }
      this.on(frame.event, frame.data);
      return;
    }
    const request = this.waiting.get(frame.id);
    this.waiting.delete(frame.id);
    if (frame.error) request?.reject(new Error(frame.error));
    else request?.resolve(frame.data);
  }

  /** Ask the server; rejects with its sentence where it refuses, or when the line drops. */
  request(op, data = {}) {
    if (this.socket.readyState !== WebSocket.OPEN) return Promise.reject(new Error("disconnected"));
    const id = this.next;
    this.next += 1;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.socket.send(JSON.stringify({ id, op, ...data }));
    });
  }
}
