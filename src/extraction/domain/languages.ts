import { english } from './english.js';
import { french } from './french.js';
import { german } from './german.js';
import type { Language } from './language.js';
import { spanish } from './spanish.js';

/** The first one is taken where a document does not show its language. */
export const LANGUAGES: readonly [Language, ...Language[]] = [english, german, french, spanish];
