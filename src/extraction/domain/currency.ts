/** ISO 4217 codes in use. A code counts only beside an amount or a label: as bare words, `ALL` or `TOP` are English. */
export const CURRENCY_CODES: ReadonlySet<string> = new Set(
  (
    'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF ' +
    'CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG ' +
    'HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA ' +
    'MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD ' +
    'RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX ' +
    'USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG'
  ).split(' '),
);

/** Codes that mean a currency wherever they stand in capitals. */
export const MAJOR_CODES: ReadonlySet<string> = new Set(
  'USD EUR GBP CHF CAD AUD NZD JPY CNY INR SEK NOK DKK PLN CZK HUF RON SGD HKD ZAR BRL MXN AED ILS KRW'.split(
    ' ',
  ),
);

const SIGNS: Readonly<Record<string, string>> = {
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
  '₩': 'KRW',
  '₺': 'TRY',
  '₽': 'RUB',
  '₴': 'UAH',
  '₪': 'ILS',
  '₫': 'VND',
  zł: 'PLN',
  $: 'USD',
  US$: 'USD',
  C$: 'CAD',
  CA$: 'CAD',
  A$: 'AUD',
  AU$: 'AUD',
  NZ$: 'NZD',
  HK$: 'HKD',
  S$: 'SGD',
  R$: 'BRL',
};

/** Signs that several currencies share: a code anywhere in the document says which one is meant. */
export const SHARED_SIGNS: Readonly<Record<string, readonly string[]>> = {
  $: ['CAD', 'AUD', 'NZD', 'SGD', 'HKD', 'MXN', 'TWD'],
  '¥': ['CNY'],
};

/** A currency sign or code, for a regular expression. */
export const CURRENCY_MARK = String.raw`(?:US|CA|AU|NZ|HK|C|A|S|R)?\$|[€£¥₹₩₺₽₴₪₫]|zł|(?<![A-Za-z])(?:${[...CURRENCY_CODES].join('|')})(?![A-Za-z])`;

export function currencyOf(mark: string): string | null {
  return SIGNS[mark] ?? (CURRENCY_CODES.has(mark) ? mark : null);
}
