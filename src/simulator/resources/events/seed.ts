import { between, day, type Seeding } from '../../engine/seeding.ts';
import { contacts } from '../contacts/tables.ts';
import { addEvent } from './data-events.ts';

const names = ['placed-order', 'invited-friend', 'updated-plan', 'exported-report'];

/** So many contacts may have events, however many there are. */
const most = 320;

/**
 * Events of every fourth contact: some of the last weeks, and one of long ago, which is counted only. The second contact has more than
 * a page holds. None touches its contact, which stays as it was before there were events.
 */
export function seedEvents(seeding: Seeding): void {
  const { store, random, end } = seeding;
  const people = store.get(contacts).all.values();
  for (let index = 0; index < most; index++) {
    const { value: contact } = people.next();
    if (contact === undefined) return;
    if (index % 4 !== 1) continue;
    const add = (from: number, to: number): void => {
      const metadata = random.chance(0.7)
        ? { plan: random.pick(['pro', 'team']), items: String(random.int(1, 9)) }
        : {};
      addEvent(store, {
        contact_id: contact.id,
        created_at: between(seeding, from, to),
        event_name: random.pick(names),
        metadata,
      });
    };
    for (let times = index === 1 ? 130 : random.int(1, 4); times > 0; times--) add(end - 60 * day, end - 60);
    add(end - 400 * day, end - 120 * day);
  }
}
