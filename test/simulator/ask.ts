import { createSimulator, type JsonObject, type Simulator, type SimulatorOptions } from '../../src/simulator/index.ts';

/** An answer with its body read. */
export interface Answer {
  status: number;
  headers: Headers;
  body: JsonObject;
}

/** A simulator with a clock that stands still until it is moved, asked in process. */
export interface Bench extends Simulator {
  /** The clock, in seconds. */
  clock: { seconds: number };
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
}

/** 2024-05-15 12:00:00 UTC. */
export const noon = 1_715_774_400;

/** A search for all that there is. */
export const everything = { query: { field: 'updated_at', operator: '>', value: 0 } };

/** A simulator at noon, empty unless a scale is given. */
export function bench(options: SimulatorOptions & { version?: string } = {}): Bench {
  const { version = '2.16', ...rest } = options;
  const clock = { seconds: noon };
  const simulator = createSimulator({ scale: 0, now: () => clock.seconds * 1000, ...rest });
  const ask = async (method: string, path: string, body: unknown, headers: Record<string, string>): Promise<Answer> => {
    const request = new Request(`http://simulator.example${path}`, {
      method,
      headers: { Authorization: 'Bearer simulator-token', 'Intercom-Version': version, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const response = await simulator.fetch(request);
    return { status: response.status, headers: response.headers, body: (await response.json()) as JsonObject };
  };
  return {
    ...simulator,
    clock,
    get: (path, headers = {}) => ask('GET', path, undefined, headers),
    post: (path, body, headers = {}) => ask('POST', path, body, headers),
  };
}

/** The records of an answer, under whatever name it has them. */
export function recordsOf({ body }: Answer): JsonObject[] {
  return (body.data ?? body.conversations ?? body.tickets) as JsonObject[];
}

/** The ids of an answer's records, in order. */
export function idsOf(answer: Answer): string[] {
  return recordsOf(answer).map(({ id }) => String(id));
}

/** The code of an error, after its status: '400 invalid_query'. */
export function errorOf({ status, body }: Answer): string {
  const [error] = (body.errors ?? []) as { code: string }[];
  return `${status} ${error?.code ?? 'no error'}`;
}

/** The cursor to the next page, if there is one. */
export function cursorOf({ body }: Answer): string | undefined {
  const { next } = body.pages as { next?: { starting_after: string } | null };
  return next?.starting_after;
}

/** Follows the cursors of a search to the end, with a change between the pages if one is given. */
export async function searchAll(
  { post }: Bench,
  path: string,
  body: object,
  perPage: number,
  betweenPages: (page: number) => void = () => {},
): Promise<JsonObject[]> {
  const found: JsonObject[] = [];
  let starting_after: string | undefined;
  for (let page = 1; page < 1000; page++) {
    const answer = await post(path, { ...body, pagination: { per_page: perPage, starting_after } });
    if (answer.status !== 200) throw new Error(errorOf(answer));
    found.push(...recordsOf(answer));
    starting_after = cursorOf(answer);
    if (starting_after === undefined) return found;
    betweenPages(page);
  }
  throw new Error('There is no end of pages.');
}
