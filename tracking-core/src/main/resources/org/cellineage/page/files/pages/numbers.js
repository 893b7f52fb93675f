// Whole numbers packed as base 64 VLQ, the code of source maps.
(function (C) {
  "use strict";

  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const VALUES = new Int8Array(128).fill(-1);
  for (let i = 0; i < DIGITS.length; i++) {
    VALUES[DIGITS.charCodeAt(i)] = i;
  }

  C.unpack = function (text) {
    const numbers = [];
    let value = 0;
    let shift = 0;
    for (let i = 0; i < text.length; i++) {
      const digit = VALUES[text.charCodeAt(i)];
      value += (digit & 31) * 2 ** shift;
      if (digit & 32) {
        shift += 5;
      } else {
        const absolute = Math.floor(value / 2);
        numbers.push(value % 2 ? -absolute : absolute);
        value = 0;
        shift = 0;
      }
    }
    return numbers;
  };
})((window.Cellineage = window.Cellineage || {}));
