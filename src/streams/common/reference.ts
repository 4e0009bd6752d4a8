/** References: an object that is only named here, its own fields being in a stream of its own. */
import { type Columns, described, object, text } from '../../core/columns/columns.ts';

/** An admin, a contact, a team or a workflow, as `type` says. */
export const referenceColumns: Columns = { type: text, id: text };

export const reference = object(referenceColumns);

/** A contact, with the id its own application gave it. */
export const contactReferenceColumns: Columns = {
  type: text,
  id: text,
  external_id: described(text, "Your application's id of the contact."),
};

export const contactReference = object(contactReferenceColumns);
