import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Answer, Bridge, Call } from '../bridge';
import { FakeBridge } from '../testing/render';
import { Api, Refused, Unexpected, Unreachable } from './client';
import { instant } from './shapes';

const shape = z.object({ name: z.string() });

function apiAnswering(answer: Partial<Answer>) {
  const calls: Call[] = [];
  const bridge = {
    call: async (call: Call) => {
      calls.push(call);
      return { status: 200, text: '', retryAfter: null, ...answer };
    },
  } as unknown as Bridge;
  return { api: new Api(bridge), calls };
}

async function refusalOf(answer: Partial<Answer>): Promise<Refused> {
  return apiAnswering(answer)
    .api.get('/x', shape)
    .then(
      () => Promise.reject(new Error('it was not refused')),
      (error) => error,
    );
}

describe('our API', () => {
  it('gives what was asked for, without what was not', async () => {
    const { api, calls } = apiAnswering({ text: '{"name":"a","more":1}' });
    const { signal } = new AbortController();

    expect(await api.get('/x', shape, signal)).toEqual({ name: 'a' });
    expect(calls).toEqual([{ method: 'GET', path: '/x', signal }]);
  });

  it('sends a body, and its type only where it is no JSON', async () => {
    const { api, calls } = apiAnswering({ text: '{"name":"a"}' });

    await api.send('POST', '/x', shape, { a: 1 });
    await api.send('PUT', '/y', shape, 'a: 1', 'application/yaml');

    expect(calls).toEqual([
      { method: 'POST', path: '/x', body: { a: 1 } },
      { method: 'PUT', path: '/y', body: 'a: 1', contentType: 'application/yaml' },
    ]);
  });

  it('tells of a status alone where nothing is worth reading', async () => {
    const { api, calls } = apiAnswering({ status: 202, text: 'whatever' });

    expect(await api.tell('DELETE', '/x')).toBe(202);
    expect(calls[0]).toEqual({ method: 'DELETE', path: '/x', body: undefined });
    expect(await api.text('/x')).toBe('whatever');
  });

  it('reads an empty answer as none', async () => {
    expect(await apiAnswering({ status: 204 }).api.send('POST', '/x', z.nullable(shape))).toBeNull();
  });

  it.each([
    ['another shape', '{"name":7}'],
    ['nothing', ''],
    ['a page of a proxy', '<html>'],
  ])('takes %s for an error that names the call', async (_, text) => {
    const asked = apiAnswering({ text }).api.get('/x', shape);

    await expect(asked).rejects.toBeInstanceOf(Unexpected);
    await expect(asked).rejects.toThrow('/x');
  });

  it.each([199, 300, 304, 400, 401, 403, 404, 409, 410, 500, 503])('takes %s for a no, whatever it says', async (status) => {
    const refused = await refusalOf({ status, text: '{"name":"a"}' });

    expect(refused).toBeInstanceOf(Refused);
    expect(refused).toMatchObject({ status, code: `http.${status}`, message: '', wrong: [], problems: [], incident: null });
  });

  it('reads all that a problem says', async () => {
    const problem = {
      type: 'about:blank',
      code: 'recipe.refused',
      detail: 'The recipe was not saved.',
      errors: [{ field: 'key', message: 'must not be empty' }],
      problems: [{ code: 'recipe.group', pointer: '/steps/0', sentence: 'There is no such group.' }],
      incident: 'a1b2',
    };

    const refused = await refusalOf({ status: 422, text: JSON.stringify(problem), retryAfter: 3 });

    expect(refused.message).toBe('The recipe was not saved.');
    expect(refused).toMatchObject({ code: 'recipe.refused', wrong: problem.errors, problems: problem.problems, incident: 'a1b2', retryAfter: 3 });
  });

  it.each(['<h1>Bad gateway</h1>', '', '[]', '{"code":7}'])('believes the status where the words are a proxy’s: %s', async (text) => {
    expect(await refusalOf({ status: 502, text })).toMatchObject({ status: 502, code: 'http.502' });
  });

  it('lets what is unreachable be that', async () => {
    const api = new Api(new FakeBridge().on('GET /x', 'unreachable'));

    await expect(api.get('/x', shape)).rejects.toBeInstanceOf(Unreachable);
  });
});

describe('a moment', () => {
  it.each(['2026-11-26T10:00:00Z', '2026-11-26T10:00:00.123456Z'])('is %s', (text) => {
    expect(instant.safeParse(text).success).toBe(true);
  });

  it.each(['', 'soon', null, 1_764_151_200])('is not %j', (text) => {
    expect(instant.safeParse(text).success).toBe(false);
  });
});
