import { AddressPolicy } from './address-policy.js';

const REFUSED: [string, string][] = [
  ['unspecified', '0.0.0.0'],
  ['this network', '0.1.2.3'],
  ['private', '10.0.0.1'],
  ['private', '172.16.0.1'],
  ['private', '172.31.255.255'],
  ['private', '192.168.1.1'],
  ['carrier-grade NAT', '100.64.0.1'],
  ['carrier-grade NAT', '100.127.255.255'],
  ['loopback', '127.0.0.1'],
  ['loopback', '127.255.255.254'],
  ['cloud metadata', '169.254.169.254'],
  ['protocol assignments', '192.0.0.8'],
  ['documentation', '192.0.2.1'],
  ['documentation', '198.51.100.1'],
  ['documentation', '203.0.113.1'],
  ['6to4 relay', '192.88.99.1'],
  ['benchmarking', '198.19.255.255'],
  ['multicast', '224.0.0.1'],
  ['multicast', '239.255.255.255'],
  ['reserved', '240.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['unspecified', '::'],
  ['loopback', '::1'],
  ['IPv4-compatible', '::8.8.8.8'],
  ['IPv4-mapped loopback', '::ffff:127.0.0.1'],
  ['IPv4-mapped loopback in hex', '::ffff:7f00:1'],
  ['IPv4-mapped public', '::ffff:8.8.8.8'],
  ['SIIT', '::ffff:0:8.8.8.8'],
  ['NAT64 of a private address', '64:ff9b::a00:1'],
  ['NAT64 of a public address', '64:ff9b::8.8.8.8'],
  ['local NAT64', '64:ff9b:1::8.8.8.8'],
  ['discard', '100::1'],
  ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
  ['benchmarking', '2001:2::1'],
  ['ORCHID', '2001:20::1'],
  ['documentation', '2001:db8::1'],
  ['documentation', '3fff::1'],
  ['6to4 of a private address', '2002:a00:1::1'],
  ['6to4 of a public address', '2002:808:808::1'],
  ['unique local', 'fc00::1'],
  ['unique local', 'fd12:3456:789a::1'],
  ['link-local', 'fe80::1'],
  ['link-local with a zone', 'fe80::1%eth0'],
  ['site-local', 'fec0::1'],
  ['multicast', 'ff02::1'],
  ['segment routing', '5f00::1'],
  ['not given out yet', '4000::1'],
  ['not an address', 'example.com'],
  ['an address in another spelling', '0x7f.1'],
];

const ALLOWED = [
  '8.8.8.8',
  '1.1.1.1',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.1',
  '172.15.255.255',
  '172.32.0.0',
  '191.255.255.255',
  '192.0.1.0',
  '192.169.0.0',
  '198.17.255.255',
  '198.20.0.0',
  '223.255.255.255',
  '2001:200::1',
  '2606:4700:4700::1111',
  '2a00:1450:4001:800::200e',
  '2003::1',
];

describe('AddressPolicy', () => {
  const policy = new AddressPolicy([]);

  it.each(REFUSED)('refuses %s: %s', (_, address) => {
    expect(policy.allows(address)).toBe(false);
  });

  it.each(ALLOWED)('allows the public address %s', (address) => {
    expect(policy.allows(address)).toBe(true);
  });

  it.each([
    [['127.0.0.0/8'], '127.0.0.1', true],
    [['127.0.0.0/8'], '10.0.0.1', false],
    [['127.0.0.0/8'], '::1', false],
    [['127.0.0.0/8'], '::ffff:127.0.0.1', true], // reached as that IPv4 address
    [['127.0.0.0/8'], '64:ff9b::7f00:1', false],
    [['64:ff9b::/96'], '64:ff9b::8.8.8.8', true],
    [['64:ff9b::/96'], '64:ff9b::7f00:1', false], // the address within must be allowed as well
    [['64:ff9b::/96', '127.0.0.0/8'], '64:ff9b::7f00:1', true],
    [['64:ff9b:1::/48'], '64:ff9b:1::a00:1', false],
    [['2002::/16'], '2002:808:808::1', true],
    [['2002::/16'], '2002:a9fe:a9fe::1', false],
    [['2001::/32'], '2001:0:4136:e378:8000:63bf:3fff:fdd2', false], // its client is 192.0.2.45
    [['::/0'], '::ffff:10.0.0.1', false],
    [['0.0.0.0/0'], '169.254.169.254', true],
    [['fd00::/8', '::1/128'], 'fd12::1', true],
    [['fd00::/8', '::1/128'], '::1', true],
  ])('with %j allowed, %s: %s', (cidrs, address, allowed) => {
    expect(new AddressPolicy(cidrs).allows(address)).toBe(allowed);
  });

  it.each([
    ['127.0.0.1', true],
    ['127.9.9.9', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['10.0.0.1', false],
    ['localhost', false],
  ])('knows whether %s is loopback: %s', (address, isLoopback) => {
    expect(AddressPolicy.isLoopback(address)).toBe(isLoopback);
  });

  it.each([
    ['http://0x7f.1/', '127.0.0.1'],
    ['http://2130706433/', '127.0.0.1'],
    ['http://017700000001/', '127.0.0.1'],
    ['http://127.1/', '127.0.0.1'],
    ['http://①②⑦.⓪.⓪.①/', '127.0.0.1'],
    ['http://[::ffff:127.0.0.1]/', '[::ffff:7f00:1]'],
  ])('can rely on URLs to spell %s as %s', (url, hostname) => {
    expect(new URL(url).hostname).toBe(hostname);
    expect(policy.allows(hostname.replace(/^\[|\]$/g, ''))).toBe(false);
  });
});
