/** What is told while answers are under way, which may be older than it. */
export class Meanwhile<News> {
  private underWay = 0;
  private readonly told: News[] = [];

  tell(news: News): void {
    if (this.underWay > 0) this.told.push(news);
  }

  /** An answer, and what was told since it was asked for, in that order. */
  async ask<Answer>(fetch: () => Promise<Answer>): Promise<[Answer, News[]]> {
    const from = this.told.length;
    this.underWay += 1;
    try {
      const answer = await fetch();
      return [answer, this.told.slice(from)];
    } finally {
      this.underWay -= 1;
      if (this.underWay === 0) this.told.length = 0;
    }
  }
}
