import { apiError } from '../api-error.ts';
import type { SortKey } from './sorted-index.ts';

/** Where a page ended: the last record's sort value and id, and the number of the page to come. */
export interface Cursor {
  key: SortKey;
  id: string;
  page: number;
}

/** The cursor as the text the client sends back. */
export function encodeCursor({ key, id, page }: Cursor): string {
  return Buffer.from(JSON.stringify([key, id, page])).toString('base64');
}

/** Reads a cursor back; one that is not ours is refused as Intercom refuses one that has become invalid. */
export function decodeCursor(text: string): Cursor {
  try {
    const [key, id, page] = JSON.parse(Buffer.from(text, 'base64').toString()) as unknown[];
    const keyed = typeof key === 'number' || typeof key === 'string';
    if (keyed && typeof id === 'string' && typeof page === 'number') return { key, id, page };
  } catch {
    // Falls through to the refusal.
  }
  throw invalidCursor();
}

/** The 400 of a cursor that cannot be used. */
export function invalidCursor() {
  return apiError(400, 'client_error', 'Invalid starting_after param. Please restart the pagination.');
}
