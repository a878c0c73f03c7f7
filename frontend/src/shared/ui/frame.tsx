import { setBooleanFeatureFlagResolver } from '@atlaskit/platform-feature-flags';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { openBridge } from '../bridge';
import { textsFor } from '../text';
import { SessionProvider } from './session';
import 'virtual:tokens.css';
import './panel.css';

// Atlassian's switches for its own experiments; none of them is on here.
setBooleanFeatureFlagResolver(() => false);

/**
 * Puts a panel into its page. The server has judged the page before: what it refused is drawn, and nothing is asked for. The
 * root lies inside of the host's element, which keeps its own sensor of the height.
 */
export async function show(panel: ReactNode, refused?: (why: string) => ReactNode): Promise<void> {
  const root = document.getElementById('root');
  if (!root) {
    throw new Error('the page has no element "root"');
  }
  try {
    const bridge = await openBridge();
    const [place] = await Promise.all([bridge.place(), bridge.followTheme()]);
    document.documentElement.lang = textsFor(place.locale).locale;
    const why = root.dataset.refused ?? '';
    createRoot(root).render(
      <StrictMode>
        <SessionProvider bridge={bridge} place={place}>
          {why && refused ? refused(why) : panel}
        </SessionProvider>
      </StrictMode>,
    );
  } catch (cause) {
    const words = textsFor(navigator.language).common.notInJira;
    root.textContent = `${words.title}. ${words.body}`;
    console.error(cause);
  }
}
