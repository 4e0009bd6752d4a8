import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { HttpRequest, HttpResponse } from '../../../src/intercom/http/transport.ts';
import { archiveRows, type ExportRow } from '../../../src/intercom/readers/export-archive.ts';
import { type ExportJob, exportJob } from '../../../src/intercom/readers/export-job.ts';
import { evenParts, smallerParts, wholePart } from '../../../src/intercom/readers/export-parts.ts';
import type { Page } from '../../../src/intercom/readers/reader.ts';
import { zipArchive } from '../../../src/simulator/engine/archive.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { all, failure, ok, refusal, scripted } from '../scripted.ts';
import { useSpoolFolder } from './spool-folder.ts';

const files = useSpoolFolder();

const day = 86_400;
const now = Date.UTC(2026, 4, 15) / 1000;
const always = { from: 0, to: Number.POSITIVE_INFINITY };

const sentAt = ({ cells }: ExportRow) => (cells.sent_at ? Number(cells.sent_at) : undefined);

const kind = (more: Partial<ExportJob<ExportRow>> = {}): ExportJob<ExportRow> => ({
  enqueue: '/export',
  status: (client, id) => client.get(`/export/${id}`),
  download: (client, id, file) => client.download(`/download/${id}`, file),
  parts: (range, until) => wholePart(range, { now: until, earliest: now - 1000 * day }),
  ask: ({ from, until }) => ({ created_at_after: from, created_at_before: until }),
  rows: archiveRows,
  isOf: (row, { from, to }) => (sentAt(row) ?? from) < to + 3600,
  ...more,
});

/** An export has so many rows at most. */
const limitedTo = (rows: number) => kind({ limit: { rows, smaller: (part) => smallerParts(part, 31 * day) } });

type Answer = HttpResponse | Error | Uint8Array;
type Asked = { created_at_after: number; created_at_before: number };

/** Each request is answered by what it asks for; bytes go to the file. */
function world(answer: (request: string, asked: Asked, number: number) => Answer) {
  const requests: string[] = [];
  const script = scripted(
    (request: HttpRequest) => {
      const path = new URL(request.url).pathname;
      requests.push(`${request.method} ${path}`);
      const given = answer(`${request.method} ${path}`, JSON.parse(request.body ?? '{}'), requests.length);
      if (!(given instanceof Uint8Array)) return given;
      request.file!.begins({ status: 200, headers: {} });
      writeFileSync(request.file!.path, given);
      return { status: 200, headers: {}, body: '' };
    },
    { clock: createFakeClock({ start: now * 1000 }) },
  );
  return { ...script, requests };
}

const job = (status: string, id: string | number = 'a') =>
  ok({ job_identifier: id, status, download_url: '', download_expires_at: '' });

const archive = (...sent: number[]) =>
  zipArchive([{ name: 'receipt_20260515-000000.csv', text: `sent_at\n${sent.map((at) => `${at}\n`).join('')}` }]);

const sentIn = (pages: Page[]): number[] =>
  pages.flatMap(({ entities }) => entities.map((row) => Number((row as ExportRow).cells.sent_at)));

const positionsIn = (pages: Page[]) => pages.flatMap(({ position }) => (position === undefined ? [] : [position]));

describe('an export', () => {
  test('is asked for, waited for and read; its rows come before the position that covers them', async () => {
    const states = ['pending', 'in_progress', 'something new', 'complete'];
    const asked: Asked[] = [];
    const { context, requests, clock } = world((request, body, number) => {
      if (request === 'POST /export') asked.push(body);
      return request.startsWith('GET /download') ? archive(now - 5, now - 3) : job(states[number - 1]!, 7);
    });
    const pages = await all(exportJob(kind()).read(context, always));
    expect(asked).toEqual([{ created_at_after: now - 1000 * day, created_at_before: now }]);
    expect(requests).toEqual(['POST /export', 'GET /export/7', 'GET /export/7', 'GET /export/7', 'GET /download/7']);
    expect(sentIn(pages)).toEqual([now - 5, now - 3]);
    expect(positionsIn(pages)).toEqual([Number.POSITIVE_INFINITY]);
    expect(pages.at(-1)!.position).toBeDefined();
    expect(clock.sleeps).toEqual([500, 1000, 2000]);
  });

  test('without data has no rows, and nothing is downloaded', async () => {
    const { context, requests } = world(() => job('no_data'));
    const pages = await all(exportJob(kind()).read(context, { from: now - day, to: now + day }));
    expect(sentIn(pages)).toEqual([]);
    expect(positionsIn(pages)).toEqual([now + day]);
    expect(requests).toEqual(['POST /export']);
  });

  test('of what has not been sent yet is not asked for', async () => {
    const { context, requests } = world(() => job('no_data'));
    expect(await all(exportJob(kind()).read(context, { from: now + 1, to: now + 9 }))).toEqual([]);
    expect(requests).toEqual([]);
  });

  test('waits for the one that is pending, and lets whoever reads it say that it is alive', async () => {
    const { context, requests, logged, clock } = world((request, _, number) => {
      if (request.startsWith('GET')) return archive(now - 1);
      const pending = refusal(429, 'rate_limit_exceeded', 'Exceeded rate limit of 1 pending message data export jobs');
      return number <= 10 ? pending : job('completed');
    });
    const pages = await all(exportJob(kind()).read(context, always));
    expect(sentIn(pages)).toEqual([now - 1]);
    expect(requests).toHaveLength(12);
    expect(pages.filter(({ entities, position }) => entities.length === 0 && position === undefined)).toHaveLength(10);
    expect(Math.max(...clock.sleeps)).toBe(30_000);
    expect(logged.filter((line) => line.includes('pending'))).toHaveLength(1);
  });

  test('is given up where another one is pending for ever, or it does not end', async () => {
    const pending = refusal(429, 'rate_limit_exceeded', 'Exceeded rate limit of 1 pending message data export jobs');
    const waiting = world(() => pending);
    expect(await failure(all(exportJob(kind()).read(waiting.context, always)))).toMatchObject({
      code: 'exports_pending',
    });
    const endless = world(() => job('in_progress'));
    expect(await failure(all(exportJob(kind()).read(endless.context, always)))).toMatchObject({
      code: 'api_unavailable',
    });
    expect(endless.clock.elapsed()).toBeGreaterThan(12 * 3_600_000);
    expect(endless.clock.elapsed()).toBeLessThan(13 * 3_600_000);
    expect(endless.requests.filter((request) => request === 'POST /export')).toHaveLength(1);
  });

  test.each([
    ['failed', job('failed')],
    ['was canceled', job('canceled')],
    ['has no id', ok({ status: 'pending' })],
    ['is not there any more', refusal(404, 'not_found')],
  ])('that %s is asked for anew, three times in all', async (_, wrong) => {
    const once = world((request, __, number) =>
      number === 1 ? wrong : request.startsWith('GET') ? archive(now - 1) : job('completed'),
    );
    expect(sentIn(await all(exportJob(kind()).read(once.context, always)))).toEqual([now - 1]);
    const always404 = world(() => wrong);
    const error = await failure(all(exportJob(kind()).read(always404.context, always)));
    expect(['api_unavailable', 'not_found']).toContain(error.code);
    expect(always404.requests).toEqual(['POST /export', 'POST /export', 'POST /export']);
  });

  test.each([
    ['has expired', refusal(404, 'not_found', 'Object not found.')],
    ['is an HTML page', Buffer.from('<html></html>')],
    ['is damaged', archive(now - 9).subarray(0, 70)],
  ])('whose download %s is asked for anew', async (_, wrong) => {
    const { context, requests } = world((request, __, number) => {
      if (request.startsWith('GET')) return number === 2 ? wrong : archive(now - 1);
      return job('completed');
    });
    const pages = await all(exportJob(kind()).read(context, always));
    expect(sentIn(pages)).toEqual([now - 1]);
    expect(requests).toEqual(['POST /export', 'GET /download/a', 'POST /export', 'GET /download/a']);
  });

  test('that is refused fails at once', async () => {
    const { context, requests } = world(() => refusal(403, 'forbidden'));
    expect(await failure(all(exportJob(kind()).read(context, always)))).toMatchObject({ code: 'permission_missing' });
    expect(requests).toHaveLength(1);
  });

  test('leaves no file behind, also where its reader leaves', async () => {
    const { context } = world((request) => (request.startsWith('GET') ? archive(now - 1) : job('completed')));
    const reading = exportJob(kind()).read(context, always);
    await reading.next();
    expect(files()).toHaveLength(1);
    await reading.return(undefined);
    expect(files()).toEqual([]);
    await all(exportJob(kind()).read(context, always));
    expect(files()).toEqual([]);
  });
});

describe('an export that is as large as one may be', () => {
  /** One message a day, what happened to it left out. */
  const sent = Array.from({ length: 400 }, (_, i) => now - (i + 1) * day).reverse();
  const cutAt = (mostRows: number) => {
    const ranges: [number, number][] = [];
    let last: Asked;
    const given = world((request, body) => {
      if (request.startsWith('GET')) {
        const within = sent.filter((at) => at >= last.created_at_after && at <= last.created_at_before);
        return archive(...within.slice(0, mostRows));
      }
      last = body;
      ranges.push([body.created_at_after, body.created_at_before]);
      return job('completed');
    });
    return { ...given, ranges };
  };

  test('is asked for in parts that have less, each with what happened for a while after it', async () => {
    const { context, ranges, logged } = cutAt(150);
    const pages = await all(exportJob(limitedTo(150)).read(context, always));
    expect([...new Set(sentIn(pages))].sort()).toEqual(sent);
    const positions = positionsIn(pages);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(positions.at(-1)).toBe(Number.POSITIVE_INFINITY);
    // The parts that were read to their end, in order: each begins where the one before ended, which looked ahead.
    expect(ranges.at(-1)![1]).toBe(now);
    expect(logged.some((line) => line.includes('smaller parts'))).toBe(true);
  });

  test('gives no position before a part came whole', async () => {
    const { context } = cutAt(150);
    const pages = await all(exportJob(limitedTo(150)).read(context, always));
    let seen = new Set<number>();
    for (const { entities, position } of pages) {
      seen = new Set([...seen, ...sentIn([{ entities }])]);
      if (position !== undefined) expect(sent.filter((at) => at < position && !seen.has(at))).toEqual([]);
    }
  });

  test('fails where even a minute has as much', async () => {
    const { context } = world((request) =>
      request.startsWith('GET') ? archive(...Array<number>(20).fill(now - 100)) : job('completed'),
    );
    expect(await failure(all(exportJob(limitedTo(20)).read(context, always)))).toMatchObject({
      code: 'request_refused',
    });
  });
});

test('how many rows there are no one can tell beforehand', async () => {
  const { context } = world(() => job('no_data'));
  expect(await exportJob(kind()).count(context, always)).toBeNaN();
});

test('what belongs to what is read next is left to it, but for what was noted a little late', async () => {
  const to = now - 10 * day;
  const { context } = world((request) =>
    request.startsWith('GET') ? archive(to - 5, to + 5, to + 5 * day) : job('completed'),
  );
  const pages = await all(exportJob(kind()).read(context, { from: 0, to }));
  expect(sentIn(pages)).toEqual([to - 5, to + 5]);
});

describe('an export in several parts', () => {
  const parted = (more: Partial<ExportJob<ExportRow>> = {}) =>
    kind({
      parts: (range, until) => evenParts(range, { now: until, earliest: now - 300 * day, longest: 100 * day }),
      isOf: undefined,
      ...more,
    });
  const refused = refusal(400, 'bad_request', 'start_time is too far back');

  test('has a position behind each of them', async () => {
    const asked: Asked[] = [];
    const { context } = world((request, body) => {
      if (request.startsWith('GET')) return archive(asked.at(-1)!.created_at_after);
      asked.push(body);
      return job('complete');
    });
    const pages = await all(exportJob(parted()).read(context, always));
    expect(sentIn(pages)).toEqual([now - 300 * day, now - 200 * day, now - 100 * day]);
    expect(positionsIn(pages)).toEqual([now - 200 * day, now - 100 * day, Number.POSITIVE_INFINITY]);
    expect(asked.map(({ created_at_before: before }) => before)).toEqual([now - 200 * day, now - 100 * day, now]);
  });

  test('asks for something else in place of one that is refused, and of one in whose place there is nothing goes on', async () => {
    const asked: Asked[] = [];
    const { context, logged } = world((request, body) => {
      if (request.startsWith('GET')) return archive(asked.at(-1)!.created_at_after);
      asked.push(body);
      return body.created_at_after < now - 150 * day ? refused : job('complete');
    });
    const beginning = now - 150 * day;
    const pages = await all(
      exportJob(
        parted({
          inPlaceOf: (part) =>
            part.from >= beginning ? undefined : part.until <= beginning ? [] : [{ ...part, from: beginning }],
        }),
      ).read(context, always),
    );
    expect(sentIn(pages)).toEqual([now - 150 * day, now - 100 * day]);
    expect(positionsIn(pages)).toEqual([now - 200 * day, now - 100 * day, Number.POSITIVE_INFINITY]);
    expect(logged.filter((line) => line.includes('is refused'))).toHaveLength(2);
  });

  test('fails where one is refused and nothing else can be asked for', async () => {
    const { context } = world(() => refused);
    for (const more of [{}, { inPlaceOf: () => undefined }]) {
      expect(await failure(all(exportJob(parted(more)).read(context, always)))).toMatchObject({
        code: 'request_refused',
      });
    }
  });

  test('begins the next ones while one is waited for, where there may be several at once', async () => {
    const begun: number[] = [];
    const { context, requests } = world((request, body) => {
      const [, id] = /\/(\d+)$/.exec(request) ?? [];
      if (request.startsWith('GET /download')) return archive(begun[Number(id)]!);
      if (request.startsWith('GET')) return job('complete', id);
      begun.push(body.created_at_after);
      return job('pending', begun.length - 1);
    });
    const pages = await all(exportJob(parted({ atOnce: 2 })).read(context, always));
    expect(sentIn(pages)).toEqual([now - 300 * day, now - 200 * day, now - 100 * day]);
    expect(requests.map((request) => request.replace('GET /export', 'look'))).toEqual([
      'POST /export',
      'POST /export',
      'look/0',
      'GET /download/0',
      'POST /export',
      'look/1',
      'GET /download/1',
      'look/2',
      'GET /download/2',
    ]);
  });

  test('asks again, once it is read, for one that could not be begun early, or came to nothing', async () => {
    for (const wrong of [
      refusal(429, 'rate_limit_exceeded', 'Exceeded rate limit of 5 pending reporting dataset export jobs'),
      job('failed'),
    ]) {
      const asked: Asked[] = [];
      const { context } = world((request, body) => {
        if (request.startsWith('GET')) return archive(asked.at(-1)!.created_at_after);
        asked.push(body);
        return asked.length === 2 ? wrong : job('complete');
      });
      const pages = await all(
        exportJob(
          parted({
            atOnce: 2,
            parts: (range, until) => evenParts(range, { now: until, earliest: now - 200 * day, longest: 100 * day }),
          }),
        ).read(context, always),
      );
      expect(positionsIn(pages)).toEqual([now - 100 * day, Number.POSITIVE_INFINITY]);
      expect(asked.map(({ created_at_after: after }) => after)).toEqual([
        now - 200 * day,
        now - 100 * day,
        now - 100 * day,
      ]);
    }
  });
});
