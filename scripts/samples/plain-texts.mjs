import { numberStyle } from './number-style.mjs';
import { rowOf } from './table.mjs';

const number = numberStyle('.', ',');

export const receipt = `\
Mara Okonjo
Translation and Subtitling
17 Larch Lane, Bristol BS6 5QA
mara@okonjo-words.example

                                RECEIPT

Receipt No:    R-0457                    Date:  03 Nov 2026
Currency:      EUR                       Payment terms:  Paid by card

Bill to:
  Studio Halcyon SARL
  9 rue des Tanneurs, 59000 Lille

Description                          Qty      Rate       Amount
----------------------------------------------------------------
Subtitles, episode 1 (English)        42     11.50       483.00
Subtitles, episode 2 (English)        38     11.50       437.00
Proofreading                         3.5     40.00       140.00

                                      Subtotal        1,060.00
                                      VAT 0%              0.00
                                      Total           1,060.00

Reverse charge: VAT to be accounted for by the recipient.
`;

export const letter = `\
Fernhill Property Management Ltd
2 Castle Square
Ludlow SY8 1AS

14 October 2026

Ms Priya Raman
Flat 3, Mill House
Ludlow SY8 2BN

Subject: Works to the roof of Mill House

Dear Ms Raman,

As agreed at the meeting of residents, the slates on the north side will be replaced in spring.
The lowest of three tenders was £18,420.00, of which your share is £3,070.00. Nothing is payable
before the works begin, and you will receive at least eight weeks' notice.

Scaffolding will stand in the courtyard for about five weeks. Please let us know by the end of
November whether you need access for deliveries during that time.

Yours sincerely,

Tom Abernathy
Fernhill Property Management Ltd
`;

export const spanishReceipt = () => {
  const { extracted_fields: bill, line_items: items } = rowOf('receipt-es.txt');
  const euros = (/** @type {string | undefined} */ value) => `${number(value ?? '')} €`.padStart(14);
  const rows = items.map(
    ({ description, quantity, unit_price, amount }) =>
      description.padEnd(36) +
      quantity.padStart(8) +
      number(unit_price).padStart(10) +
      number(amount).padStart(12),
  );
  return `\
${bill.vendor}
Calle del Horno 9, 46003 Valencia
taller@ceramica-ferran.example
NIF 00000000T

RECIBO

N.º de recibo: ${bill.invoice_number}                    Fecha: 3 de noviembre de 2026

Recibido de:
  Asociación Cultural La Plazuela
  Plaza del Carmen 2, 46003 Valencia

Descripción                         Cantidad    Precio     Importe
------------------------------------------------------------------
${rows.join('\n')}
------------------------------------------------------------------
                                      Base imponible${euros(bill.subtotal)}
                                            IVA 21 %${euros(bill.tax)}
                                               Total${euros(bill.total_amount)}

Pagado con tarjeta. Gracias por su visita.
`;
};
