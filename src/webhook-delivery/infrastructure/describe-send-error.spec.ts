import { describeSendError } from './describe-send-error.js';

describe('describeSendError', () => {
  it.each(['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT'])(
    'calls it unreachable when this machine has no way to an address: %s',
    (code) => {
      const error = Object.assign(new Error(`connect ${code} 2606:4700::1:443`), {
        code,
        syscall: 'connect',
        address: '2606:4700::1',
        port: 443,
      });
      expect(describeSendError(error)).toEqual({
        errorClass: 'unreachable',
        words: `no connection can be made to [2606:4700::1]:443 (${code})`,
      });
    },
  );
});
