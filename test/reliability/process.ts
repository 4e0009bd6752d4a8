/** What a fresh process of the connector has: a client of its own, which knows nothing yet. */
import { createClient } from '../../src/intercom/client.ts';
import { createBudget } from '../../src/intercom/limits/budget.ts';
import { createRequestScheduler } from '../../src/intercom/limits/scheduler.ts';
import { openSession, type Session } from '../../src/intercom/session.ts';
import type { Surroundings } from './stage.ts';
import { virtualTransport } from './virtual-transport.ts';

/** More requests than any scenario needs: whoever makes them goes round in a circle. */
const endless = 60_000;

/** Opens a session over a transport on which the workspace changes while requests are under way. */
export function openProcess(stage: Surroundings, signal: AbortSignal, onRequest = () => {}): Promise<Session> {
  const { scenario, clock, simulator, random, mutator } = stage;
  let requests = 0;
  const transport = virtualTransport({
    simulator,
    clock,
    random,
    pageCap: scenario.pageCap,
    newestFirst: scenario.newestFirst,
    latencyMs: scenario.latencyMs,
    unreachable: scenario.unreachable,
    timeoutMs: 90_000,
    seen(url, status) {
      const id = detailedId(url);
      const { conversations, contacts, companies } = simulator.workspace;
      if (status !== 404 || id === undefined || ![conversations, contacts, companies].some((all) => all.has(id)))
        return;
      const question = `${id} ${url.pathname}${url.search}`;
      stage.denied.set(question, (stage.denied.get(question) ?? 0) + 1);
    },
    between() {
      if (++requests > endless) throw new Error(`Seed ${scenario.seed} asks without end.`);
      onRequest();
      if (stage.restlessFor <= 0 || !random.chance(scenario.unrest)) return;
      const times = random.int(1, 3);
      stage.restlessFor -= times;
      mutator.change(times);
      if (random.chance(0.02)) mutator.stampede();
    },
  });
  const client = createClient({
    baseUrl: 'http://simulator.test',
    token: 'simulator-token',
    version: '2.17',
    transport,
    scheduler: createRequestScheduler({ budget: createBudget({ share: 0.9 }), clock }),
    clock,
    random: random.next,
    signal,
    log: () => {},
  });
  return openSession(client, { region: 'us' });
}

/** The id of the record whose detail is asked for; undefined of other requests. */
function detailedId({ pathname, searchParams }: URL): string | undefined {
  const [, conversation, other] =
    /^\/conversations\/(\d+)(?:\/\w+)?$|^\/(?:contacts|companies)\/([0-9a-f]{24})\/\w+$/.exec(pathname) ?? [];
  return conversation ?? other ?? searchParams.get('intercom_user_id') ?? undefined;
}
