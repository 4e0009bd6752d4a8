/** Incremental reads of some streams from a simulator, each of which goes on from the states of the one before. */
import type { Row, StreamState } from '../../src/core/events.ts';
import { read } from '../../src/engine/read.ts';
import type { HttpRequest } from '../../src/intercom/http/transport.ts';
import { openSession } from '../../src/intercom/session.ts';
import { createSimulator, type Simulator, type SimulatorOptions } from '../../src/simulator/index.ts';
import type { Stream } from '../../src/streams/stream.ts';
import { throughFetch } from '../intercom/through-fetch.ts';
import { contextOver } from './read-context.ts';

export interface SuccessiveReads {
  simulator: Simulator;
  states: Map<string, StreamState>;
  /** The addresses asked for in the last read. */
  asked: URL[];
  /** Is called before each request. */
  hooks: { before?(url: URL): void };
  /** The rows of each stream. Rejects with the error of a stream that ends incomplete; its states count all the same. */
  readRows(options?: { start?: number; selected?: readonly Stream[] }): Promise<Record<string, Row[]>>;
}

export function successiveReads(streams: readonly Stream[], options: SimulatorOptions = {}): SuccessiveReads {
  const simulator = createSimulator({ scale: 0, rateLimit: null, ...options });
  const network = throughFetch(simulator.fetch);
  const asked: URL[] = [];
  const hooks: SuccessiveReads['hooks'] = {};
  const { client, clock, signal } = contextOver((request: HttpRequest) => {
    const url = new URL(request.url);
    asked.push(url);
    hooks.before?.(url);
    return network(request);
  });
  const states = new Map<string, StreamState>();
  return {
    simulator,
    states,
    asked,
    hooks,
    async readRows({ start = 0, selected = streams } = {}) {
      asked.length = 0;
      const rows: Record<string, Row[]> = Object.fromEntries(selected.map(({ name }) => [name, []]));
      const flow = read({
        session: await openSession(client, { region: 'us' }),
        registry: streams,
        selected: selected.map(({ name }) => ({ name, syncMode: 'incremental', syncId: null })),
        states,
        times: { start, lookback: 0, settling: 600 },
        clock,
        signal,
      });
      let failure: Error | undefined;
      for await (const event of flow) {
        if (event.type === 'records') rows[event.stream]!.push(...event.rows);
        if (event.type === 'checkpoint') for (const { stream, state } of event.states) states.set(stream, state);
        if (event.type === 'status' && event.status === 'incomplete') failure ??= event.error;
      }
      if (failure) throw failure;
      return rows;
    },
  };
}
