import { Config } from '../../src/shared/config/config.js';

/** As they are when nothing is set. */
export const OCR_LANGUAGES = Config.read({}).ocrLanguages;
