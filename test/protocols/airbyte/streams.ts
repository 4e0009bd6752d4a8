/** Three streams of each kind: with a cursor, without, and a child with a key of two columns. */
import type { StreamInfo } from '../../../src/core/catalog.ts';
import { bool, epoch, json, list, number, object, text, timestamp } from '../../../src/core/columns/columns.ts';

export const streams: StreamInfo[] = [
  {
    name: 'contacts',
    description: 'Users and leads.',
    permission: 'Read users',
    primaryKey: ['id'],
    cursor: 'updated_at',
    columns: { id: text, updated_at: epoch, custom_attributes: json, location: object({ city: text }) },
    fullSnapshot: false,
  },
  {
    name: 'admins',
    description: 'Teammates.',
    permission: 'Read admins',
    primaryKey: ['id'],
    columns: { id: text, away: bool, score: number, team_ids: list(text), _ab_cdc_deleted_at: timestamp },
    fullSnapshot: true,
  },
  {
    name: 'contact_tags',
    description: 'Tags of contacts.',
    permission: 'Read users',
    primaryKey: ['contact_id', 'id'],
    cursor: 'contact_updated_at',
    columns: { contact_id: text, id: text, contact_updated_at: epoch },
    parent: { stream: 'contacts', column: 'contact_id' },
    fullSnapshot: false,
  },
];
