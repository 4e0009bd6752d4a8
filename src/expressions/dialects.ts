/** What the databases write differently: reaching into JSON. A value of another type than is asked for is NULL. */

const duckdbPath = (path: readonly string[]) => `'$.${path.join('.')}'`;
const postgresPath = (path: readonly string[]) => `'{${path.join(',')}}'`;

const ofType = (type: string, column: string, path: readonly string[], value: string) =>
  `(CASE WHEN jsonb_typeof(${column} #> ${postgresPath(path)}) = '${type}' THEN ${value} END)`;

export const dialects = {
  duckdb: {
    text: (column: string, ...path: string[]) => `json_extract_string(${column}, ${duckdbPath(path)})`,
    number: (column: string, ...path: string[]) =>
      `TRY_CAST(json_extract_string(${column}, ${duckdbPath(path)}) AS DOUBLE)`,
    bool: (column: string, ...path: string[]) =>
      `TRY_CAST(json_extract_string(${column}, ${duckdbPath(path)}) AS BOOLEAN)`,
    json: (column: string, ...path: string[]) => `json_extract(${column}, ${duckdbPath(path)})`,
    items: (column: string, path: readonly string[], name: string) =>
      `(SELECT unnest(json_extract(${column}, ${duckdbPath([...path])} || '[*]')) AS value, generate_subscripts(json_extract(${column}, ${duckdbPath([...path])} || '[*]'), 1) - 1 AS position) AS ${name}`,
  },
  postgres: {
    text: (column: string, ...path: string[]) => `(${column} #>> ${postgresPath(path)})`,
    number: (column: string, ...path: string[]) =>
      ofType('number', column, path, `(${column} #>> ${postgresPath(path)})::double precision`),
    bool: (column: string, ...path: string[]) =>
      ofType('boolean', column, path, `(${column} #>> ${postgresPath(path)})::boolean`),
    json: (column: string, ...path: string[]) => `(${column} #> ${postgresPath(path)})`,
    items: (column: string, path: readonly string[], name: string) =>
      `(SELECT value, ordinality - 1 AS position FROM jsonb_array_elements(${ofType('array', column, path, `${column} #> ${postgresPath(path)}`)}) WITH ORDINALITY) AS ${name}`,
  },
};

export type DialectName = keyof typeof dialects;
