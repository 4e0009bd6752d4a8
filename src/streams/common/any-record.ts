/** The smallest of searches, by which it is seen whether the token opens a collection. */
import type { Client } from '../../intercom/client.ts';

const body = { query: { field: 'updated_at', operator: '>', value: 0 }, pagination: { per_page: 1 } };

/** The answer is worth a few attempts, and no long wait. */
export const attempts = 5;

export const searchAny = (client: Client, path: string): Promise<unknown> => client.post(path, body, { attempts });
