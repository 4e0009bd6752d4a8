/** Subscription types: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/subscription-types */
import { listing } from '../../intercom/readers/listing.ts';
import { permissions } from '../common/permissions.ts';
import { subscriptionTypeColumns } from '../common/subscription-type.ts';
import { defineStream } from '../stream.ts';

export const subscriptionTypes = defineStream({
  name: 'subscription_types',
  description: 'The kinds of mail and messages that contacts can opt in to or out of.',
  permission: permissions.people,
  primaryKey: ['id'],
  columns: subscriptionTypeColumns,
  scan: { name: 'subscription_types', read: listing({ path: '/subscription_types', items: 'data' }) },
});
