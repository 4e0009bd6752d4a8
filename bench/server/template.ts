/** Bodies made once: the text of a record with places for what differs from record to record, its id and its time. */

/** A record's bytes, and where its id and `updated_at` go. */
export interface Template {
  bytes: Buffer;
  ids: number[];
  times: number[];
  /** The id of the record that it was made of. */
  model: string;
  /** How many requests of its own a record needs: for its parts, or for lists that it does not show whole. */
  details: number;
}

const timeMark = 9_999_999_999;

/** Makes a template of a record as the API shows it. `idWidth`: characters of the ids that will be put in. */
export function templateOf(record: { [field: string]: unknown }, idWidth: number, details = 0): Template {
  const idMark = '#'.repeat(idWidth);
  const text = JSON.stringify({ ...record, updated_at: timeMark }).replaceAll(String(record.id), idMark);
  const bytes = Buffer.from(text);
  return {
    bytes,
    ids: placesOf(bytes, idMark),
    times: placesOf(bytes, String(timeMark)),
    model: String(record.id),
    details,
  };
}

/** Renders a record into a body. Returns where it ends. */
export function render(template: Template, into: Buffer, at: number, id: string, time: number): number {
  template.bytes.copy(into, at);
  for (const place of template.ids) into.write(id, at + place, 'latin1');
  for (const place of template.times) into.write(String(time), at + place, 'latin1');
  return at + template.bytes.length;
}

function placesOf(bytes: Buffer, mark: string): number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + mark.length)) places.push(at);
  return places;
}
