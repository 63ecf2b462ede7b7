// Layouts and wordings that came when the second ones were read as well as they are now. How they were read then,
// before any rule was changed, is in docs/extraction.md; since then the rules know them, too.
import { address, head, payment, table, taxLabel, totals } from './layouts.mjs';
import { Sheet } from './sheet.mjs';
import { WORDING } from './wording.mjs';

/** @type {Readonly<Record<'en' | 'de' | 'fr' | 'es', import('./wording.mjs').Wording>>} */
export const THIRD_WORDING = {
  en: {
    ...WORDING.en,
    titles: { ...WORDING.en.titles, invoice: ['Commercial Invoice', 'Invoice / Packing list', 'Bill'] },
    labels: {
      ...WORDING.en.labels,
      number: ['Bill no.', 'Invoice ID', 'Reference of this invoice'],
      date: ['Dated', 'Invoiced on', 'Bill date'],
      due: ['Settlement date', 'Payment due by', 'Due by'],
      order: ['P.O.', 'Your reference (PO)', 'Client PO number'],
      terms: ['Credit terms', 'Payment terms'],
      customer: ['Buyer', 'Invoice address', 'For'],
      subtotal: ['Taxable amount', 'Merchandise total', 'Goods value'],
      total: ['Amount payable', 'Total due', 'Gross total', 'Final amount'],
    },
    columns: {
      ...WORDING.en.columns,
      description: ['Particulars', 'Goods', 'Activity'],
      quantity: ['Count', 'No. of units', 'Amount ordered'],
      price: ['Unit rate', 'Cost per unit', 'Price each'],
      amount: ['Line amount', 'Extension', 'Total price'],
    },
    tax: ['GST/VAT %%', 'Tax amount %%', 'VAT charged (%%)'],
    terms: ['# days after invoice date', 'Net # days'],
    names: ['Juniper Foundry', 'Marlow & Finch', 'Vale Instruments'],
  },
  de: {
    ...WORDING.de,
    titles: { ...WORDING.de.titles, invoice: ['Sammelrechnung', 'Rechnung / Invoice', 'Faktura'] },
    labels: {
      ...WORDING.de.labels,
      number: ['Faktura-Nr.', 'Rechnung-Nr.', 'Beleg-Nummer'],
      date: ['Fakturadatum', 'Rechnungsdatum / Date', 'vom'],
      due: ['Fällig per', 'Spätestens zu zahlen am', 'Zahlungstermin'],
      order: ['Bestell-Referenz', 'Kundenbestellnummer', 'Ihre Bestell-Nummer'],
      terms: ['Zahlungsart und -ziel', 'Zahlungsbedingungen'],
      customer: ['Leistungsempfänger', 'Rechnungsanschrift', 'Debitor'],
      subtotal: ['Nettowert', 'Warenwert', 'Total exkl. MwSt.'],
      total: ['Bruttosumme', 'Zahlbetrag', 'Gesamt inkl. MwSt.', 'Rechnungsendbetrag'],
    },
    columns: {
      ...WORDING.de.columns,
      description: ['Leistungsbeschreibung', 'Warenbezeichnung', 'Was'],
      quantity: ['Mge.', 'Liefermenge', 'Zahl'],
      price: ['Preis/Einheit', 'Ansatz', 'Einheitspreis'],
      amount: ['Zeilensumme', 'Wert', 'Betrag netto'],
    },
    tax: ['MwSt.-Betrag (%%)', 'USt. %,0%', 'MWST %%'],
    terms: ['# Tage rein netto', 'innert # Tagen netto'],
    names: ['Wacholder Guss', 'Marlau & Fink', 'Taler Messtechnik'],
  },
  fr: {
    ...WORDING.fr,
    titles: {
      ...WORDING.fr.titles,
      invoice: ['Facture commerciale', 'FACTURE / INVOICE', 'Facture définitive'],
    },
    labels: {
      ...WORDING.fr.labels,
      number: ['No facture', 'Facture', 'Référence de facture'],
      date: ['En date du', 'Facturée le', 'Date de la facture'],
      due: ['Paiement dû le', 'Échéance au', "Date d'échéance du règlement"],
      order: ['Commande n°', "Numéro d'ordre client", 'BC n°'],
      terms: ['Conditions', 'Conditions de paiement'],
      customer: ['Facture à', 'Adressée à', 'Nom du client'],
      subtotal: ['Total H.T.', 'Sous-total HT', 'Valeur hors taxes'],
      total: ['Total T.T.C.', 'Montant total TTC', 'Net à régler', 'Total toutes taxes'],
    },
    columns: {
      ...WORDING.fr.columns,
      description: ['Intitulé', 'Produits', 'Travaux effectués'],
      quantity: ['Nbre', 'Quant.', 'Volume'],
      price: ['Prix à l’unité', 'Coût unitaire', 'P.U. net'],
      amount: ['Montant net', 'Total ligne', 'Valeur HT'],
    },
    tax: ['Taxe TVA %%', 'TVA %,0 %', 'T.V.A. (%%)'],
    terms: ['# jours date de facture', '# jours net'],
    names: ['Fonderie Genévrier', 'Merle et Pinson', 'Instruments Duval'],
  },
  es: {
    ...WORDING.es,
    titles: { ...WORDING.es.titles, invoice: ['Factura comercial', 'FACTURA / INVOICE', 'Factura final'] },
    labels: {
      ...WORDING.es.labels,
      number: ['Nº documento', 'Factura', 'N.º de factura'],
      date: ['Con fecha', 'Facturado el', 'Fecha de la factura'],
      due: ['Fecha de cobro', 'Vto. el', 'Vencimiento del pago'],
      order: ['Pedido', 'N.º pedido cliente', 'Referencia de su pedido'],
      terms: ['Cond. de pago', 'Condiciones de pago'],
      customer: ['Datos de facturación', 'Sr./Sra.', 'Nombre del cliente'],
      subtotal: ['Total neto', 'B. imponible', 'Suma de importes'],
      total: ['TOTAL FACTURA', 'Importe total factura', 'Total con IVA', 'Neto a pagar'],
    },
    columns: {
      ...WORDING.es.columns,
      description: ['Detalle', 'Denominación', 'Trabajo'],
      quantity: ['Cdad.', 'Núm. uds.', 'Ctd.'],
      price: ['Precio/unidad', 'P.V.P.', 'Importe unitario'],
      amount: ['Importe total', 'Imp. neto', 'Precio total'],
    },
    tax: ['Impuesto IVA %%', 'I.V.A. (%%)', 'IVA %,0 %'],
    terms: ['# días netos', 'a # días fecha factura'],
    names: ['Fundición Enebro', 'Mirlo y Pinzón', 'Instrumentos Valle'],
  },
};

/** @type {Readonly<Record<string, import('./layouts.mjs').Layout>>} */
export const THIRD_LAYOUTS = {
  'totals as a strip of labels above values': {
    contents: [{ second: true }, { order: false }],
    extension: 'pdf',
    draw(invoice) {
      const { vendor, customer } = invoice;
      const sheet = new Sheet();
      sheet.put(vendor.name, { right: 550, y: 30, size: 15, bold: true });
      [`${vendor.street}, ${vendor.place}`, vendor.email].forEach((line, i) =>
        sheet.put(line, { right: 550, y: 50 + i * 12, size: 8 }),
      );
      sheet.put(invoice.title, { x: 45, y: 30, size: 20, bold: true });
      sheet.put(invoice.label('customer'), { x: 45, y: 90, size: 8, grey: true });
      sheet.block(address(customer), { x: 45, y: 102 });
      head(invoice).forEach(([label, value], i) => {
        sheet.put(label, { x: 330, y: 102 + i * 16, bold: true });
        sheet.put(`: ${value}`, { x: 455, y: 102 + i * 16 });
      });
      const y = table(sheet, invoice, { left: 45, right: 550, y: 200, position: true, rules: true });
      const rows = totals(invoice);
      const width = 505 / rows.length;
      rows.forEach(([label, value], i) => {
        sheet.put(label, { right: 45 + (i + 1) * width, y: y + 24, size: 8, bold: true });
        sheet.put(value, { right: 45 + (i + 1) * width, y: y + 38 });
      });
      payment(sheet, invoice, 45, y + 80);
      return sheet.bytes();
    },
  },
  'e-mail with dotted leaders': {
    contents: [{ lines: [1, 5] }, { lines: [2, 6], taxes: 'two' }],
    extension: 'txt',
    async draw(invoice) {
      const { vendor, customer, fields, columns } = invoice;
      const leader = (/** @type {string} */ label, /** @type {string} */ value) =>
        `${label} ${'.'.repeat(Math.max(3, 44 - label.length - value.length))} ${value}`;
      const lines = [
        invoice.title.toUpperCase(),
        '',
        vendor.name,
        `${vendor.street}, ${vendor.place}`,
        vendor.email,
        '',
      ];
      lines.push(...head(invoice).map(([label, value]) => leader(label, value)));
      if (fields.payment_terms) lines.push(leader(invoice.label('terms'), invoice.termsText));
      lines.push('', `${invoice.label('customer')}:`, ...address(customer), '');
      const row = (/** @type {string[]} */ [first = '', quantity = '', price = '', amount = '']) =>
        `${first.padEnd(34)}  ${quantity.padStart(14)}  ${price.padStart(16)}  ${amount.padStart(16)}`;
      lines.push(
        row([columns['description'], columns['quantity'], columns['price'], columns['amount']].map(String)),
      );
      for (const item of invoice.items) {
        lines.push(
          row([item.description, item.quantity, invoice.plainNumber(item.price), invoice.money(item.amount)]),
        );
      }
      lines.push('');
      for (const [label, value] of totals(invoice)) lines.push(leader(label, value));
      if (invoice.taxLines.length > 1)
        lines.push(`(${invoice.taxLines.map(({ rate }) => taxLabel(invoice, rate)).join(', ')})`);
      return `${lines.join('\n')}\n`;
    },
  },
};
