import { type Table, table } from '../../engine/table.ts';
import type { Company, Note } from './model.ts';

export const companies: Table<Company> = table('companies');

/** Notes on contacts and on companies. */
export const notes: Table<Note> = table('notes');

/** The ids of the contacts of each company. */
export const members: Table<Set<string>> = table('members');
