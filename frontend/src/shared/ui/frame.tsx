import { setBooleanFeatureFlagResolver } from '@atlaskit/platform-feature-flags';
import { type ReactNode, StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { type Bridge, openBridge, type Place } from '../bridge';
import { LateBridge } from '../bridge/late';
import { textsFor } from '../text';
import { rememberColours } from './colours';
import { SessionProvider } from './session';
import 'virtual:tokens.css';
import './panel.css';

// Atlassian's switches for its own experiments; none of them is on here.
setBooleanFeatureFlagResolver(() => false);

type Refused = (why: string) => ReactNode;

interface Opened {
  readonly bridge: Bridge;
  readonly place: Place;
}

/**
 * Puts a panel into its page. The server has judged the page before: what it refused is drawn, and nothing is asked for. The
 * root lies inside of the host's element, which keeps its own sensor of the height.
 */
export async function show(panel: ReactNode, refused?: Refused): Promise<void> {
  const root = rootElement();
  rememberColours();
  try {
    const why = root.dataset.refused ?? '';
    const { bridge, place } = await open(why === '');
    createRoot(root).render(
      <StrictMode>
        <SessionProvider bridge={bridge} place={place}>
          {why && refused ? refused(why) : panel}
        </SessionProvider>
      </StrictMode>,
    );
  } catch (cause) {
    sayNotInJira(root, cause);
  }
}

/**
 * As {@link show}, but draws what needs nothing of the host before the host has answered. For pages whose words do not depend on
 * the host's language, and in Connect's frames only: Forge's door is there from the beginning.
 */
export async function showAtOnce(panel: ReactNode, refused: Refused): Promise<void> {
  const root = rootElement();
  if (window.__bridge || root.dataset.refused) {
    return show(panel, refused);
  }
  rememberColours();
  const opened = open(true);
  const drawn = createRoot(root);
  drawn.render(
    <StrictMode>
      <Late opened={opened}>{panel}</Late>
    </StrictMode>,
  );
  return opened.then(
    () => undefined,
    (cause) => {
      drawn.unmount();
      sayNotInJira(root, cause);
    },
  );
}

/** The session before the host has answered and behind it; what was drawn meanwhile stays. */
function Late({ opened, children }: { opened: Promise<Opened>; children: ReactNode }) {
  const [now, setNow] = useState<Opened>(() => ({ bridge: new LateBridge(opened.then(({ bridge }) => bridge)), place: HERE }));
  useEffect(() => {
    opened.then(setNow, () => undefined);
  }, [opened]);
  return (
    <SessionProvider bridge={now.bridge} place={now.place}>
      {children}
    </SessionProvider>
  );
}

const HERE: Place = { issue: null, locale: navigator.language, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone };

async function open(isToBeAsked: boolean): Promise<Opened> {
  const bridge = await openBridge();
  if (isToBeAsked) {
    bridge.prepare();
  }
  const [place] = await Promise.all([bridge.place(), bridge.followTheme()]);
  document.documentElement.lang = textsFor(place.locale).locale;
  return { bridge, place };
}

function rootElement(): HTMLElement {
  const root = document.getElementById('root');
  if (!root) {
    throw new Error('the page has no element "root"');
  }
  return root;
}

function sayNotInJira(root: HTMLElement, cause: unknown): void {
  const words = textsFor(navigator.language).common.notInJira;
  root.textContent = `${words.title}. ${words.body}`;
  console.error(cause);
}
