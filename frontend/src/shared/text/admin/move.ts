export const move = {
  /** In the settings of where the site is now. */
  code: {
    title: 'Move to another installation',
    lead: 'To go on through Forge, install Latchkey through Forge in this Jira site and open its page there: it asks for a code from here. Recipes, access that ends, the audit trail and everything sealed move with it; this way in closes.',
    make: 'Make a code',
    enter: 'Enter this on the page of the new installation',
    code: 'Code',
    until: (when: string) => `It works once, until ${when}. A new one replaces it.`,
  },
  /** On the page of an installation that waits. */
  arrival: {
    title: 'Latchkey is known at this site',
    again: 'It was installed here before, and was removed. Go on with what was set up then: recipes, access that ends, the audit trail and everything sealed.',
    other: (minutes: number) =>
      `It is installed here in another way still. To move what was set up there to this installation, make a code on its page, under Settings, Installation; it works for ${minutes} minutes. The other way in closes then, and can be removed under Manage apps.`,
    code: 'Code',
    codeHelp: 'Five groups of five letters and digits.',
    move: 'Move it here',
    goOn: 'Go on with it',
    moved: 'It was moved. Work at this site goes on within the hour, when Jira has called.',
    open: 'Open Latchkey',
    trouble: {
      'move.kept-out': { title: 'This installation stays out', body: 'An operator of Latchkey has decided so. Ask whoever runs it.' },
      'move.code-needed': { title: 'A code is needed', body: 'Latchkey is installed here in another way as well. Make a code on its page.' },
      'move.code-wrong': { title: 'This code does not work', body: 'It is mistyped, was used, or is too old. Make a new one.' },
      'move.too-many': { title: 'Too many wrong codes', body: 'Try again in ten minutes, with a new code.' },
      'move.not-held': { title: 'There is nothing to move', body: 'Reload the page.' },
    } as Record<string, { title: string; body: string }>,
  },
};
