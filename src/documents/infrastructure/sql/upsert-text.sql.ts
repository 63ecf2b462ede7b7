/** $1 document id, $2 its text, $3 the words of the text, $4 the words of its members. */
export const UPSERT_TEXT = `
  WITH body AS (
    INSERT INTO document_texts (document_id, text, words) VALUES ($1, $2, $3::tsvector)
    ON CONFLICT (document_id) DO UPDATE SET text = EXCLUDED.text, words = EXCLUDED.words
    RETURNING document_id, words)
  INSERT INTO document_search (document_id, words)
  SELECT document_id, $4::tsvector || words FROM body
      ON CONFLICT (document_id) DO UPDATE SET words = EXCLUDED.words`;
