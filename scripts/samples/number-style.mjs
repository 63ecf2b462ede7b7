/**
 * How a country writes the numbers of the table.
 * @param {string} group between thousands
 * @param {string} decimal
 * @returns {(value: string) => string} of `1234.50` or `6.5`
 */
export function numberStyle(group, decimal) {
  return (value) => {
    const [whole = '', fraction] = value.split('.');
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
    return fraction === undefined ? grouped : grouped + decimal + fraction;
  };
}
