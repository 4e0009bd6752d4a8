/** Which schema of the OpenAPI of 2.16 describes a stream's entity, and where columns differ from it, and why. */

/** By difference, as `columnDifferences` says it: why it is so. */
export type Exceptions = { readonly [difference: string]: string };

export type Contract = { schema: string; exceptions?: Exceptions } | { undocumented: string };

/** The same exceptions of an entity that lies within another one. */
export const inside = (path: string, exceptions: Exceptions): Exceptions =>
  Object.fromEntries(Object.entries(exceptions).map(([difference, why]) => [`${path}.${difference}`, why]));

export const notDocumented = (paths: string, why: string): Exceptions =>
  Object.fromEntries(paths.split(/\s+/).map((path) => [`${path}: not documented`, why]));

export const deletion = notDocumented('_ab_cdc_deleted_at _deleted_reason', 'we add it');

export const parent = (name: string): Exceptions =>
  notDocumented(`${name}_id ${name}_updated_at`, "we add the parent's");

export const contactExceptions: Exceptions = {
  ...notDocumented(
    `enabled_push_messaging utm_campaign utm_content utm_medium utm_source utm_term referrer opted_in_subscription_types
    opted_out_subscription_types social_profiles.type tags.type notes.type companies.type`,
    "in the document's own examples, though not declared",
  ),
  ...notDocumented('formatted_phone', 'among the fields that contacts can be searched by, though not declared'),
  ...deletion,
};

export const adminExceptions: Exceptions = {
  'avatar: json, documented as text': 'elsewhere in the document an object with image_url',
};

export const companyExceptions: Exceptions = {
  'monthly_spend: number, documented as int': "the attribute's own definition says float",
  ...inside('notes.notes[].author', adminExceptions),
};

export const ticketTypeExceptions: Exceptions = {
  ...notDocumented('ticket_type_attributes.data', "the wire and the document's own examples say data"),
};

export const dataAttributeExceptions: Exceptions = { 'id: text, documented as int': "every record's own id is text" };
