/**
 * Records that a full pass did not show: gone, or only not shown. Intercom is asked for each by its id, at a tenth of the budget.
 * A 404 stands only while records that the pass did show are found in the same way: else what answers may be a gateway, not Intercom. A 410 stands by
 * itself: Intercom answers it for a contact that was merged, with the id of the other one.
 */
import { ConnectorError } from '../core/errors.ts';
import type { Client } from '../intercom/client.ts';
import type { Entity } from '../intercom/readers/reader.ts';
import { isId, valueAt } from '../streams/common/entity.ts';
import type { Stream } from '../streams/stream.ts';

/** What became of some of the ids. */
export interface DeletionResponses {
  gone: string[];
  there: string[];
}

export interface DeletionCheck {
  /** Whether records of the stream (of a child stream: their parents) can be asked for by id. */
  has(stream: string): boolean;
  /**
   * Asks for ids, some at a time. `seen`: ids that the pass did show. Throws `api_unavailable` where those answer 404 too, and
   * what else Intercom refuses.
   */
  responses(stream: string, ids: readonly string[], seen: readonly string[]): AsyncGenerator<DeletionResponses>;
}

/** Ids that are asked for between two looks at whether Intercom still finds what is there. */
const askedAtOnce = 100;

/** One client's check. An id that several streams ask for is asked for once. */
export function createDeletionCheck(
  streams: readonly Stream[],
  registry: readonly Stream[],
  client: Client,
): DeletionCheck {
  const named = new Map(streams.map((stream) => [stream.name, stream]));
  const asked = new Map<string, Promise<Entity | undefined>>();

  /** The path of a record of the stream, or of its parent. */
  const pathOf = (name: string): Stream['byId'] => {
    const stream = named.get(name);
    return registry.find((one) => one.name === (stream?.parent?.stream ?? name))?.byId;
  };

  /** Of the record's fields only its ids, and those by which streams choose: what else it holds is for the scans to read. */
  const filterFields = [
    'id',
    'external_id',
    ...new Set(registry.flatMap(({ only }) => (only?.filter && 'field' in only.filter ? [only.filter.field] : []))),
  ];
  const ask = (path: string): Promise<Entity | undefined> =>
    client
      .get(path, { priority: 'check' })
      .then((entity) => Object.fromEntries(filterFields.map((field) => [field, valueAt(entity, field)])), ifAbsent);
  const askOnce = (path: string) => {
    const response = asked.get(path) ?? ask(path);
    asked.set(path, response);
    return response;
  };

  return {
    has: (name) => pathOf(name) !== undefined,
    async *responses(name, ids, seen) {
      const path = pathOf(name);
      if (!path) return;
      const { only } = named.get(name) ?? {};
      for (let i = 0; i < ids.length; i += askedAtOnce) {
        const some = ids.slice(i, i + askedAtOnce);
        const found = await Promise.all(some.map((id) => askOnce(path(id))));
        const responses: DeletionResponses = { gone: [], there: [] };
        for (const [j, id] of some.entries()) {
          const entity = found[j];
          // A lead that has become a user is there, but no lead any more.
          const isHere =
            entity === hidden ||
            (entity !== undefined &&
              entity !== merged &&
              !isByItsOtherId(entity, id) &&
              (only?.matches(entity) ?? true));
          responses[isHere ? 'there' : 'gone'].push(id);
        }
        if (found.includes(undefined)) await assertFound(name, seen.map(path));
        yield responses;
      }
    },
  };

  async function assertFound(name: string, paths: readonly string[]) {
    const found = await Promise.all(paths.map(ask));
    if (found.filter((entity) => entity === undefined).length <= paths.length / 2) return;
    throw new ConnectorError('api_unavailable', `Intercom answers 404 for ${name} that are there.`, {
      hint: 'Run it again later: nothing is taken for deleted.',
    });
  }
}

/**
 * Whether the response is about another record, which has what was asked for as the id that its own application gave it. An instance of a
 * custom object can be asked for by either: no other one has such an id then.
 */
const isByItsOtherId = ({ id, external_id }: Entity, asked: string): boolean =>
  isId(id) && String(id) !== asked && isId(external_id) && String(external_id) === asked;

/** A record that the token may see no longer, such as a conversation that is a ticket: what is stored of it stays. */
const hidden: Entity = {};

/** A record that Intercom knows to be gone: no gateway answers so. */
const merged: Entity = {};

/** 404 or 410; 403 hides it. Any other refusal says nothing of the record. */
function ifAbsent(error: unknown): Entity | undefined {
  if (error instanceof ConnectorError && error.code === 'not_found')
    return error.details.status === 410 ? merged : undefined;
  if (error instanceof ConnectorError && error.code === 'permission_missing') return hidden;
  throw error;
}
