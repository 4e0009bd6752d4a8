import { conformance } from './conformance.ts';
import { duckdbPlace } from './duckdb-place.ts';

conformance({ name: 'DuckDB', create: duckdbPlace });
