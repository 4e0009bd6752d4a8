import type { Json } from '../json.ts';
import type { Contact } from '../model/contact.ts';
import type { Random } from '../random.ts';
import { between, DAY, type Seeding } from './seeding.ts';
import { FIRST_NAMES, LAST_NAMES, PLACES, SENTENCES } from './words.ts';

/**
 * Users and leads and what happened to them: an import touched most of them in one and the same second 40 days ago,
 * some were tagged, noted, promoted, merged or deleted. One has nearly everything there is, more than fits inline.
 */
export function seedContacts(seeding: Seeding): void {
  const { mutators, store, timeline, random, counts, end } = seeding;
  const importAt = end - 40 * DAY;
  const companies = [...store.companies.keys()].filter((_, index) => index % 12 !== 11);
  const tags = [...store.tags.keys()];
  const count = counts.contacts;
  const lively: string[] = [];

  for (let i = 0; i < count; i++) {
    const old = i % 4 !== 0;
    const created_at = old ? between(seeding, end - 720 * DAY, importAt - DAY) : between(seeding, importAt, end - 60);
    const id = store.ids.object(created_at);
    const later = (from = created_at): number => between(seeding, from, end);
    const person = personOf(seeding, i, created_at);
    const rich = i === 1;
    person.company_ids = random.sample(companies, rich ? 14 : random.int(0, 2));
    person.tags = random.sample(tags, rich ? 30 : random.int(0, 2)).map((tag) => ({
      id: tag,
      applied_at: created_at,
      applied_by: { type: 'admin', id: random.pick([...store.admins.keys()]) },
    }));

    timeline.at(created_at, () => void mutators.createContact({ ...person, id }));
    if (old && i % 10 !== 0)
      timeline.at(importAt, () => void mutators.updateContact(id, { has_hard_bounced: random.chance(0.02) }));
    if (i % 10 === 0) lively.push(id);
    if (i % 10 === 0) timeline.at(later(), () => void mutators.updateContact(id, { language_override: 'de' }));
    if (i % 40 === 30) timeline.at(later(importAt), () => void mutators.tagContact(id, random.pick(tags)));
    for (let note = 0; note < (rich ? 12 : i % 20 === 4 ? 2 : 0); note++) {
      timeline.at(
        rich ? created_at : later(),
        () => void mutators.addContactNote(id, `<p>${random.pick(SENTENCES)}</p>`),
      );
    }
    if (person.role === 'lead' && i % 20 === 8) timeline.at(later(), () => void mutators.changeRole(id, 'user'));
  }
  seedDepartures(seeding, Math.ceil(count / 40), lively);
  timeline.run();
}

/** Contacts that are no longer there: deleted ones, and leads merged into one of the users named. */
function seedDepartures(seeding: Seeding, count: number, users: string[]): void {
  const { mutators, store, timeline, random, end } = seeding;
  for (let i = 0; i < count; i++) {
    const created_at = between(seeding, end - 300 * DAY, end - 30 * DAY);
    const goneAt = between(seeding, created_at, end - 60);
    const leadId = store.ids.object(created_at);
    const deletedId = store.ids.object(created_at);
    timeline.at(created_at, () => {
      mutators.createContact({ id: leadId, role: 'lead', name: 'Passing lead', email: `lead${i}@mail.example` });
      mutators.createContact({ id: deletedId, external_id: `gone-${i}`, name: 'Soon gone' });
    });
    timeline.at(goneAt, () => {
      const user = random.sample(users, 20).find((id) => store.contacts.all.has(id));
      if (user !== undefined && i === 0) mutators.failMerge(leadId, user);
      if (user !== undefined) mutators.mergeContacts(leadId, user);
      else mutators.deleteContact(leadId);
      mutators.deleteContact(deletedId);
    });
  }
}

function personOf({ random, store, end }: Seeding, index: number, created_at: number): Partial<Contact> {
  const role = index % 10 < 7 ? 'user' : 'lead';
  const anonymous = index % 20 === 19;
  const seen = (chance: number): number | null => (random.chance(chance) ? random.int(created_at, end) : null);
  const segments = [...store.segments.values()].filter(({ of }) => of === 'people').map(({ id }) => id);
  return {
    role,
    external_id: role === 'user' ? `u-${10_000 + index}` : null,
    name: anonymous ? null : `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`,
    email: anonymous ? null : `person${index}@${random.pick(['mail', 'post', 'correo'])}.example`,
    phone: random.chance(0.3) ? `+4790${random.int(100_000, 999_999)}` : null,
    owner_id: random.chance(0.3) ? Number(random.pick([...store.admins.keys()])) : null,
    marked_email_as_spam: random.chance(0.02),
    unsubscribed_from_emails: random.chance(0.1),
    created_at,
    signed_up_at: role === 'user' ? created_at : null,
    last_seen_at: seen(0.8),
    last_replied_at: seen(0.4),
    last_contacted_at: seen(0.5),
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
    location: random.chance(0.8) ? random.pick(PLACES) : { country: null, region: null, city: null },
    social_profiles: random.chance(0.1) ? [{ name: 'Mastodon', url: `https://social.example/@p${index}` }] : [],
    segment_ids: random.sample(segments, random.int(0, 3)),
    subscription_ids: random.sample([...store.subscriptionTypes.keys()], random.int(0, 2)),
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
