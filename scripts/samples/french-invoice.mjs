import { numberStyle } from './number-style.mjs';
import { BOLD, pdf, put } from './page.mjs';
import { rowOf } from './table.mjs';

const number = numberStyle('\u00a0', ',');
const euros = (/** @type {string} */ value) => `${number(value)}\u00a0€`;
const MONTHS = { 11: 'novembre', 12: 'décembre' };
const day = (/** @type {string} */ date) => {
  const [year, month, dayOfMonth] = date.split('-');
  return `${Number(dayOfMonth)} ${MONTHS[/** @type {'11' | '12'} */ (month)]} ${year}`;
};

/** France, A4: the customer at the right, a boxed grid, thousands apart by spaces, dates in words. */
export function frenchInvoice() {
  const { extracted_fields: bill, line_items: items } = rowOf('invoice-fr.pdf');
  return pdf({ size: 'A4', info: { Title: `Facture ${bill.invoice_number}` } }, (page) => {
    const blue = '#1e3a8a';
    put(page, bill.vendor ?? '', { x: 50, y: 46, size: 16, font: BOLD, color: blue });
    [
      'Menuiserie, agencement, rénovation',
      '14 chemin des Épinettes',
      '74000 Annecy',
      'Tél. : 04 50 55 50 17',
      'contact@menuiserie-rivoire.example',
    ].forEach((line, i) => put(page, line, { x: 50, y: 70 + i * 12, size: 9 }));

    page.rect(320, 128, 225, 84).lineWidth(0.6).stroke(blue);
    put(page, 'Facturé à', { x: 330, y: 136, size: 8.5, font: BOLD, color: blue });
    ['Hôtel du Thiou SAS', 'Service comptabilité', '3 quai de l’Évêché', '74000 Annecy'].forEach((line, i) =>
      put(page, line, { x: 330, y: 150 + i * 14 }),
    );

    put(page, `FACTURE N° ${bill.invoice_number}`, { x: 50, y: 232, size: 15, font: BOLD, color: blue });
    [
      ['Date de facture :', day(bill.invoice_date ?? '')],
      ["Date d'échéance :", day(bill.due_date ?? '')],
      ['Bon de commande n° :', bill.po_number],
      ['Chantier :', 'Remplacement des menuiseries, aile nord'],
    ].forEach(([label, value], i) => {
      put(page, label ?? '', { x: 50, y: 258 + i * 15, font: BOLD, size: 9.5 });
      put(page, value ?? '', { x: 160, y: 258 + i * 15, size: 9.5 });
    });

    const top = 332;
    const rowHeight = 26;
    const bottom = top + rowHeight * (items.length + 1);
    page.rect(50, top, 495, rowHeight).fill('#e0e7ff');
    const head = { y: top + 9, size: 9, font: BOLD, color: blue };
    put(page, 'Désignation', { x: 58, ...head });
    put(page, 'Qté', { center: 347, ...head });
    put(page, 'Prix unitaire HT', { right: 448, ...head });
    put(page, 'Montant HT', { right: 537, ...head });
    items.forEach((item, i) => {
      const y = top + rowHeight * (i + 1) + 9;
      put(page, item.description, { x: 58, y, size: 9.5 });
      put(page, number(item.quantity), { center: 347, y, size: 9.5 });
      put(page, euros(item.unit_price), { right: 448, y, size: 9.5 });
      put(page, euros(item.amount), { right: 537, y, size: 9.5 });
    });
    for (let y = top; y <= bottom; y += rowHeight) page.moveTo(50, y).lineTo(545, y);
    for (const x of [50, 322, 372, 456, 545]) page.moveTo(x, top).lineTo(x, bottom);
    page.lineWidth(0.5).stroke(blue);

    [
      ['Total HT', bill.subtotal],
      ['TVA 20 %', bill.tax],
      ['Total TTC', bill.total_amount],
      ['Acompte versé', '0.00'],
      ['Net à payer', bill.total_amount],
    ].forEach(([label, value], i) => {
      const style = { y: bottom + 18 + i * 18, font: i === 4 ? BOLD : 'Helvetica', size: i === 4 ? 11 : 10 };
      put(page, label ?? '', { x: 372, ...style });
      put(page, euros(value ?? ''), { right: 537, ...style });
    });

    put(page, `Conditions de règlement : ${bill.payment_terms}`, { x: 50, y: 600, size: 9.5 });
    put(page, 'IBAN : FR76 3000 6000 0112 3456 7890 189   BIC : AGRIFRPPXXX', { x: 50, y: 615, size: 9.5 });
    put(
      page,
      'Pas d’escompte pour paiement anticipé. En cas de retard de paiement, pénalités au taux de 10 % l’an et',
      {
        x: 50,
        y: 640,
        size: 8,
      },
    );
    put(
      page,
      'indemnité forfaitaire pour frais de recouvrement de 40,00 € (art. L441-10 du code de commerce).',
      {
        x: 50,
        y: 651,
        size: 8,
      },
    );
    page.moveTo(50, 782).lineTo(545, 782).lineWidth(0.5).stroke(blue);
    put(
      page,
      'Menuiserie Rivoire SARL au capital de 20 000 € · RCS Annecy 000 000 000 · N° TVA FR00 000000000',
      {
        center: 297,
        y: 790,
        size: 7.5,
      },
    );
  });
}
