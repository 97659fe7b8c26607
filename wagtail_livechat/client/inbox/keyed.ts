/** Keys for rows that have no ids: a name, and which of those with this name it is. */
export function keyed<T>(items: readonly T[], name: (item: T) => string): { key: string; item: T }[] {
  const counts = new Map<string, number>();
  return items.map((item) => {
    const own = name(item);
    const count = (counts.get(own) ?? 0) + 1;
    counts.set(own, count);
    return { key: `${own} ${count}`, item };
  });
}
