/** A teammate's note on a contact or on a company: never on both. */
import { type Columns, described, epoch, object, text } from '../../core/columns/columns.ts';
import { adminColumns } from './admin.ts';
import { reference } from './reference.ts';

export const noteColumns = (about: 'contact' | 'company'): Columns => ({
  type: text,
  id: text,
  created_at: epoch,
  [about]: reference,
  author: described(object(adminColumns), 'The admin who wrote it.'),
  body: described(text, 'HTML.'),
});
