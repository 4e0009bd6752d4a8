import { Hono } from 'hono';
import { z } from 'zod';
import type { JsonObject } from '../engine/json.ts';
import { changeManners, type Manners, type Settings } from '../engine/options.ts';
import { isTruthName, type Mutators, type Workspace } from '../resources/workspace.ts';
import type { FaultSpec } from './faults/fault.ts';
import type { Faults } from './faults/faults.ts';
import type { RequestLog } from './request-log.ts';

const Mutation = z.object({ op: z.string(), args: z.array(z.unknown()).default([]) });

/** What the control surface reaches. */
export interface Controlled {
  workspace: Workspace;
  mutators: Mutators;
  faults: Faults;
  requests: RequestLog;
  settings: Settings;
}

/** The control surface for other processes, under `/_simulator`; without a token, and on the loopback only. */
export function createControl({ workspace, mutators, faults, requests, settings }: Controlled): Hono {
  const app = new Hono().basePath('/_simulator');

  app.get('/stats', (context) => context.json(statsOf(requests)));

  app.get('/faults', (context) => context.json(faults.active.map(({ spec, fired }) => ({ ...spec, fired }))));
  app.post('/faults', async (context) => {
    faults.add((await context.req.json()) as FaultSpec);
    return context.json({ active: faults.active.length });
  });
  app.delete('/faults', (context) => {
    faults.clear();
    return context.json({ active: 0 });
  });

  app.post('/options', async (context) => {
    changeManners(settings, (await context.req.json()) as Manners);
    return context.json({ changed: true });
  });

  app.post('/mutate', async (context) => {
    const { op, args } = Mutation.parse(await context.req.json());
    if (!Object.hasOwn(mutators, op)) {
      throw new Error(`There is no mutator '${op}'. Known: ${Object.keys(mutators).join(', ')}.`);
    }
    const mutate = mutators[op as keyof Mutators] as (...given: unknown[]) => unknown;
    return Response.json({ result: mutate(...args) ?? null });
  });

  app.get('/truth/:name', (context) => {
    const name = context.req.param('name');
    if (!isTruthName(name)) throw new Error(`There is no truth about '${name}'.`);
    return Response.json(workspace.truth(name));
  });

  app.notFound((context) => context.json({ error: 'There is no such control.' }, 404));
  app.onError((error, context) => context.json({ error: error.message }, 400));
  return app;
}

/** Requests by method and path (ids as `:id`) and status, and how many there were in all. */
function statsOf({ all }: RequestLog): JsonObject {
  const paths: Record<string, Record<string, number>> = {};
  for (const { method, path, status } of all) {
    const name = `${method} ${path.replace(/\/(?=[^/]*\d)[0-9a-f]+(?=\/|$)/g, '/:id')}`;
    const byStatus = paths[name] ?? {};
    byStatus[status] = (byStatus[status] ?? 0) + 1;
    paths[name] = byStatus;
  }
  return { total: all.length, paths };
}
