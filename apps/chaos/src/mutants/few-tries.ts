import { rewire } from '../traps/rewire.js';

/** After two failures it is the push's fault, whoever failed. */
await rewire<object, [{ attempts: number }, object]>(
  'processor/push-claims.ts',
  'PushClaims',
  'giveBack',
  (giveBack) =>
    function (push, verdict) {
      return giveBack.call(this, push, push.attempts >= 2 ? { ...verdict, state: 'quarantined' } : verdict);
    },
);
