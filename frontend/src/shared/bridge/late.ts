import type { Answer, Bridge, Call, Place } from './bridge';

/** Connect's door while it is still being opened: what is asked for waits. */
export class LateBridge implements Bridge {
  readonly door = 'connect';

  constructor(private readonly opened: Promise<Bridge>) {}

  async place(): Promise<Place> {
    return (await this.opened).place();
  }

  prepare(): void {}

  async followTheme(): Promise<void> {
    return (await this.opened).followTheme();
  }

  async call(call: Call): Promise<Answer> {
    return (await this.opened).call(call);
  }

  openInSite(path: string): void {
    void this.opened.then((bridge) => bridge.openInSite(path));
  }
}
