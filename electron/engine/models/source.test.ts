import { afterEach, expect, test, vi } from 'vitest';
import { tokenFor } from './source.ts';

afterEach(() => vi.unstubAllEnvs());

test('the token goes to the hub itself, over https, and to nobody else', () => {
  vi.stubEnv('HF_TOKEN', 'hf_secret');
  for (const endpoint of ['https://huggingface.co', 'https://huggingface.co/'])
    expect(tokenFor(endpoint)).toBe('hf_secret');
  for (const endpoint of [
    ...['http://huggingface.co', 'https://hf-mirror.com', 'https://huggingface.co.example.org', 'http://localhost:80'],
    ...['https://huggingface.co:444', 'https://huggingface.co@example.org', 'no address'],
  ]) {
    expect(tokenFor(endpoint), endpoint).toBeUndefined();
  }
});
