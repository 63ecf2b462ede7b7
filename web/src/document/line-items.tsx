import { labelOf } from '../label-of.js';
import type { LineItem } from './merge-edits.js';

const NUMBERS = ['quantity', 'unit_price', 'amount'];

/** Items have the columns of their profile, so what is shown comes from them. */
export function LineItems({ items }: { items: readonly LineItem[] }) {
  const columns = [...new Set(items.flatMap((item) => Object.keys(item)))];
  return (
    <>
      <h3>Line items</h3>
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Line items">
        <table class="fold">
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col" class={NUMBERS.includes(column) ? 'number' : ''}>
                  {labelOf(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((item, index) => (
              <tr key={index}>
                {columns.map((column) => (
                  <td
                    key={column}
                    data-label={labelOf(column)}
                    class={NUMBERS.includes(column) ? 'number' : ''}
                  >
                    {(item as Record<string, string>)[column] ?? ''}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
