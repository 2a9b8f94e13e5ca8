/** The same values where native code may read them: Node-API refuses arrays over a SharedArrayBuffer (Node 20). */
export function unshared<Values extends Float32Array | Int32Array>(values: Values): Values {
  return values.buffer instanceof SharedArrayBuffer ? (values.slice() as Values) : values;
}
