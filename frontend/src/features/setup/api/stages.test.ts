import { describe, expect, it } from 'vitest';
import { type Known, marksOf, STAGES } from './stages';

const NOTHING: Known = { connection: null, health: null, recipes: 0 };
const MADE = { clientId: null, allowedGroups: [] };
const REGISTERED = { clientId: '0oa1', allowedGroups: [] };
const LISTED = { clientId: '0oa1', allowedGroups: ['Sales'] };

const now = (known: Known) => STAGES.filter((stage) => marksOf(known)[stage] === 'now');
const done = (known: Known) => STAGES.filter((stage) => marksOf(known)[stage] === 'done');

describe('how far the guide is', () => {
  it.each<[string, Known, string[]]>([
    ['nothing is there', NOTHING, ['name']],
    ['the connection is made', { ...NOTHING, connection: MADE, health: 'incomplete' }, ['register']],
    ['the client id is entered', { ...NOTHING, connection: REGISTERED, health: 'untested' }, ['permit', 'test']],
    ['the test failed', { ...NOTHING, connection: REGISTERED, health: 'failing' }, ['permit', 'test']],
    ['the test worked', { ...NOTHING, connection: REGISTERED, health: 'working' }, ['groups']],
    ['groups are listed', { ...NOTHING, connection: LISTED, health: 'working' }, ['desk', 'recipe']],
    ['a recipe is in use', { connection: LISTED, health: 'working', recipes: 1 }, []],
    ['a recipe without groups is in use', { connection: REGISTERED, health: 'working', recipes: 1 }, []],
  ])('is derived when %s', (_, known, expected) => {
    expect(now(known)).toEqual(expected);
  });

  it('goes back to the test when a connection that was in use fails', () => {
    const known = { connection: LISTED, health: 'failing', recipes: 2 };

    expect(now(known)).toEqual(['permit', 'test']);
    expect(done(known)).toEqual(['name', 'register', 'groups']);
  });

  it('takes what is not known for not done', () => {
    expect(now({ connection: LISTED, health: null, recipes: 0 })).toEqual(['permit', 'test']);
  });
});
