/** What the databases write differently: reaching into JSON. A value of another type than is asked for is NULL. */

const duckdbPath = (path: readonly string[]) => `'$.${path.join('.')}'`;
const postgresPath = (path: readonly string[]) => `'{${path.join(',')}}'`;

export const dialects = {
  duckdb: {
    text: (column: string, ...path: string[]) => `json_extract_string(${column}, ${duckdbPath(path)})`,
    number: (column: string, ...path: string[]) =>
      `TRY_CAST(json_extract_string(${column}, ${duckdbPath(path)}) AS DOUBLE)`,
  },
  postgres: {
    text: (column: string, ...path: string[]) => `(${column} #>> ${postgresPath(path)})`,
    number: (column: string, ...path: string[]) =>
      `(CASE WHEN jsonb_typeof(${column} #> ${postgresPath(path)}) = 'number' THEN (${column} #>> ${postgresPath(path)})::double precision END)`,
  },
};

export type DialectName = keyof typeof dialects;
