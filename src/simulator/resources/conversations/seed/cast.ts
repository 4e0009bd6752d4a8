/** Who is in a conversation. */
import type { Seeding } from '../../../engine/seeding.ts';
import type { Contact } from '../../contacts/model.ts';
import { type Admin, admins } from '../../people/admins.ts';
import { teams } from '../../people/teams.ts';
import { botsOf } from '../bots.ts';
import type { Author } from '../model.ts';
import type { Writer } from './scene.ts';

interface Involved {
  contact: Contact;
  /** Someone else who may come to it. */
  other: Contact;
  admin: Writer;
  colleague: Writer;
  fin: Writer;
  operator: Writer;
  teamId: string | undefined;
}

/** Gives those of a conversation that begins at that second; `people` come in the order of their creation. */
export function createCast({ store, random }: Seeding, people: readonly Contact[]): (begun: number) => Involved {
  const teammates = new Map([...store.get(admins).values()].map((admin) => [Number(admin.id), authorOf(admin)]));
  const staffed = [...store.get(teams).values()].filter((team) => team.primary_admin_ids.length > 0);
  // The first team is the front line, and takes most.
  const weighted = staffed.flatMap((team, place) => Array.from({ length: Math.max(1, 4 - 2 * place) }, () => team));
  const anyone = [...teammates.keys()];
  const bots = botsOf(store.settings.workspaceId);
  const [fin, operator] = [writer(bots.fin), writer(bots.operator)];

  return (begun) => {
    const known = knownAt(people, begun);
    const someone = (): Contact => people[random.int(0, known - 1)]!;
    const team = weighted.length > 0 ? random.pick(weighted) : undefined;
    const members = team?.primary_admin_ids.filter((id) => teammates.has(id)) ?? [];
    return {
      contact: someone(),
      other: someone(),
      admin: teammates.get(random.pick(members.length > 0 ? members : anyone))!,
      colleague: teammates.get(random.pick(anyone))!,
      fin,
      operator,
      teamId: team?.id,
    };
  };
}

/** How many there were by then; the first one at least. */
function knownAt(people: readonly Contact[], seconds: number): number {
  let low = 1;
  let high = people.length;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (people[middle - 1]!.created_at <= seconds) low = middle;
    else high = middle - 1;
  }
  return low;
}

const authorOf = ({ id, name, email }: Admin): Writer => writer({ type: 'admin', id, name, email });

/** A contact as the author of messages. */
export const contactAuthor = ({ role: type, id, name, email }: Contact): Writer =>
  writer({ type, id, name, email: email ?? `${id}@unknown.example` });

const writer = (author: Author): Writer => ({ ...author, from_ai_agent: false, is_ai_answer: false });
