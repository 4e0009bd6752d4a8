/** Read contexts for what streams ask by path: their network is a script, for answers no simulator gives, or any other transport. */
import type { RootClient } from '../../src/intercom/client.ts';
import type { HttpResponse, Transport } from '../../src/intercom/http/transport.ts';
import type { ReadContext } from '../../src/intercom/readers/reader.ts';
import * as intercom from '../intercom/scripted.ts';
import { createFakeClock } from '../support/fake-clock.ts';

/** Of today: what the simulator holds is dated by the machine's clock. */
const clockOfToday = () => createFakeClock({ start: Date.now() });

/** A context over a transport. */
export function contextOver(transport: Transport): ReadContext & { client: RootClient } {
  const { context, client } = intercom.over(transport, { clock: clockOfToday(), secret: 'simulator-token' });
  return { ...context, client };
}

export interface Script {
  context: ReadContext;
  /** The requests made: method, path and query. */
  requests: string[];
  logged: string[];
}

/** Each request is answered with the body, at status 200, or as given. */
export function scripted(answer: (request: string) => unknown | HttpResponse): Script {
  const requests: string[] = [];
  const { context, logged } = intercom.scripted(
    ({ method, url }) => {
      const request = `${method} ${url.replace(intercom.baseUrl, '')}`;
      requests.push(request);
      const given = answer(request);
      return isResponse(given) ? given : intercom.ok(given);
    },
    { clock: clockOfToday() },
  );
  return { context, requests, logged };
}

const isResponse = (given: unknown): given is HttpResponse =>
  typeof given === 'object' && given !== null && 'status' in given && 'headers' in given;
