/** The addresses that mail is sent from. */
import { listing, listRoute, oneRoute } from '../../engine/listing.ts';
import type { Route } from '../../engine/route.ts';

export interface EmailSetting {
  id: string;
  email: string;
  verified: boolean;
  domain: string;
  brand_id: string;
  forwarding_enabled: boolean;
  /** 0 where none came yet. */
  forwarded_email_last_received_at: number;
  created_at: number;
  updated_at: number;
}

export const emailSettings = listing({
  name: 'email_settings',
  one: 'EmailSetting',
  ids: { from: 0n, step: 3 },
  blank: ({ id, now, store }): EmailSetting => ({
    id,
    email: `support${id}@company.example`,
    verified: true,
    domain: 'company.example',
    brand_id: store.settings.workspaceId,
    forwarding_enabled: false,
    forwarded_email_last_received_at: 0,
    created_at: now,
    updated_at: now,
  }),
  json: (_, setting) => ({
    type: 'email_setting',
    ...setting,
    forwarded_email_last_received_at: setting.forwarded_email_last_received_at || null,
  }),
});

/** The reference names none. */
const scope = 'read_admins';
const since = '2.15';

export const emailRoutes: Route[] = [
  listRoute(emailSettings, { path: '/emails', scope, since }),
  oneRoute(emailSettings, { path: '/emails/:id', scope, since, missing: ['Email setting not found'] }),
];
