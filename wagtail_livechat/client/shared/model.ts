/** One state, changed in one place, watched by whoever draws it. */
export class Model<S extends object> {
  #watchers = new Set<() => void>();

  constructor(public state: S) {}

  update(change: Partial<S>): void {
    this.state = { ...this.state, ...change };
    this.#watchers.forEach((watch) => watch());
  }

  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }
}
