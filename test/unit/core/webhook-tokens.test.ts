import { parseWebhookTokens, rotated, validTokens } from '../../../lambdas/core/webhook-tokens.ts';
import { HOUR, NOW } from './builders.ts';

describe('rotated', () => {
  test('the first token has none before it', () => {
    expect(parseWebhookTokens(rotated('new', undefined, NOW))).toEqual({ active: 'new' });
  });

  test('the token before it stays valid for 48 hours, and no longer', () => {
    const tokens = parseWebhookTokens(rotated('new', { active: 'old' }, NOW));
    expect(validTokens(tokens, NOW)).toEqual(['new', 'old']);
    expect(validTokens(tokens, NOW + 48 * HOUR - 1)).toEqual(['new', 'old']);
    expect(validTokens(tokens, NOW + 48 * HOUR)).toEqual(['new']);
  });

  test('only the last token before it is kept', () => {
    const second = parseWebhookTokens(rotated('second', { active: 'first' }, NOW));
    const third = parseWebhookTokens(rotated('third', second, NOW + HOUR));
    expect(validTokens(third, NOW + HOUR)).toEqual(['third', 'second']);
  });

  test('the same token again drives nothing out and prolongs nothing', () => {
    const first = parseWebhookTokens(rotated('new', { active: 'old' }, NOW));
    const again = parseWebhookTokens(rotated('new', first, NOW + 47 * HOUR));
    expect(again).toEqual(first);
  });
});

describe('parseWebhookTokens', () => {
  test('takes a bare token as it is', () => {
    expect(parseWebhookTokens('secret_bare')).toEqual({ active: 'secret_bare' });
  });

  test.each([
    '{"active":"secret_leak"',
    '{secret_leak}',
    '{"active":secret_leak}',
    '{}',
    '{"active":""}',
    '{"active":["secret_leak"]}',
    '{"active":"secret_leak","previous":"secret_leak"}',
    '{"active":"secret_leak","previous":{"token":"secret_leak"}}',
    '{"active":"secret_leak","previous":{"token":"","until":9000000000000}}',
  ])('refuses %j without repeating any of it', (value) => {
    expect(() => parseWebhookTokens(value)).toThrow(/^the stored webhook token is unreadable/);
    expect(() => parseWebhookTokens(value)).not.toThrow(/secret|leak/);
  });
});
