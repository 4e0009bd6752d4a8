import { createRandom } from '../random.ts';
import type { Exchange, FaultSpec } from './fault.ts';
import { KINDS } from './kinds.ts';

/** A fault in force. */
export interface FaultHandle {
  readonly spec: FaultSpec;
  /** How often it has misbehaved so far. */
  readonly fired: number;
  /** Ends it. */
  remove(): void;
}

/** The misbehaviour asked for, oldest first. */
export interface Faults {
  readonly active: readonly FaultHandle[];
  add(spec: FaultSpec): FaultHandle;
  clear(): void;
  /** Answers a request through every fault that matches it. */
  answer(exchange: Exchange): Promise<Response>;
}

/** No faults yet; their chances come from the seed. */
export function createFaults(seed: number): Faults {
  const random = createRandom(seed, 'faults');
  let active: (FaultHandle & { run(exchange: Exchange): Promise<Response> })[] = [];

  return {
    get active() {
      return active;
    },
    add(spec) {
      if (!Object.hasOwn(KINDS, spec.kind)) {
        throw new Error(`There is no fault '${spec.kind}'. Known: ${Object.keys(KINDS).join(', ')}.`);
      }
      const { times = spec.kind === 'invalid-cursor' ? 1 : Number.POSITIVE_INFINITY, rate = 1 } = spec;
      let fired = 0;
      const fire = (): boolean => {
        if (fired >= times || (rate < 1 && !random.chance(rate))) return false;
        fired += 1;
        return true;
      };
      const fault = {
        spec,
        get fired() {
          return fired;
        },
        remove() {
          active = active.filter((one) => one !== fault);
        },
        run: (exchange: Exchange) =>
          matches(spec, exchange) ? KINDS[spec.kind](spec, exchange, fire) : exchange.proceed(),
      };
      active = [...active, fault];
      return fault;
    },
    clear() {
      active = [];
    },
    answer(exchange) {
      const through = active.reduceRight<() => Promise<Response>>(
        (proceed, fault) => () => fault.run({ ...exchange, proceed }),
        exchange.proceed,
      );
      return through();
    },
  };
}

function matches({ match }: FaultSpec, { request }: Exchange): boolean {
  if (match === undefined) return true;
  return typeof match === 'string' ? request.path.startsWith(match) : match(request);
}
