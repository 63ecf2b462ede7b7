// Layouts and wordings that came when the first ones were read without an error. How they were read then, before any
// rule was changed, is in docs/extraction.md; since then the rules know them, too.
import { address, head, payment, rowsOf, taxLabel, totals } from './layouts.mjs';
import { Sheet } from './sheet.mjs';
import { WORDING } from './wording.mjs';

/** @typedef {import('./invoice.mjs').Invoice} Invoice */

/** @type {Readonly<Record<'en' | 'de' | 'fr' | 'es', import('./wording.mjs').Wording>>} */
export const SECOND_WORDING = {
  en: {
    ...WORDING.en,
    titles: {
      invoice: ['Sales Invoice', 'INVOICE'],
      credit: ['Credit Memo'],
      receipt: ['Sales Receipt', ''],
    },
    labels: {
      ...WORDING.en.labels,
      number: ['Inv. No', 'Document number', 'Our invoice no.'],
      receiptNumber: ['Ticket no.', 'Trans. no.'],
      date: ['Date of invoice', 'Issued', 'Billing date'],
      due: ['Payable by', 'To be paid by', 'Due'],
      order: ['Order reference', 'Your PO', 'Customer order no.'],
      terms: ['Terms of payment', 'Payment conditions'],
      customer: ['Sold to', 'Client', 'Billed to'],
      subtotal: ['Net amount', 'Sum of items', 'Total before tax'],
      total: ['Total payable', 'Balance due', 'To pay', 'Total incl. VAT'],
      discount: ['Loyalty discount', 'Rebate'],
      shipping: ['Delivery', 'Postage and packing'],
      cash: ['VISA Debit'],
    },
    columns: {
      position: ['Line', 'Item no.'],
      description: ['Product', 'Service', 'Work done'],
      quantity: ['Hours', 'Pcs', 'Qty.'],
      unit: ['UoM'],
      price: ['Unit cost', 'Each', 'Net price'],
      rate: ['VAT rate'],
      amount: ['Net', 'Sum', 'Value'],
    },
    tax: ['Plus VAT %%', 'Sales tax %%', '% % VAT'],
    terms: ['Within # days', '# days from invoice date'],
    termsInText: ['Our terms are [# days net].', 'Kindly [settle within # days].'],
    dueInText: ['We ask for your payment no later than #.'],
    names: ['Quillfeather Press', 'Tallow & Reed', 'Ostrava Tooling'],
    shops: ['The Green Pantry', 'Hobbs Hardware'],
  },
  de: {
    ...WORDING.de,
    titles: {
      invoice: ['Ihre Rechnung', 'Honorarrechnung', 'RECHNUNG'],
      credit: ['Stornorechnung'],
      receipt: ['Beleg', ''],
    },
    labels: {
      ...WORDING.de.labels,
      number: ['Rechnungs-Nummer', 'Rg.-Nr.', 'Belegnummer'],
      receiptNumber: ['Beleg-Nr.', 'Bonnummer'],
      date: ['Rg.-Datum', 'Belegdatum', 'Rechnung vom'],
      due: ['Zu zahlen bis', 'Zahlung fällig', 'Fälligkeit'],
      order: ['Ihre Bestell-Nr.', 'Ihr Auftrag', 'Ihre Referenz / Bestellung'],
      terms: ['Zahlungskonditionen', 'Zahlbar'],
      customer: ['Rechnungsadresse', 'Auftraggeber', 'Käufer'],
      subtotal: ['Summe Positionen', 'Netto', 'Gesamt netto'],
      total: ['Endbetrag', 'Rechnungssumme', 'Bruttobetrag', 'Total inkl. MwSt.'],
      discount: ['Treuerabatt', 'Nachlass'],
      shipping: ['Porto', 'Fracht und Verpackung'],
      cash: ['Kartenzahlung'],
    },
    columns: {
      position: ['Lfd. Nr.', 'Artikel-Nr.'],
      description: ['Artikel', 'Artikelbezeichnung', 'Tätigkeit'],
      quantity: ['Stück', 'Std.', 'Anz.'],
      unit: ['ME'],
      price: ['Stückpreis', 'Einzel €', 'Satz'],
      rate: ['Steuersatz'],
      amount: ['Summe', 'Gesamt', 'Positionspreis'],
    },
    tax: ['%% USt.', 'Mehrwertsteuer %%', 'zuzüglich % % Umsatzsteuer'],
    terms: ['netto innerhalb # Tagen', '# Tage nach Rechnungserhalt'],
    termsInText: [
      'Bitte begleichen Sie den Betrag [innerhalb von # Tagen].',
      'Zahlung binnen # Tagen rein netto.',
    ],
    dueInText: ['Wir bitten um Zahlung bis spätestens #.'],
    names: ['Quellwerk Druck', 'Tannhof & Ried', 'Ostmark Werkzeugbau'],
    shops: ['Naturkost Grünland', 'Eisenwaren Hobel'],
  },
  fr: {
    ...WORDING.fr,
    titles: {
      invoice: ['Facture de vente', "Note d'honoraires", 'FACTURE'],
      credit: ['Avoir'],
      receipt: ['Ticket', ''],
    },
    labels: {
      ...WORDING.fr.labels,
      number: ['Réf. facture', 'Facture numéro', 'N° de pièce'],
      receiptNumber: ['Ticket', 'N° de ticket'],
      date: ['Émise le', 'Date facture', 'Date de facturation'],
      due: ['À régler avant le', 'Échéance de paiement', 'Date limite'],
      order: ['Réf. commande', 'Votre réf. de commande', 'Commande'],
      terms: ['Modalités de paiement', 'Délai de règlement'],
      customer: ['Destinataire', 'Acheteur', 'Facturation'],
      subtotal: ['Total hors taxes', 'Montant net HT', 'Base HT'],
      total: ['Total général TTC', 'Montant à régler', 'Solde à payer', 'Somme due'],
      discount: ['Remise fidélité', 'Rabais'],
      shipping: ["Frais d'expédition", 'Port et emballage'],
      cash: ['CB', 'Carte bancaire'],
    },
    columns: {
      position: ['Ligne', 'Code article'],
      description: ['Libellé', 'Article', 'Nature des travaux'],
      quantity: ['Nb', 'Heures', 'Quantité'],
      unit: ['U.'],
      price: ['Prix unit.', 'Tarif', 'PU'],
      rate: ['Taux TVA'],
      amount: ['Total', 'Prix total HT', 'Somme'],
    },
    tax: ['Montant TVA %%', 'T.V.A. % %', 'TVA au taux de % %'],
    terms: ['# jours nets', 'À # jours de réception'],
    termsInText: ['Règlement à # jours nets.', 'Nous vous prions de [régler sous # jours].'],
    dueInText: ['À régler au plus tard le #.'],
    names: ['Imprimerie Plumet', 'Tilleul et Roseau', 'Outillage Ostraval'],
    shops: ['Épicerie Verte', 'Quincaillerie Rabot'],
  },
  es: {
    ...WORDING.es,
    titles: {
      invoice: ['Factura de venta', 'Factura ordinaria', 'FACTURA'],
      credit: ['Abono'],
      receipt: ['Ticket de compra', ''],
    },
    labels: {
      ...WORDING.es.labels,
      number: ['Núm. factura', 'Factura N.º', 'Ref. factura'],
      receiptNumber: ['Ticket', 'Operación'],
      date: ['Fecha de expedición', 'Fecha factura', 'Emitida el'],
      due: ['Fecha límite de pago', 'Pagar antes del', 'Vto.'],
      order: ['Ref. pedido', 'Orden de compra', 'Su nº de pedido'],
      terms: ['Términos de pago', 'Forma y plazo de pago'],
      customer: ['Facturado a', 'Destinatario', 'Comprador'],
      subtotal: ['Total base imponible', 'Suma', 'Importe sin IVA'],
      total: ['TOTAL EUROS', 'Importe a pagar', 'Total IVA incluido', 'Líquido a pagar'],
      discount: ['Bonificación', 'Descuento cliente'],
      shipping: ['Transporte', 'Gastos de transporte'],
      cash: ['Tarjeta', 'Pago con tarjeta'],
    },
    columns: {
      position: ['Línea', 'Código'],
      description: ['Producto', 'Servicio', 'Trabajos realizados'],
      quantity: ['Uds.', 'Horas', 'Unidades'],
      unit: ['U.M.'],
      price: ['P. unitario', 'Tarifa', 'Precio/ud.'],
      rate: ['Tipo IVA'],
      amount: ['Subtotal', 'Total línea', 'Valor'],
    },
    tax: ['Cuota IVA %%', 'I.V.A. % %', 'IVA al % %'],
    terms: ['A # días', '# días desde la fecha de factura'],
    termsInText: ['El [pago se realizará a # días].', 'Rogamos su [pago en # días naturales].'],
    dueInText: ['Rogamos efectúen el pago hasta el #.'],
    names: ['Imprenta Plumilla', 'Tilo y Carrizo', 'Utillajes Ostrava'],
    shops: ['La Despensa Verde', 'Ferretería Cepillo'],
  },
};

/** @type {Readonly<Record<string, import('./layouts.mjs').Layout>>} */
export const SECOND_LAYOUTS = {
  'column of details at the side, quantity first': {
    contents: [{ second: true }, { adjusted: true, due: 'text', terms: 'text' }],
    extension: 'pdf',
    draw(invoice) {
      const { vendor, customer, columns, fields, wording } = invoice;
      const sheet = new Sheet();
      sheet.put(vendor.name, { x: 440, y: 60, size: 10, bold: true });
      sheet.block([vendor.street, vendor.place, vendor.country, '', vendor.email], {
        x: 440,
        y: 76,
        size: 8,
      });
      head(invoice).forEach(([label, value], i) => {
        sheet.put(label, { x: 440, y: 170 + i * 34, size: 7, grey: true });
        sheet.put(value, { x: 440, y: 180 + i * 34, size: 9 });
      });
      sheet.block(address(customer), { x: 50, y: 130 });
      sheet.put(invoice.title, { x: 50, y: 230, size: 16, bold: true });
      sheet.put(wording.greeting, { x: 50, y: 262 });
      let y = 330;
      const row = (/** @type {(string | undefined)[]} */ cells, bold = false) => {
        sheet.put(cells[0] ?? '', { right: 85, y, bold });
        sheet.put(cells[1] ?? '', { x: 95, y, bold });
        sheet.put(cells[2] ?? '', { right: 330, y, bold });
        sheet.put(cells[3] ?? '', { right: 415, y, bold });
      };
      row([columns['quantity'], columns['description'], columns['price'], columns['amount']], true);
      y += 20;
      for (const item of invoice.items) {
        row([
          item.quantity,
          item.description,
          invoice.plainNumber(item.price),
          invoice.plainNumber(item.amount),
        ]);
        if (item.more) sheet.put(item.more, { x: 95, y: (y += 12), size: 8.5, grey: true });
        y += 18;
      }
      sheet.rule(50, y, 415);
      for (const [label, value] of totals(invoice)) {
        y += 16;
        sheet.put(label, { right: 330, y });
        sheet.put(value, { right: 415, y });
      }
      payment(sheet, invoice, 50, y + 40);
      if (invoice.dueIn === 'text' && fields.due_date) {
        sheet.put(String(wording.dueInText[0]).replace('#', invoice.date(fields.due_date)), {
          x: 50,
          y: y + 72,
        });
      }
      return sheet.bytes();
    },
  },
  'web shop: several rates recapitulated, codes before amounts': {
    contents: [
      { taxes: 'two', second: true, lines: [2, 7] },
      { taxes: 'two', terms: 'none' },
    ],
    extension: 'pdf',
    draw(invoice) {
      const { vendor, customer, columns, fields, locale, label } = invoice;
      const sheet = new Sheet();
      const money = (/** @type {string} */ amount) => `${locale.currency} ${invoice.plainNumber(amount)}`;
      sheet.put(vendor.email.replace('office@', ''), { x: 45, y: 32, size: 20, bold: true });
      sheet.put(invoice.title, { right: 550, y: 38, size: 14 });
      sheet.rule(45, 64, 550);
      sheet.put(label('customer'), { x: 45, y: 80, size: 8, grey: true });
      sheet.block(address(customer), { x: 45, y: 92 });
      head(invoice).forEach(([name, value], i) =>
        sheet.put(`${name}: ${value}`, { right: 550, y: 80 + i * 14 }),
      );
      let y = 190;
      const row = (/** @type {(string | undefined)[]} */ cells, at = y, bold = false) => {
        sheet.put(cells[0] ?? '', { x: 45, y: at, size: 8.5, bold });
        sheet.put(cells[1] ?? '', { x: 110, y: at, size: 8.5, bold });
        sheet.put(cells[2] ?? '', { center: 330, y: at, size: 8.5, bold });
        sheet.put(cells[3] ?? '', { right: 430, y: at, size: 8.5, bold });
        sheet.put(cells[4] ?? '', { right: 475, y: at, size: 8.5, bold });
        sheet.put(cells[5] ?? '', { right: 550, y: at, size: 8.5, bold });
      };
      row(
        ['position', 'description', 'quantity', 'price', 'rate', 'amount'].map((key) => columns[key]),
        y,
        true,
      );
      y += 18;
      invoice.items.forEach((item, i) => {
        row([
          `A-${1000 + i}`,
          item.description,
          item.quantity,
          money(item.price),
          `${item.rate} %`,
          money(item.amount),
        ]);
        if (item.more) sheet.put(item.more, { x: 110, y: (y += 11), size: 8 });
        y += 20;
      });
      const rows = totals(invoice).filter(
        ([name]) => !invoice.taxLines.some(({ rate }) => taxLabel(invoice, rate) === name),
      );
      sheet.put(String(rows[0]?.[0]), { x: 350, y: y + 10 });
      sheet.put(money(fields.subtotal ?? ''), { right: 550, y: y + 10 });
      invoice.taxLines.forEach(({ rate, amount }, i) => {
        sheet.put(taxLabel(invoice, rate), { x: 350, y: y + 26 + i * 16 });
        sheet.put(money(amount), { right: 550, y: y + 26 + i * 16 });
      });
      y += 26 + invoice.taxLines.length * 16;
      sheet.put(String(rows.at(-1)?.[0]), { x: 350, y: y + 4, size: 11, bold: true });
      sheet.put(money(fields.total_amount), { right: 550, y: y + 4, size: 11, bold: true });
      payment(sheet, invoice, 45, y + 50);
      sheet.put(`${vendor.name}, ${vendor.street}, ${vendor.place}, ${vendor.country}`, {
        center: 297,
        y: 810,
        size: 7.5,
      });
      return sheet.bytes();
    },
  },
  'hours of a freelancer, place and date, terms in a sentence': {
    contents: [
      { terms: 'text', due: 'none', order: false, lines: [3, 8], taxes: 'reverse' },
      { terms: 'text', due: 'text', lines: [2, 6] },
    ],
    extension: 'pdf',
    draw(invoice) {
      const { vendor, customer, columns, fields, label, wording } = invoice;
      const sheet = new Sheet({ serif: true });
      sheet.put(vendor.name, { x: 70, y: 50, size: 13 });
      sheet.put([vendor.street, vendor.place, vendor.email].join('  |  '), { x: 70, y: 68, size: 8 });
      sheet.block(address(customer), { x: 70, y: 120 });
      const [place = ''] = vendor.place.split(',').map((part) => part.replace(/[\d()]+/g, '').trim());
      const on = { en: ', ', de: ', den ', fr: ', le ', es: ', a ' }[invoice.locale.language];
      sheet.put(`${place}${on}${invoice.date(fields.invoice_date)}`, { right: 525, y: 200 });
      sheet.put(`${invoice.title} ${invoice.number}`, { x: 70, y: 235, size: 13, bold: true });
      if (fields.po_number) sheet.put(`${label('order')}: ${fields.po_number}`, { x: 70, y: 256 });
      let y = 290;
      const row = (/** @type {(string | undefined)[]} */ cells, bold = false) => {
        sheet.put(cells[0] ?? '', { x: 70, y, bold });
        sheet.put(cells[1] ?? '', { x: 300, y, bold });
        sheet.put(cells[2] ?? '', { x: 370, y, bold });
        sheet.put(cells[3] ?? '', { right: 525, y, bold });
      };
      row([columns['description'], columns['quantity'], columns['price'], columns['amount']], true);
      sheet.rule(70, y + 13, 525);
      for (const item of invoice.items) {
        y += 22;
        row([item.description, item.quantity, invoice.money(item.price), invoice.money(item.amount)]);
      }
      y += 26;
      rowsOf(sheet, totals(invoice), { x: 300, right: 525, y });
      payment(sheet, invoice, 70, y + 110);
      if (invoice.dueIn === 'text' && fields.due_date) {
        sheet.put(String(wording.dueInText[0]).replace('#', invoice.date(fields.due_date)), {
          x: 70,
          y: y + 140,
        });
      }
      return sheet.bytes();
    },
  },
  'till receipt as text, paid by card': {
    contents: [
      { kind: 'receipt', taxes: 'included', due: 'none', terms: 'none', order: false, lines: [2, 8] },
    ],
    extension: 'txt',
    async draw(invoice) {
      const { vendor, fields, label, wording } = invoice;
      const width = 40;
      const centred = (/** @type {string} */ text) =>
        `${' '.repeat(Math.floor((width - text.length) / 2))}${text}`;
      const pair = (/** @type {string} */ left, /** @type {string} */ right) =>
        `${left.padEnd(width - right.length)}${right}`;
      const lines = [vendor.name, vendor.street, vendor.place].map(centred);
      lines.push('', invoice.title ? centred(invoice.title) : '');
      lines.push(pair(`${label('receiptNumber')} ${invoice.number}`, invoice.date(fields.invoice_date)), '');
      for (const item of invoice.items) {
        lines.push(pair(item.description, invoice.plainNumber(item.amount)));
        if (item.quantity !== '1') lines.push(`   ${item.quantity} x ${invoice.plainNumber(item.price)}`);
      }
      lines.push('='.repeat(width));
      lines.push(pair(String(wording.labels['total']?.[0]), invoice.money(fields.total_amount)));
      lines.push(pair(label('cash'), invoice.money(fields.total_amount)), '');
      const [tax] = invoice.taxLines;
      lines.push(pair(taxLabel(invoice, tax?.rate ?? 0), invoice.plainNumber(tax?.amount ?? '')));
      return `${lines.join('\n')}\n`;
    },
  },
};
