/** References: an object that is only named here, its own fields being in a stream of its own. */
import { object, text } from '../../core/columns/columns.ts';

/** An admin, a contact, a team or a workflow, as `type` says. */
export const reference = object({ type: text, id: text });

/** A contact, with the id its own application gave it. */
export const contactReference = object({ type: text, id: text, external_id: text });
