/** Things without an id of their own, told apart by their place among the others of the same record. */
import { type Column, described, int } from '../../core/columns/columns.ts';

export const positionColumn = (what: string): Column => described(int, `Which ${what} it is, counted from 1.`);
