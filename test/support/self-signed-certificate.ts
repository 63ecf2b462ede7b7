/**
 * For crm.example, signed by itself, until 2126. Protects nothing. Made with `openssl req -x509 -newkey ec
 * -pkeyopt ec_paramgen_curve:P-256 -nodes -days 36500 -subj /CN=crm.example -addext subjectAltName=DNS:crm.example`.
 */
export const SELF_SIGNED_CERTIFICATE = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgMS6cYnuQ5b2+TGHt
Ch/6ALGPmjCjTxO3a0uXQO9Si6uhRANCAASSR4S8wMxnKgj4PilpEQXPftqL/bob
BHVZeRTruMa7CNcV/eqEaj63jszBsgmyjGtSpuvURz/n61/aBdXLu3is
-----END PRIVATE KEY-----
`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBnDCCAUGgAwIBAgIUSQWRJVpuf0G7SxTj26Yg/ecUdqkwCgYIKoZIzj0EAwIw
FjEUMBIGA1UEAwwLY3JtLmV4YW1wbGUwIBcNMjYxMTIzMTYzMjUxWhgPMjEyNjEw
MzAxNjMyNTFaMBYxFDASBgNVBAMMC2NybS5leGFtcGxlMFkwEwYHKoZIzj0CAQYI
KoZIzj0DAQcDQgAEkkeEvMDMZyoI+D4paREFz37ai/26GwR1WXkU67jGuwjXFf3q
hGo+t47MwbIJsoxrUqbr1Ec/5+tf2gXVy7t4rKNrMGkwHQYDVR0OBBYEFIQriofi
58IDp+k7+WtKT1rwEXOxMB8GA1UdIwQYMBaAFIQriofi58IDp+k7+WtKT1rwEXOx
MA8GA1UdEwEB/wQFMAMBAf8wFgYDVR0RBA8wDYILY3JtLmV4YW1wbGUwCgYIKoZI
zj0EAwIDSQAwRgIhAJ5v6KuAUzUBMipBCEpkQi3aelDg0G1rj8SP8udG+fpeAiEA
1w/hhauAHohWJrbx+nofFH1/KNHGUstwu5i2coMsmPs=
-----END CERTIFICATE-----
`,
};
