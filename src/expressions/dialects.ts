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
    length: (column: string) => `CAST(json_array_length(${column}) AS BIGINT)`,
    items: (column: string, path: readonly string[], name: string) =>
      `(SELECT unnest(json_extract(${column}, ${duckdbPath([...path])} || '[*]')) AS value, generate_subscripts(json_extract(${column}, ${duckdbPath([...path])} || '[*]'), 1) - 1 AS position) AS ${name}`,
    dates: (from: string, to: string) =>
      `CAST(unnest(generate_series(CAST(${from} AS TIMESTAMP), CAST(${to} AS TIMESTAMP), INTERVAL 1 DAY)) AS DATE)`,
    joined: (texts: string) => `string_agg(${texts}, ', ' ORDER BY ${texts})`,
  },
  postgres: {
    text: (column: string, ...path: string[]) => `(${column} #>> ${postgresPath(path)})`,
    number: (column: string, ...path: string[]) =>
      ofType('number', column, path, `(${column} #>> ${postgresPath(path)})::double precision`),
    bool: (column: string, ...path: string[]) =>
      ofType('boolean', column, path, `(${column} #>> ${postgresPath(path)})::boolean`),
    json: (column: string, ...path: string[]) => `(${column} #> ${postgresPath(path)})`,
    length: (column: string) =>
      `CASE WHEN jsonb_typeof(${column}) = 'array' THEN CAST(jsonb_array_length(${column}) AS bigint) END`,
    items: (column: string, path: readonly string[], name: string) =>
      `(SELECT value, ordinality - 1 AS position FROM jsonb_array_elements(${ofType('array', column, path, `${column} #> ${postgresPath(path)}`)}) WITH ORDINALITY) AS ${name}`,
    dates: (from: string, to: string) =>
      `CAST(generate_series(CAST(${from} AS timestamp), CAST(${to} AS timestamp), INTERVAL '1 day') AS date)`,
    // As DuckDB orders texts, whatever the database's collation is.
    joined: (texts: string) => `string_agg(${texts}, ', ' ORDER BY ${texts} COLLATE "C")`,
  },
};

export type DialectName = keyof typeof dialects;
