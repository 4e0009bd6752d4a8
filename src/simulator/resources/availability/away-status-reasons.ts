import { listing } from '../../engine/listing.ts';

/** A reason that a teammate can give for being away. One that is deleted stays in the list. */
export interface AwayStatusReason {
  id: string;
  label: string;
  emoji: string;
  order: number;
  deleted: boolean;
  created_at: number;
  updated_at: number;
}

export const awayStatusReasons = listing({
  name: 'away_status_reasons',
  one: 'AwayStatusReason',
  ids: { from: 12_400n, step: 9 },
  blank: ({ id, now }): AwayStatusReason => ({
    id,
    label: `Reason ${id}`,
    emoji: '☕',
    order: 9,
    deleted: false,
    created_at: now,
    updated_at: now,
  }),
  json: (_, reason) => ({ type: 'away_status_reason', ...reason }),
});
