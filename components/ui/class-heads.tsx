/** Column headers of a table of classes against classes. */
export function ClassColumnHeads({ classes }: { readonly classes: readonly string[] }) {
  return classes.map((name) => (
    <th key={name} scope="col" className="max-w-28 min-w-15 px-1 pb-1 align-bottom font-medium break-words">
      {name}
    </th>
  ));
}

/** Header of one of its rows; it stays in sight while the table scrolls. */
export function ClassRowHead({ name }: { readonly name: string }) {
  return (
    <th scope="row" className="sticky left-0 max-w-36 bg-surface px-2 py-1 text-left font-medium break-words">
      {name}
    </th>
  );
}
