import type pg from 'pg';

/** A question to the database without values, in whichever transaction its maker is. */
export type Query = <Row>(sql: string) => Promise<readonly Row[]>;

export function queryOf(client: pg.ClientBase): Query {
  return async <Row>(sql: string) => (await client.query(sql)).rows as Row[];
}
