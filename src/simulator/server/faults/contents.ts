/** Faults of what an answer holds: false times, missing lists, odd items, other records, and far too much of it. */
import { createGzip } from 'node:zlib';
import { isObject, type Json, type JsonObject } from '../../engine/json.ts';
import { answerWith, bodyOf, changing, listNameOf, listOf } from './answers.ts';
import type { FaultHandler, FaultKind } from './fault.ts';

const year2100 = 4_102_444_800;

/** What each of them does. */
export const contentsFaults = {
  'time-ahead': changing(({ ahead = 'now', place = 'last' }, { now, random }, body) => {
    const list = listOf(body) ?? [];
    const timed = list.filter((record): record is JsonObject => isObject(record) && Number(record.updated_at) > 0);
    if (timed.length === 0) return undefined;
    const chosen = place === 'last' ? timed.at(-1)! : random.pick(timed);
    const times: Record<typeof ahead, number> = {
      now: Math.floor(now() / 1000),
      milliseconds: Number(chosen.updated_at) * 1000,
      'year-2100': year2100,
    };
    const changed = { ...chosen, updated_at: times[ahead] };
    return { ...body, [listNameOf(body)!]: list.map((record) => (record === chosen ? changed : record)) };
  }),

  'no-list': changing((_, __, body) => {
    const name = listNameOf(body);
    return name === undefined
      ? undefined
      : Object.fromEntries(Object.entries(body).filter(([property]) => property !== name));
  }),
  'odd-items': changing((_, { random }, body) => {
    const list = listOf(body);
    if (list === undefined) return undefined;
    const [first] = list.filter(isObject);
    const items: Json[] = [...list];
    for (const odd of [null, 7, 'a text', ['a', 'list'], { type: first?.type ?? 'thing', name: 'Without an id' }]) {
      items.splice(random.int(0, items.length), 0, odd);
    }
    return { ...body, [listNameOf(body)!]: items };
  }),
  'other-detail': async (_, exchange) => {
    const response = await exchange.proceed();
    const { method, path } = exchange.request;
    const [, kind, id] = /^\/(contacts|companies|conversations|tickets)\/([^/]+)$/.exec(path) ?? [];
    if (method !== 'GET' || kind === undefined || !response.ok) return response;
    const body = await bodyOf(response);
    if (body?.id !== id) return response;
    const known = exchange.memory.get(kind);
    if (known === undefined) {
      exchange.memory.set(kind, JSON.stringify(body));
      return response;
    }
    const other = JSON.parse(known) as JsonObject;
    return other.id !== id && exchange.due() && exchange.strike() ? answerWith(other, response) : response;
  },
  'odd-activity-ids': changing((_, { request }, body) => {
    const list = listOf(body) ?? [];
    if (request.path !== '/contacts/activities' || list.length === 0) return undefined;
    const oddOf = (id: Json | undefined, index: number): Json => {
      const [ms = '', hex = ''] = String(id).split('.');
      return [`act_${ms}${hex}`, Number(ms), `${ms}-${hex}`, null][index % 4]!;
    };
    return {
      ...body,
      data: list.map((one, index) => (isObject(one) ? { ...one, id: oddOf(one.id, index) } : one)),
    };
  }),

  padded: changing(({ bytes = 5_000_000 }, _, body) => {
    const missing = bytes - Buffer.byteLength(JSON.stringify(body));
    return missing > 0 ? padded(body, missing) : undefined;
  }),
  'gzip-bomb': async ({ bytes = 200_000_000 }, exchange, fire) => {
    const response = await exchange.proceed();
    if (!response.ok || !fire()) return response;
    const headers = new Headers(response.headers);
    headers.set('Content-Encoding', 'gzip');
    return new Response(await inflatingTo(bytes, await response.text()), { status: 200, headers });
  },
  'deep-json': async ({ depth = 6000 }, exchange) => {
    const response = await exchange.proceed();
    if (!response.ok || !exchange.due()) return response;
    const body = await bodyOf(response);
    const record = body && [...(listOf(body) ?? [body])].find(isObject);
    if (!record || !exchange.strike()) return response;
    const marked = {
      ...record,
      custom_attributes: { ...(isObject(record.custom_attributes) ? record.custom_attributes : {}), deep: deepMark },
    };
    const name = listNameOf(body);
    const changed = name ? { ...body, [name]: listOf(body)!.map((one) => (one === record ? marked : one)) } : marked;
    const deep = `${'{"a":'.repeat(depth)}null${'}'.repeat(depth)}`;
    return new Response(JSON.stringify(changed).replace(`"${deepMark}"`, deep), {
      status: 200,
      headers: response.headers,
    });
  },
} satisfies Partial<Record<FaultKind, FaultHandler>>;

/** Stands for what is too deep to be written by `JSON.stringify`. */
const deepMark = 'the deep comes here';

/** Texts that people write, and which may be long. */
const writtenFields = new Set(['body', 'name', 'title', 'description']);

/** The same with the first text that people wrote made longer; where there is none, with one text more. */
function padded(value: JsonObject, bytes: number): JsonObject {
  let isDone = false;
  const pad = (one: Json | undefined, key = ''): Json | undefined => {
    if (isDone) return one;
    if (typeof one === 'string' && writtenFields.has(key)) {
      isDone = true;
      return one + 'x'.repeat(bytes);
    }
    if (Array.isArray(one)) return one.map((item) => pad(item) ?? null);
    if (!isObject(one)) return one;
    return Object.fromEntries(Object.entries(one).map(([name, inner]) => [name, pad(inner, name)]));
  };
  const changed = pad(value) as JsonObject;
  return isDone ? changed : { ...value, padding: 'x'.repeat(Math.max(0, bytes - ',"padding":""'.length)) };
}

/** The text, followed by so many spaces that there are so many bytes, as gzip. Never held in memory as a whole. */
async function inflatingTo(bytes: number, text: string): Promise<Uint8Array<ArrayBuffer>> {
  const gzip = createGzip();
  const spaces = Buffer.alloc(1 << 20, ' ');
  const chunks: Buffer[] = [];
  gzip.on('data', (chunk: Buffer) => chunks.push(chunk));
  const write = (data: string | Buffer) => new Promise<void>((resolve) => gzip.write(data, () => resolve()));
  await write(text);
  for (let left = bytes - Buffer.byteLength(text); left > 0; left -= spaces.length) {
    await write(spaces.subarray(0, Math.min(left, spaces.length)));
  }
  await new Promise<void>((resolve, reject) => {
    gzip.once('end', resolve);
    gzip.once('error', reject);
    gzip.end();
  });
  return Uint8Array.from(Buffer.concat(chunks));
}
