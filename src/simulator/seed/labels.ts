import { between, DAY, type Seeding } from './seeding.ts';
import { TAGS } from './words.ts';

const PEOPLE_SEGMENTS = ['Active', 'Slipping away', 'New this week', 'Leads with an email', 'VIPs', 'Users in the EU'];
const COMPANY_SEGMENTS = ['Big spenders', 'Trials', 'Enterprise', 'Silent for a month'];
const MAIL = [
  { name: 'Product news', description: 'What is new, once a month', consent_type: 'opt_out', content_types: ['email'] },
  {
    name: 'Outages',
    description: 'When something is down',
    consent_type: 'opt_in',
    content_types: ['email', 'sms_message'],
  },
  { name: 'Offers', description: 'Discounts and such', consent_type: 'opt_in', content_types: ['email'] },
] as const;

/** Tags, segments of people and of companies, and kinds of mail. */
export function seedLabels(seeding: Seeding): void {
  const { mutators, store, end } = seeding;
  for (const name of TAGS) mutators.createTag({ name });

  const segment = (name: string, of: 'people' | 'companies', index: number): void => {
    const created_at = between(seeding, end - 720 * DAY, end - 400 * DAY);
    const updated_at = between(seeding, created_at, end - DAY);
    mutators.createSegment({ name, of, created_at, updated_at, person_type: index === 3 ? 'contact' : 'user' });
  };
  for (const [index, name] of PEOPLE_SEGMENTS.entries()) segment(name, 'people', index);
  for (const name of COMPANY_SEGMENTS) segment(name, 'companies', 0);

  for (const { name, description, consent_type, content_types } of MAIL) {
    const id = store.ids.number('subscription');
    store.subscriptionTypes.set(id, {
      id,
      state: 'live',
      consent_type,
      content_types: [...content_types],
      translations: [
        { name, description, locale: 'en' },
        { name: `${name} (DE)`, description: `${description} (DE)`, locale: 'de' },
      ],
    });
  }
}
