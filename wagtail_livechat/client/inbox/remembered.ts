/** What is fetched once for each key, and again after it was forgotten. A fetch that failed is not remembered. */
export class Remembered<K, V> {
  private readonly known = new Map<K, Promise<V>>();

  constructor(private readonly fetch: (key: K) => Promise<V>) {}

  get(key: K): Promise<V> {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const fetched = this.fetch(key);
    this.known.set(key, fetched);
    fetched.catch(() => {
      if (this.known.get(key) === fetched) this.known.delete(key);
    });
    return fetched;
  }

  forget(): void {
    this.known.clear();
  }
}
