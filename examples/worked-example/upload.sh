#!/bin/sh
# One upload: an invoice, and what your systems know it by. Answers 201 with the document.
curl -sS --fail-with-body "$RECORDENGINE_URL/api/documents/upload" \
  -H "Authorization: Bearer $RECORDENGINE_TOKEN" \
  -H "Idempotency-Key: worked-example-1" \
  -F contact_id=1 \
  -F folder_id=1 \
  -F profile_id=2 \
  -F "notes=Beams for the site at Alki Point" \
  -F "external_refs=<external_refs.json" \
  -F "file=@../invoice-us.pdf;type=application/pdf"
