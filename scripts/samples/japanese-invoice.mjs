import { numberStyle } from './number-style.mjs';
import { rowOf } from './table.mjs';

const number = numberStyle(',', '.');
const yen = (/** @type {string | undefined} */ value) => `¥${number((value ?? '').replace(/\.00$/, ''))}`;
const day = (/** @type {string | undefined} */ date) => {
  const [year, , dayOfMonth] = (date ?? '').split('-');
  return `Nov ${Number(dayOfMonth)}, ${year}`;
};

/** Japan, in English, as it comes by mail: tables in tables, styles, a preview that nobody sees, yen. */
export function japaneseInvoice() {
  const { extracted_fields: bill, line_items: items } = rowOf('invoice-jp.html');
  const rows = items.map(
    ({ description, quantity, unit_price, amount }) => `
            <tr>
              <td style="padding:8px;border-bottom:1px solid #e5e7eb">${description}</td>
              <td align="right" style="padding:8px;border-bottom:1px solid #e5e7eb">${quantity}</td>
              <td align="right" style="padding:8px;border-bottom:1px solid #e5e7eb">${yen(unit_price)}</td>
              <td align="right" style="padding:8px;border-bottom:1px solid #e5e7eb">${yen(amount)}</td>
            </tr>`,
  );
  const sums = /** @type {const} */ ([
    ['Subtotal', bill.subtotal],
    ['Consumption tax (10%)', bill.tax],
    ['Total', bill.total_amount],
  ]).map(
    ([label, value]) => `
            <tr>
              <td colspan="3" align="right" style="padding:6px 8px">${label}</td>
              <td align="right" style="padding:6px 8px"><strong>${yen(value)}</strong></td>
            </tr>`,
  );
  return `\
<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Your invoice from ${bill.vendor}</title>
  <style>
    body { margin: 0; background: #f3f4f6; font-family: Helvetica, Arial, sans-serif; color: #111827 }
    .card { max-width: 640px; background: #ffffff }
    @media (max-width: 480px) { .card { width: 100% !important } }
  </style>
</head>
<body>
  <div style="display:none;max-height:0;overflow:hidden">Total ¥1,000,000? No: open to see this month&#8217;s amount.</div>
  <!-- Invoice Number: TEMPLATE-0000 -->
  <table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center">
    <table role="presentation" class="card" width="640" cellpadding="0" cellspacing="0">
      <tr><td style="padding:24px;background:#312e81;color:#ffffff">
        <h1 style="margin:0;font-size:22px">${bill.vendor}</h1>
        <p style="margin:4px 0 0;font-size:12px">3-14-2 Minamiaoyama, Minato-ku, Tokyo 107-0062<br>billing@hoshizora-cloud.example</p>
      </td></tr>
      <tr><td style="padding:24px">
        <h2 style="margin:0 0 12px">Invoice</h2>
        <p>Hello Sato Trading &amp; Logistics,</p>
        <p>thank you for your business. Here is your invoice for October&nbsp;2026.</p>
        <table cellpadding="0" cellspacing="0" style="font-size:14px">
          <tr><td style="padding:2px 16px 2px 0;color:#6b7280">Invoice number</td><td>${bill.invoice_number}</td></tr>
          <tr><td style="padding:2px 16px 2px 0;color:#6b7280">Invoice date</td><td>${day(bill.invoice_date)}</td></tr>
          <tr><td style="padding:2px 16px 2px 0;color:#6b7280">Due date</td><td>${day(bill.due_date)}</td></tr>
          <tr><td style="padding:2px 16px 2px 0;color:#6b7280">Currency</td><td>${bill.currency}</td></tr>
        </table>
        <table width="100%" cellpadding="0" cellspacing="0" style="margin-top:20px;font-size:14px">
          <thead>
            <tr style="background:#eef2ff">
              <th align="left" style="padding:8px">Description</th>
              <th align="right" style="padding:8px">Quantity</th>
              <th align="right" style="padding:8px">Unit price</th>
              <th align="right" style="padding:8px">Amount</th>
            </tr>
          </thead>
          <tbody>${rows.join('')}
          </tbody>
          <tfoot>${sums.join('')}
          </tfoot>
        </table>
        <p style="margin-top:24px"><a href="https://billing.hoshizora-cloud.example/pay?invoice=0000&amp;total=1">Pay online</a></p>
      </td></tr>
      <tr><td style="padding:16px 24px;font-size:11px;color:#6b7280">
        You receive this mail because you are the billing contact of your account.
        <a href="https://billing.hoshizora-cloud.example/settings">Change this</a>
        <img src="https://billing.hoshizora-cloud.example/open.gif" width="1" height="1" alt="">
      </td></tr>
    </table>
  </td></tr></table>
  <script>document.title = 'Total: 999,999';</script>
</body>
</html>
`;
}
