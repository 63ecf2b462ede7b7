import { numberStyle } from './number-style.mjs';
import { BOLD, pdf, put } from './page.mjs';
import { rowOf } from './table.mjs';

const number = numberStyle('.', ',');
const day = (/** @type {string} */ date) => date.split('-').reverse().join('.');

/** Germany, A4 after DIN 5008: address window, reference block at its right, two rates of tax. */
export function germanInvoice() {
  const { extracted_fields: bill, line_items: items } = rowOf('invoice-de.pdf');
  return pdf({ size: 'A4', info: { Title: `Rechnung ${bill.invoice_number}` } }, (page) => {
    const green = '#3f6212';
    const grey = '#57534e';
    page.rect(71, 42, 22, 22).fill(green);
    put(page, 'OS', { center: 82, y: 48, size: 11, font: BOLD, color: '#ffffff' });
    put(page, 'Odenwälder Saatgut & Technik', { x: 102, y: 44, size: 15, font: BOLD, color: green });
    put(page, 'Alles für Feld und Wiese', { x: 102, y: 62, size: 8.5, color: grey });
    // Fold and punch marks at 105, 148.5 and 210 mm.
    for (const mark of [297.6, 420.9, 595.3])
      page.moveTo(12, mark).lineTo(22, mark).lineWidth(0.3).stroke(grey);

    put(page, `${bill.vendor} · Am Steinbruch 7 · 64720 Michelstadt`, {
      x: 71,
      y: 132,
      size: 7,
      color: grey,
    });
    page.moveTo(71, 142).lineTo(308, 142).lineWidth(0.3).stroke(grey);
    ['Hofgemeinschaft Lindenau GbR', 'Frau Dörte Kessler', 'Mühlweg 3', '64407 Fränkisch-Crumbach'].forEach(
      (line, i) => put(page, line, { x: 71, y: 158 + i * 14, size: 10.5 }),
    );
    [
      ['Rechnungsnummer:', bill.invoice_number],
      ['Rechnungsdatum:', day(bill.invoice_date ?? '')],
      ['Kundennummer:', '20418'],
      ['Ihre Bestellnummer:', bill.po_number],
      ['Lieferdatum:', '28.10.2026'],
      ['Ansprechpartner:', 'Jörg Hübner'],
      ['Telefon:', '06061 555-0148'],
    ].forEach(([label, value], i) => {
      put(page, label ?? '', { x: 354, y: 132 + i * 14, size: 9, color: grey });
      put(page, value ?? '', { x: 454, y: 132 + i * 14, size: 9 });
    });

    put(page, 'Rechnung', { x: 71, y: 290, size: 16, font: BOLD });
    put(page, 'Sehr geehrte Frau Kessler,', { x: 71, y: 320 });
    put(page, 'wir bedanken uns für Ihren Auftrag und berechnen Ihnen wie folgt:', { x: 71, y: 336 });

    const head = { y: 364, size: 9, font: BOLD };
    page.rect(71, 358, 467, 19).fill('#ecfccb');
    put(page, 'Pos.', { x: 76, ...head });
    put(page, 'Bezeichnung', { x: 106, ...head });
    put(page, 'Menge', { right: 346, ...head });
    put(page, 'Einheit', { x: 354, ...head });
    put(page, 'MwSt.', { right: 424, ...head });
    put(page, 'Einzelpreis', { right: 478, ...head });
    put(page, 'Gesamt', { right: 533, ...head });
    const units = ['Sack', 'Sack', 'Satz', 'Std.', 'pausch.'];
    const rates = ['7 %', '7 %', '19 %', '19 %', '19 %'];
    // Where a description goes on below.
    const breaks = [/, (?=Anerkennungsnummer)/, / (?=passend)/];
    let y = 385;
    items.forEach((item, i) => {
      const lines = breaks.reduce(
        (parts, mark) => parts.flatMap((part) => part.split(mark)),
        [item.description],
      );
      put(page, String(i + 1), { x: 76, y, size: 9.5 });
      put(page, lines.length > 1 && i === 0 ? `${lines[0]},` : (lines[0] ?? ''), { x: 106, y, size: 9.5 });
      put(page, number(item.quantity), { right: 346, y, size: 9.5 });
      put(page, units[i] ?? '', { x: 354, y, size: 9.5 });
      put(page, rates[i] ?? '', { right: 424, y, size: 9.5 });
      put(page, number(item.unit_price), { right: 478, y, size: 9.5 });
      put(page, number(item.amount), { right: 533, y, size: 9.5 });
      for (const line of lines.slice(1)) put(page, line, { x: 106, y: (y += 12), size: 8.5, color: grey });
      y += 19;
    });
    page.moveTo(71, y).lineTo(538, y).lineWidth(0.5).stroke(grey);
    [
      ['Nettobetrag', bill.subtotal],
      ['zzgl. 7 % MwSt. auf 1.923,00 €', '134.61'],
      ['zzgl. 19 % MwSt. auf 1.661,00 €', '315.59'],
    ].forEach(([label, value], i) => {
      put(page, label ?? '', { x: 306, y: y + 8 + i * 16 });
      put(page, `${number(value ?? '')} €`, { right: 533, y: y + 8 + i * 16 });
    });
    page.rect(300, y + 58, 238, 20).fill('#ecfccb');
    put(page, 'Rechnungsbetrag', { x: 306, y: y + 64, size: 11, font: BOLD });
    put(page, `${number(bill.total_amount ?? '')} €`, { right: 533, y: y + 64, size: 11, font: BOLD });

    put(page, `Zahlungsbedingungen: ${bill.payment_terms}`, { x: 71, y: y + 106 });
    put(page, `Fällig am: ${day(bill.due_date ?? '')}`, { x: 71, y: y + 121 });
    put(page, 'Die Ware bleibt bis zur vollständigen Bezahlung unser Eigentum.', {
      x: 71,
      y: y + 144,
      size: 9,
    });
    put(page, 'Mit freundlichen Grüßen', { x: 71, y: y + 166 });
    put(page, 'Jörg Hübner', { x: 71, y: y + 184, font: 'Helvetica-Oblique' });

    page.moveTo(71, 772).lineTo(538, 772).lineWidth(0.3).stroke(grey);
    [
      [bill.vendor ?? '', 'Am Steinbruch 7, 64720 Michelstadt', 'info@odenwaelder-saatgut.example'],
      ['Geschäftsführer: Heike Trautmann', 'Amtsgericht Darmstadt HRB 000000', 'USt-IdNr. DE 999 999 999'],
      ['Sparkasse Odenwaldkreis', 'IBAN DE02 1203 0000 0000 2020 51', 'BIC BYLADEM1001'],
    ].forEach((lines, column) =>
      lines.forEach((line, i) =>
        put(page, line, { x: 71 + column * 165, y: 780 + i * 10, size: 7, color: grey }),
      ),
    );
  });
}
