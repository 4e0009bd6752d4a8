import { createOne } from '../../engine/listing.ts';
import { between, day, type Seeding } from '../../engine/seeding.ts';
import { tagNames } from '../words.ts';
import { segments } from './segments.ts';
import { subscriptionTypes } from './subscription-types.ts';
import { tags } from './tags.ts';

const segmentsOfPeople = ['Active', 'Slipping away', 'New this week', 'Leads with an email', 'VIPs', 'Users in the EU'];
const segmentsOfCompanies = ['Big spenders', 'Trials', 'Enterprise', 'Silent for a month'];
const mail = [
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
  const { store, end } = seeding;
  for (const name of tagNames) createOne(store, tags, { name });

  const segment = (name: string, of: 'people' | 'companies', index: number): void => {
    const created_at = between(seeding, end - 720 * day, end - 400 * day);
    const updated_at = between(seeding, created_at, end - day);
    createOne(store, segments, { name, of, created_at, updated_at, person_type: index === 3 ? 'contact' : 'user' });
  };
  for (const [index, name] of segmentsOfPeople.entries()) segment(name, 'people', index);
  for (const name of segmentsOfCompanies) segment(name, 'companies', 0);

  for (const { name, description, consent_type, content_types } of mail) {
    createOne(store, subscriptionTypes, {
      consent_type,
      content_types: [...content_types],
      translations: [
        { name, description, locale: 'en' },
        { name: `${name} (DE)`, description: `${description} (DE)`, locale: 'de' },
      ],
    });
  }
}
