import { expect, test } from 'vitest';
import { pseudonyms } from '../../src/export/index.ts';

test('an identifier has one name under one salt, another under the next, and nothing of itself in either', async () => {
  const naming = pseudonyms('salt');
  const [first, again, other, none] = await naming(['p10000032', 'p10000032', 'p10000764', '']);
  // printf 'salt p10000032' | sha256sum
  expect(first).toBe('0e04d3e9e66a3250');
  expect(again).toBe(first);
  expect(other).not.toBe(first);
  expect(none).toBe('');
  expect(await naming(['p10000764'])).toEqual([other]);
  expect(await pseudonyms('salt')(['p10000032'])).toEqual([first]);
  expect(await pseudonyms('pepper')(['p10000032'])).not.toEqual([first]);
});
