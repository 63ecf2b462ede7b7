export { corpus } from '../../scripts/extraction-corpus/corpus.mjs';
