/** Help centers and the redirects in them: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/help-center */
import { bool, described, epoch, list, text, textReference } from '../../core/columns/columns.ts';
import { listing } from '../../intercom/readers/listing.ts';
import { childRows, childStream } from '../common/children.ts';
import { entitiesAt, updatedAt, withId } from '../common/entity.ts';
import { permissions } from '../common/permissions.ts';
import { sublist } from '../common/sublist.ts';
import { defineStream, type Scan } from '../stream.ts';

const helpCenterScan: Scan = {
  name: 'help_centers',
  cursor: updatedAt,
  read: listing({ path: '/help_center/help_centers', items: 'data' }),
};

export const helpCenters = defineStream({
  name: 'help_centers',
  description: 'The help centers of the workspace.',
  permission: permissions.articles,
  primaryKey: ['id'],
  byId: (id) => `/help_center/help_centers/${encodeURIComponent(id)}`,
  cursor: 'updated_at',
  columns: {
    id: text,
    workspace_id: described(textReference, "The workspace's id."),
    created_at: epoch,
    updated_at: epoch,
    identifier: described(text, 'Its part of the address.'),
    website_turned_on: described(bool, 'Whether it can be seen.'),
    display_name: text,
    url: text,
    custom_domain: described(text, 'Null where it has none.'),
    default: described(bool, 'Whether it is the default one.'),
    locales: described(list(text), 'Its languages.'),
  },
  scan: helpCenterScan,
});

/** A request for each help center, of which there are few. No document says that a redirect touches its help center. */
export const helpCenterRedirects = childStream(helpCenters, 'help_center', {
  name: 'help_center_redirects',
  description: 'The redirects from old addresses to articles and collections: all of them in every sync.',
  permission: permissions.helpCenterRedirects,
  since: '2.16',
  primaryKey: ['id'],
  columns: {
    id: text,
    type: text,
    from_url: text,
    locale: text,
    target_type: described(text, 'article or collection.'),
    target_id: described(textReference, 'The id of articles or collections, as target_type says.'),
    created_at: epoch,
    updated_at: epoch,
  },
  fullSnapshot: true,
  detail: sublist({
    name: 'help_center_redirects',
    path: (id) => `/help_center/help_centers/${encodeURIComponent(id)}/redirects`,
    items: 'data',
    pageSize: 250,
  }),
  rows: (helpCenter, detail) => childRows('help_center', helpCenter, withId(entitiesAt(detail, 'data'))),
});
