/** Numbers are written as a reader of each language expects them, always with their unit. */
import { describe, expect, it } from 'vitest';
import { chooseLocale, formats } from '../../src/i18n/index.ts';

const en = formats('en');
const zh = formats('zh');

describe('formats', () => {
  it('separates thousands', () => {
    expect(en.number(223648)).toBe('223,648');
    expect(zh.number(223648)).toBe('223,648');
  });

  it('quotes an estimate with its interval, and says when there is none', () => {
    expect(en.estimate({ value: 0.9131, low: 0.8872, high: 0.9359 })).toBe('0.913 [0.887, 0.936]');
    expect(en.estimate({ value: 0.9131, low: null, high: null })).toBe('0.913');
    expect(en.estimate({ value: null, reason: 'no-samples', className: null })).toBe('–');
  });

  it('keeps three significant digits', () => {
    expect(en.figure(0.021449)).toBe('0.0214');
    expect(en.figure(1)).toBe('1.00');
  });

  it('writes measured values with four digits, and all of an integer’s', () => {
    expect([-1024, 3071, 123456, 39.5, 0.037512, 0].map(en.measure)).toEqual([
      '-1,024',
      '3,071',
      '123,456',
      '39.5',
      '0.03751',
      '0',
    ]);
  });

  it.each([
    [0, '0 s', '0 秒'],
    [0.03, '0.1 s', '0.1 秒'],
    [0.44, '0.4 s', '0.4 秒'],
    [8, '8 s', '8 秒'],
    [59.6, '1 min 0 s', '1 分 0 秒'],
    [192, '3 min 12 s', '3 分 12 秒'],
    [3900, '1 h 5 min', '1 小时 5 分'],
  ])('writes %d seconds', (seconds, english, chinese) => {
    expect(en.duration(seconds)).toBe(english);
    expect(zh.duration(seconds)).toBe(chinese);
  });

  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1500, '1.5 kB'],
    [3_043_488, '3.04 MB'],
    [2.5e9, '2.5 GB'],
  ])('writes %d bytes', (size, english) => {
    expect(en.bytes(size)).toBe(english);
  });
});

describe('chooseLocale', () => {
  it('follows what was chosen, then the browser, then English', () => {
    expect(chooseLocale('zh', ['en-GB'])).toBe('zh');
    expect(chooseLocale(null, ['fr-FR', 'zh-CN', 'en'])).toBe('zh');
    expect(chooseLocale('klingon', ['fr'])).toBe('en');
  });
});
