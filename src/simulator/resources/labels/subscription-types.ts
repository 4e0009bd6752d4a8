import { listing } from '../../engine/listing.ts';

/** A kind of mail a contact can opt in to or out of. */
export interface SubscriptionType {
  id: string;
  state: 'live' | 'draft' | 'archived';
  consent_type: 'opt_out' | 'opt_in';
  content_types: ('email' | 'sms_message')[];
  /** The first is the default. */
  translations: { name: string; description: string; locale: string }[];
}

export const subscriptionTypes = listing({
  name: 'subscription_types',
  one: 'SubscriptionType',
  ids: { from: 123400n, step: 20 },
  blank: ({ id }): SubscriptionType => ({
    id,
    state: 'live',
    consent_type: 'opt_out',
    content_types: ['email'],
    translations: [{ name: `Mail ${id}`, description: '', locale: 'en' }],
  }),
  json: (_, { translations, ...plain }) => ({
    type: 'subscription',
    ...plain,
    default_translation: translations[0],
    translations,
  }),
});
