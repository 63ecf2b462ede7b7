/** $1 document ids, $2 the words of their members; those of their texts are added. */
export const UPSERT_SEARCH = `
  INSERT INTO document_search (document_id, words)
  SELECT member.document_id, member.words::tsvector || coalesce(body.words, '')
    FROM unnest($1::integer[], $2::text[]) AS member (document_id, words)
    LEFT JOIN document_texts AS body ON body.document_id = member.document_id
      ON CONFLICT (document_id) DO UPDATE SET words = EXCLUDED.words`;
