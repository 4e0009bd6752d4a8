/** The simulator in a process of its own, with a count of its requests by window. Ends with its stdin. */
import { createSimulator } from '../../src/simulator/index.ts';
import { windowSeconds } from '../server/windows.ts';
import type { SimulatorReport, SimulatorSize } from './start.ts';

const { scale, latencyMs } = JSON.parse(process.argv[2] ?? '{}') as SimulatorSize;
const simulator = createSimulator({ scale, latencyMs });
const { url, close } = await simulator.listen();

function report(): SimulatorReport {
  const counted = simulator.requests.all.filter(({ status }) => status !== 429);
  const windowOf = ({ at }: { at: number }) => Math.floor(at / 1000 / windowSeconds);
  const first = windowOf(counted[0]!);
  const spent = Array.from({ length: windowOf(counted.at(-1)!) - first + 1 }, () => 0);
  for (const request of counted) spent[windowOf(request) - first]!++;
  const { workspace } = simulator;
  return {
    spent,
    refused: simulator.requests.all.length - counted.length,
    records: {
      contacts: workspace.contacts.size,
      conversations: workspace.conversations.size,
      conversation_parts: [...workspace.conversations.values()].reduce((sum, { parts }) => sum + parts.length, 0),
      tickets: workspace.tickets.size,
      companies: workspace.companies.size,
    },
  };
}

process.stdin.setEncoding('utf8').on('data', () => process.stdout.write(`${JSON.stringify(report())}\n`));
process.stdin.on('end', () => close());
process.stdout.write(`${url}\n`);
