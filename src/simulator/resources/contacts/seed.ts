import type { Json } from '../../engine/json.ts';
import type { Random } from '../../engine/random.ts';
import { between, day, type Seeding } from '../../engine/seeding.ts';
import { companies } from '../companies/tables.ts';
import { segments } from '../labels/segments.ts';
import { subscriptionTypes } from '../labels/subscription-types.ts';
import { tags } from '../labels/tags.ts';
import { admins } from '../people/admins.ts';
import { firstNames, lastNames, places, sentences } from '../words.ts';
import { contactChanges } from './changes.ts';
import type { Contact } from './model.ts';
import { contacts } from './tables.ts';

/**
 * Users and leads and what happened to them: an import touched most of them in one and the same second 40 days ago,
 * some were tagged, noted, promoted, merged or deleted. Three in a hundred have more than fits inline, the second nearly everything there is.
 */
export function seedContacts(seeding: Seeding): void {
  const { store, timeline, random, counts, end } = seeding;
  const changes = contactChanges(store);
  const importAt = end - 40 * day;
  const joined = [...store.get(companies).keys()].filter((_, index) => index % 12 !== 11);
  const tagIds = [...store.get(tags).keys()];
  const count = counts.contacts;
  const lively: string[] = [];

  for (let i = 0; i < count; i++) {
    const old = i % 4 !== 0;
    const created_at = old ? between(seeding, end - 720 * day, importAt - day) : between(seeding, importAt, end - 60);
    const id = store.ids.object(created_at);
    const later = (from = created_at): number => between(seeding, from, end);
    const person = personOf(seeding, i, created_at);
    const rich = i % 33 === 1;
    const second = i === 1;
    person.company_ids = random.sample(joined, second ? 14 : rich ? random.int(11, 13) : random.pick([0, 0, 0, 1, 2]));
    person.tags = random
      .sample(tagIds, second ? 30 : rich ? random.int(11, 16) : random.pick([0, 0, 0, 1, 2]))
      .map((tag) => ({
        id: tag,
        applied_at: created_at,
        applied_by: { type: 'admin', id: random.pick([...store.get(admins).keys()]) },
      }));

    timeline.at(created_at, () => void changes.createContact({ ...person, id }));
    if (old && i % 10 !== 0)
      timeline.at(importAt, () => void changes.updateContact(id, { has_hard_bounced: random.chance(0.02) }));
    if (i % 10 === 0) lively.push(id);
    if (i % 10 === 0) timeline.at(later(), () => void changes.updateContact(id, { language_override: 'de' }));
    if (i % 40 === 30) timeline.at(later(importAt), () => void changes.tagContact(id, random.pick(tagIds)));
    for (let note = 0; note < (rich ? 12 : i % 20 === 4 ? 2 : 0); note++) {
      timeline.at(
        rich ? created_at : later(),
        () => void changes.addContactNote(id, `<p>${random.pick(sentences)}</p>`),
      );
    }
    if (person.role === 'lead' && i % 20 === 8) timeline.at(later(), () => void changes.changeRole(id, 'user'));
  }
  seedDepartures(seeding, Math.ceil(count / 40), lively);
  timeline.run();
}

/** Contacts that are no longer there: deleted ones, and leads merged into one of the users named. */
function seedDepartures(seeding: Seeding, count: number, users: string[]): void {
  const { store, timeline, random, end } = seeding;
  const changes = contactChanges(store);
  for (let i = 0; i < count; i++) {
    const created_at = between(seeding, end - 300 * day, end - 30 * day);
    const goneAt = between(seeding, created_at, end - 60);
    const leadId = store.ids.object(created_at);
    const deletedId = store.ids.object(created_at);
    timeline.at(created_at, () => {
      changes.createContact({ id: leadId, role: 'lead', name: 'Passing lead', email: `lead${i}@mail.example` });
      changes.createContact({ id: deletedId, external_id: `gone-${i}`, name: 'Soon gone' });
    });
    timeline.at(goneAt, () => {
      const user = random.sample(users, 20).find((id) => store.get(contacts).all.has(id));
      if (user !== undefined && i === 0) changes.failMerge(leadId, user);
      if (user !== undefined) changes.mergeContacts(leadId, user);
      else changes.deleteContact(leadId);
      changes.deleteContact(deletedId);
    });
  }
}

function personOf({ random, store, end }: Seeding, index: number, created_at: number): Partial<Contact> {
  const role = index % 10 < 7 ? 'user' : 'lead';
  const anonymous = index % 20 === 19;
  const seen = (chance: number): number | null => (random.chance(chance) ? random.int(created_at, end) : null);
  const segmentIds = [...store.get(segments).values()].filter(({ of }) => of === 'people').map(({ id }) => id);
  return {
    role,
    external_id: role === 'user' ? `u-${10_000 + index}` : null,
    name: anonymous ? null : `${random.pick(firstNames)} ${random.pick(lastNames)}`,
    email: anonymous ? null : `person${index}@${random.pick(['mail', 'post', 'correo'])}.example`,
    phone: random.chance(0.3) ? `+4790${random.int(100_000, 999_999)}` : null,
    owner_id: random.chance(0.3) ? Number(random.pick([...store.get(admins).keys()])) : null,
    marked_email_as_spam: random.chance(0.02),
    unsubscribed_from_emails: random.chance(0.1),
    created_at,
    signed_up_at: role === 'user' ? created_at : null,
    last_seen_at: seen(0.8),
    last_email_opened_at: seen(0.3),
    last_email_clicked_at: seen(0.2),
    language_override: random.chance(0.1) ? 'pt-BR' : null,
    browser: random.pick(['chrome', 'firefox', 'safari', null]),
    browser_version: random.pick(['126.0', '18.1', null]),
    browser_language: random.pick(['en', 'de', 'ja', null]),
    os: random.pick(['OS X 10.15.7', 'Windows 11', null]),
    ...(index % 6 === 0 ? android(random, created_at, end) : {}),
    ...(index % 6 === 3 ? ios(random, created_at, end) : {}),
    enabled_push_messaging: random.pick([true, false, null]),
    custom_attributes: attributesOf(random, index, created_at),
    avatar: random.chance(0.4) ? `https://avatars.example/${random.hex(8)}.png` : null,
    location: random.chance(0.8) ? random.pick(places) : { country: null, region: null, city: null },
    social_profiles: random.chance(0.1) ? [{ name: 'Mastodon', url: `https://social.example/@p${index}` }] : [],
    segment_ids: random.sample(segmentIds, random.int(0, 3)),
    subscription_ids: random.sample([...store.get(subscriptionTypes).keys()], random.int(0, 2)),
  };
}

function android(random: Random, from: number, to: number): Partial<Contact> {
  return {
    android_app_name: 'Northwind',
    android_app_version: '5.1.0',
    android_device: 'Pixel 9',
    android_os_version: '15',
    android_sdk_version: '15.8',
    android_last_seen_at: random.int(from, to),
  };
}

function ios(random: Random, from: number, to: number): Partial<Contact> {
  return {
    ios_app_name: 'Northwind',
    ios_app_version: '5.2.1',
    ios_device: 'iPhone17,3',
    ios_os_version: '18.1',
    ios_sdk_version: '17.4',
    ios_last_seen_at: random.int(from, to),
  };
}

function attributesOf(random: Random, index: number, around: number): Record<string, Json> {
  if (index % 7 === 6) return {};
  return {
    favourite_colour: random.pick(['red', 'green', 'ultra "blue"', null]),
    logins: random.int(0, 500),
    score: random.int(-400, 400) / 16,
    paying: random.chance(0.5),
    renews_at: around + random.int(0, 40_000_000),
  };
}
