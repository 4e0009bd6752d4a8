/** What others do: one request at a time, a page and then each of its conversations. */
import { searchFor } from './server/start.ts';

/** Conversations with their parts a second, over so many of them. */
export async function sequentialRate(url: string, conversations: number): Promise<number> {
  const begun = performance.now();
  let read = 0;
  let cursor: string | undefined;
  do {
    const answer = await fetch(`${url}/conversations/search`, { method: 'POST', body: searchFor(0, cursor) });
    const page = (await answer.json()) as {
      conversations: { id: string }[];
      pages: { next: { starting_after: string } | null };
    };
    for (const { id } of page.conversations) {
      await (await fetch(`${url}/conversations/${id}`)).json();
      if (++read >= conversations) break;
    }
    cursor = page.pages.next?.starting_after;
  } while (cursor !== undefined && read < conversations);
  return read / ((performance.now() - begun) / 1000);
}
