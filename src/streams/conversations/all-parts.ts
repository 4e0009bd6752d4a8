/**
 * All parts of the conversations that have more than Intercom gives at once. Its Preview version leaves out the parts of the types that a
 * parameter lists before it cuts the list at 500, so that others come in their place. That is announced (2026-09), while the reference does
 * not have the parameter: its name comes from the configuration, and nothing here has met the real API. Where it is not obeyed, the
 * latest 500 parts are kept, and said to be some.
 */
import { ConnectorError } from '../../core/errors.ts';
import type { Priority } from '../../intercom/limits/scheduler.ts';
import type { Entity, ReadContext } from '../../intercom/readers/reader.ts';
import { numberAt } from '../common/entity.ts';
import { unlessGone } from '../common/gone.ts';
import { unlessRefused } from '../common/refused.ts';
import type { Detail, Stream } from '../stream.ts';
import { conversationDetail, conversationPath, mostParts, partsInAll, partsOf, withParts } from './detail.ts';

/** Intercom takes as many types in one request. */
const mostTypes = 50;

/** The streams, with all parts of each conversation where Intercom obeys the parameter (such as `exclude_part_types`). */
export function withAllParts(streams: readonly Stream[], parameter: string): Stream[] {
  const detail = completed(conversationDetail, parameter);
  return streams.map((stream) => (stream.detail === conversationDetail ? { ...stream, detail } : stream));
}

/** The same detail, but for conversations that it gives in part. */
function completed(detail: Detail, parameter: string): Detail {
  let isRefused = false;
  return {
    ...detail,
    async fetch(context, conversation, priority) {
      const latest = await detail.fetch(context, conversation, priority);
      if (!latest || (partsInAll(latest) ?? 0) <= mostParts || isRefused) return latest;
      const path = conversationPath(String(conversation.id));
      const without = (types: readonly string[]) => askWithout(context, { path, parameter, types, priority });
      const collected = await unlessRefused(
        async () => ({ parts: await unlessGone(() => collectParts(latest, without)) }),
        ({ message }) => {
          isRefused = true;
          context.log('info', `Of conversations with more than ${mostParts} parts only the latest come: ${message}`);
        },
      );
      if (!collected) return latest;
      return collected.parts && withParts(latest, collected.parts);
    },
  };
}

interface Asked {
  path: string;
  parameter: string;
  types: readonly string[];
  priority: Priority | undefined;
}

/** The latest parts that are of none of these types. Rejects with `request_refused` where the answer has some of them. */
async function askWithout(
  { client }: ReadContext,
  { path, parameter, types, priority = 'detail' }: Asked,
): Promise<Entity[]> {
  const query = { [parameter]: types.join(',') };
  const parts = partsOf(await client.get(path, { query, priority, version: 'Preview' }));
  if (parts.some((part) => types.includes(typeOf(part)))) {
    throw new ConnectorError('request_refused', `Intercom does not obey ${parameter}.`, {
      hint: 'Once the reference has the name of the parameter, set it as "part_types_parameter".',
    });
  }
  return parts;
}

/**
 * First what is of no type that the latest parts have, then those of half of the types, of a quarter, until an answer is no longer cut. What
 * one type has more of than comes at once stays out.
 */
async function collectParts(
  latest: Entity,
  without: (types: readonly string[]) => Promise<Entity[]>,
): Promise<Entity[]> {
  const parts = new Map(partsOf(latest).map((part) => [String(part.id), part]));
  const total = partsInAll(latest) ?? 0;
  const until = Math.max(...partsOf(latest).map(timeOf));
  const types = new Set(partsOf(latest).map(typeOf));
  const groups: string[][] = [...halves([...types]), []];
  for (let group = groups.pop(); group && parts.size < total; group = groups.pop()) {
    const others = [...types].filter((type) => !group.includes(type));
    if (others.length === 0 || others.length > mostTypes) continue;
    const given = await without(others);
    // One that came meanwhile is not among those counted.
    for (const part of given)
      if (timeOf(part) <= until && !parts.has(String(part.id))) parts.set(String(part.id), part);
    const unknown = new Set(given.map(typeOf).filter((type) => !types.has(type)));
    for (const type of unknown) types.add(type);
    if (given.length < mostParts) continue;
    if (unknown.size > 0) groups.push([]);
    groups.push(...halves([...group, ...unknown]));
  }
  return [...parts.values()].sort((a, b) => timeOf(a) - timeOf(b));
}

/** Two groups; none where there is nothing left to divide. */
function halves(types: readonly string[]): string[][] {
  const middle = Math.ceil(types.length / 2);
  return types.length < 2 ? [] : [types.slice(0, middle), types.slice(middle)];
}

const typeOf = (part: Entity): string => String(part.part_type);

const timeOf = (part: Entity): number => numberAt(part, 'created_at') ?? 0;
