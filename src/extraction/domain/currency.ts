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
  kr: 'SEK',
  'kr.': 'DKK',
  Kč: 'CZK',
  Ft: 'HUF',
  lei: 'RON',
  'Fr.': 'CHF',
  'SFr.': 'CHF',
};

/** As people say them: "alle Beträge in Euro". */
const NAMES: Readonly<Record<string, string>> = {
  euro: 'EUR',
  euros: 'EUR',
  franken: 'CHF',
  'schweizer franken': 'CHF',
  'francs suisses': 'CHF',
  'us dollars': 'USD',
  'us-dollar': 'USD',
  'pounds sterling': 'GBP',
  yen: 'JPY',
};

/** Signs that several currencies share, and the words by which the less common meaning is known. */
const SHARED_SIGNS: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  $: {
    CAD: /\bCanad(?:a|á|ian)\b|\bQu[ée]bec\b|\b(?:HST|QST|TPS|TVQ|TVH)\b/,
    AUD: /\bAustrali(?:a|en|e)\b|\bABN\b/,
    NZD: /\bNew Zealand\b|\bNZBN\b/,
    SGD: /\bSingap(?:ore|ur|our)\b/,
    HKD: /\bHong Kong\b/,
    MXN: /(?<!New )\bM[eé]xico\b|\b(?:RFC|CDMX|Jalisco|Nuevo León)\b/,
    TWD: /\bTaiwan\b/,
  },
  '¥': { CNY: /\b(?:China|Chine|Beijing|Shanghai|Shenzhen|RMB)\b/ },
  kr: {
    NOK: /\b(?:Norge|Norway|Norwegen|Norvège|Noruega|Oslo|Bergen|MVA)\b/,
    DKK: /\b(?:Danmark|Denmark|Dänemark|Danemark|Dinamarca|København|Copenhagen|CVR)\b/,
    ISK: /\b(?:Ísland|Iceland|Island|Reykjavík)\b/,
  },
};
const UNITED_STATES = /\b(?:USA|United States|sales tax)\b|,\s[A-Z]{2}\s\d{5}\b/i;

/**
 * The currency that a sign means in a text. Of a shared sign's meanings, a code anywhere in the text decides,
 * then the countries that it names; with none it is the most common one.
 */
export function currencyMeant(
  mark: string,
  codes: readonly string[],
  text: string,
  dollar = 'USD',
): string | null {
  const others = Object.entries(SHARED_SIGNS[mark] ?? {});
  const named = others.find(([code]) => codes.includes(code));
  if (named) return named[0];
  const hinted = mark === '$' && UNITED_STATES.test(text) ? null : others.find(([, hint]) => hint.test(text));
  return hinted?.[0] ?? (mark === '$' && !codes.includes('USD') ? dollar : currencyOf(mark));
}

/** A currency sign or code, for a regular expression. */
export const CURRENCY_MARK = String.raw`(?:US|CA|AU|NZ|HK|C|A|S|R)?\$|[€£¥₹₩₺₽₴₪₫]|(?<!\p{L})(?:zł|kr\.?|Kč|Ft|lei|S?Fr\.)(?!\p{L})|(?<![A-Za-z])(?:${[...CURRENCY_CODES].join('|')})(?![A-Za-z])`;

export function currencyOf(mark: string): string | null {
  return SIGNS[mark] ?? (CURRENCY_CODES.has(mark) ? mark : (NAMES[mark.toLowerCase()] ?? null));
}
