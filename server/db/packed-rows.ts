/**
 * Row numbers that a query packed into one value with `string_agg(int4send("row"), ''::bytea ORDER BY "row")`: big-endian
 * int32. A million rows are 4 MB and no objects. Null, where there was none, is no row.
 */
export function unpackRows(packed: Uint8Array | null | undefined): Int32Array {
  if (!packed) return new Int32Array();
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const rows = new Int32Array(packed.byteLength / 4);
  for (let index = 0; index < rows.length; index++) rows[index] = view.getInt32(index * 4);
  return rows;
}
