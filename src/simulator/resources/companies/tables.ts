import type { NumberIds } from '../../engine/ids.ts';
import { type Table, table } from '../../engine/table.ts';
import type { Company, Note } from './model.ts';

export const companies: Table<Company> = table('companies');

/** Notes on contacts and on companies. */
export const notes: Table<Note> = table('notes');
export const noteIds: NumberIds = { from: 17495000n, step: 90 };

/** The ids of the contacts of each company. */
export const members: Table<Set<string>> = table('members');
