export const health = {
  state: {
    incomplete: 'Not finished',
    untested: 'Not tested',
    working: 'Working',
    failing: 'Failing',
  } as Record<string, string>,
  code: (code: string) => `Code ${code}`,
  proven: 'Proven',
  unproven: 'Not proven',
};
