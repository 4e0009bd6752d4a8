import { createRandom } from '../../engine/random.ts';
import type { FaultKind, FaultSpec, Incoming } from './fault.ts';
import { faultKinds } from './kinds.ts';

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
  answer(incoming: Incoming): Promise<Response>;
}

/** No faults yet; their chances come from the seed. */
export function createFaults(seed: number): Faults {
  const chances = createRandom(seed, 'faults');
  const random = createRandom(seed, 'choices of faults');
  let active: (FaultHandle & { run(incoming: Incoming): Promise<Response> })[] = [];

  return {
    get active() {
      return active;
    },
    add(spec) {
      if (!Object.hasOwn(faultKinds, spec.kind)) {
        throw new Error(`There is no fault '${spec.kind}'. Known: ${Object.keys(faultKinds).join(', ')}.`);
      }
      const { times = onlyOnce.has(spec.kind) ? 1 : Number.POSITIVE_INFINITY, rate = 1, after = 0 } = spec;
      const memory = new Map<string, string>();
      let fired = 0;
      let spared = 0;
      const due = (): boolean => fired < times && (rate >= 1 || chances.chance(rate));
      const strike = (): boolean => {
        if (fired >= times) return false;
        if (spared < after) {
          spared += 1;
          return false;
        }
        fired += 1;
        return true;
      };
      const fire = (): boolean => due() && strike();
      const isMatch = matcher(spec);
      const fault = {
        spec,
        get fired() {
          return fired;
        },
        remove() {
          active = active.filter((one) => one !== fault);
        },
        run: (incoming: Incoming) =>
          isMatch(incoming)
            ? faultKinds[spec.kind](spec, { ...incoming, due, strike, random, memory }, fire)
            : incoming.proceed(),
      };
      active = [...active, fault];
      return fault;
    },
    clear() {
      active = [];
    },
    answer(incoming) {
      const through = active.reduceRight<() => Promise<Response>>(
        (proceed, fault) => () => fault.run({ ...incoming, proceed }),
        incoming.proceed,
      );
      return through();
    },
  };
}

/** Kinds that misbehave once unless told otherwise. */
const onlyOnce = new Set<FaultKind>(['invalid-cursor', 'refuse-once']);

function matcher({ match, pattern }: FaultSpec): (incoming: Incoming) => boolean {
  const expression = pattern === undefined ? undefined : new RegExp(pattern);
  return ({ request }) => {
    if (expression !== undefined && !expression.test(request.path)) return false;
    if (match === undefined) return true;
    return typeof match === 'string' ? request.path.startsWith(match) : match(request);
  };
}
