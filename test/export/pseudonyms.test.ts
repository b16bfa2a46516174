import { expect, test } from 'vitest';
import { pseudonyms } from '../../src/export/index.ts';

test('an identifier has one name in a set of files, another in the next, and nothing of itself in either', async () => {
  const naming = pseudonyms();
  const [first, again, other, none] = await naming(['p10000032', 'p10000032', 'p10000764', '']);
  expect(first).toMatch(/^[0-9a-f]{16}$/);
  expect(again).toBe(first);
  expect(other).not.toBe(first);
  expect(none).toBe('');
  expect(await naming(['p10000764'])).toEqual([other]);
  expect(await pseudonyms()(['p10000032'])).not.toEqual([first]);
});
