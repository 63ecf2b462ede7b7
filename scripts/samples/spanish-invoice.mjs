import { numberStyle } from './number-style.mjs';
import { BOLD, pdf, put } from './page.mjs';
import { rowOf } from './table.mjs';

const number = numberStyle('.', ',');
const day = (/** @type {string} */ date) => date.split('-').reverse().join('/');

/** Spain, A4: a coloured side, the head as a strip of cells, the totals as a row of columns above each other. */
export function spanishInvoice() {
  const { extracted_fields: bill, line_items: items } = rowOf('invoice-es.pdf');
  return pdf({ size: 'A4', info: { Title: `Factura ${bill.invoice_number}` } }, (page) => {
    const red = '#9f1239';
    page.rect(0, 0, 16, 842).fill(red);
    put(page, bill.vendor ?? '', { x: 48, y: 44, size: 17, font: 'Times-Bold', color: red });
    [
      'NIF: B00000000',
      'Polígono Industrial El Olivar, nave 12',
      '46980 Paterna (Valencia)',
      'administracion@distribuciones-alcazar.example',
    ].forEach((line, i) => put(page, line, { x: 48, y: 68 + i * 12, size: 9 }));
    put(page, 'FACTURA', { right: 547, y: 42, size: 24, font: BOLD, color: red });

    put(page, 'Cliente', { x: 330, y: 92, size: 9, font: BOLD, color: red });
    [
      'Restaurante Mar de Fondo, S.L.U.',
      'NIF: B11111111',
      'Paseo de la Malvarrosa, 81',
      '46011 Valencia',
    ].forEach((line, i) => put(page, line, { x: 330, y: 105 + i * 13 }));

    /** @type {[string, string | undefined, number][]} */
    const head = [
      ['N.º de factura', bill.invoice_number, 54],
      ['Fecha de factura', day(bill.invoice_date ?? ''), 158],
      ['Fecha de vencimiento', day(bill.due_date ?? ''), 262],
      ['N.º de pedido', bill.po_number, 382],
      ['Vendedor', 'Nuria Baeza', 470],
    ];
    page.rect(48, 184, 499, 38).fill('#fff1f2');
    for (const [label, value, x] of head) {
      put(page, label, { x, y: 190, size: 8, font: BOLD, color: red });
      put(page, value ?? '', { x, y: 204 });
    }

    const columns = { y: 246, size: 9, font: BOLD };
    put(page, 'Cantidad', { right: 92, ...columns });
    put(page, 'Descripción', { x: 108, ...columns });
    put(page, 'Precio', { right: 440, ...columns });
    put(page, 'Importe', { right: 547, ...columns });
    page.moveTo(48, 259).lineTo(547, 259).lineWidth(1).stroke(red);
    items.forEach((item, i) => {
      const y = 268 + i * 20;
      put(page, number(item.quantity), { right: 92, y });
      put(page, item.description, { x: 108, y });
      put(page, number(item.unit_price), { right: 440, y });
      put(page, number(item.amount), { right: 547, y });
    });
    const end = 268 + items.length * 20;
    page.moveTo(48, end).lineTo(547, end).lineWidth(0.5).stroke(red);

    [
      ['Base imponible', `${number(bill.subtotal ?? '')} €`],
      ['IVA 10 %', `${number(bill.tax ?? '')} €`],
      ['TOTAL FACTURA', `${number(bill.total_amount ?? '')} €`],
    ].forEach(([label, value], i) => {
      const style = { y: end + 16 + i * 19, size: i === 2 ? 12 : 10, font: i === 2 ? BOLD : 'Helvetica' };
      put(page, label ?? '', { right: 430, ...style });
      put(page, value ?? '', { right: 547, ...style });
    });

    put(page, 'Condiciones de pago:', { x: 48, y: end + 100, font: BOLD });
    put(page, bill.payment_terms ?? '', { x: 160, y: end + 100 });
    put(page, 'Transferencia a la cuenta ES91 2100 0418 4502 0005 1332, indicando el número de factura.', {
      x: 48,
      y: end + 116,
      size: 9,
    });
    put(page, 'Mercancía entregada y conforme. No se admiten devoluciones pasados 8 días.', {
      x: 48,
      y: end + 130,
      size: 9,
    });
    put(
      page,
      'Distribuciones Alcázar, S.L. Inscrita en el Registro Mercantil de Valencia, tomo 0000, folio 00.',
      {
        center: 297,
        y: 800,
        size: 7.5,
      },
    );
  });
}
