export type Selection = ReadonlySet<number>;

/** With this one chosen, or not any longer; `from`: and all in between, as `ids` shows them. */
export function toggled(selection: Selection, ids: readonly number[], id: number, from?: number): Selection {
  const [start, end] = [ids.indexOf(from ?? id), ids.indexOf(id)].sort((a, b) => a - b) as [number, number];
  const touched = start === -1 ? [id] : ids.slice(start, end + 1);
  const next = new Set(selection);
  for (const each of touched) {
    if (selection.has(id)) next.delete(each);
    else next.add(each);
  }
  return next;
}

/** Only what is still shown: nobody acts upon what they do not see. */
export function kept(selection: Selection, ids: readonly number[]): Selection {
  const next = ids.filter((id) => selection.has(id));
  return next.length === selection.size ? selection : new Set(next);
}
