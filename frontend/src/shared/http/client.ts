import * as z from 'zod/mini';
import { type Bridge, type Call, Unreachable } from '../bridge';

const problem = z.object({
  code: z.optional(z.string()),
  detail: z.optional(z.string()),
  errors: z.optional(z.array(z.object({ field: z.string(), message: z.string() }))),
  problems: z.optional(z.array(z.object({ code: z.string(), pointer: z.string(), sentence: z.string() }))),
  incident: z.optional(z.string()),
});

export interface Problem {
  readonly code: string;
  readonly pointer: string;
  readonly sentence: string;
}

/** The server has answered, and the answer is no. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    sentence: string,
    readonly wrong: ReadonlyArray<{ field: string; message: string }>,
    readonly retryAfter: number | null,
    readonly incident: string | null,
    /** What is wrong with a document, each with its place in it (a JSON pointer). */
    readonly problems: ReadonlyArray<Problem> = [],
  ) {
    super(sentence);
    this.name = 'Refused';
  }
}

/** The server has answered something that it does not promise. */
export class Unexpected extends Error {
  constructor(path: string, cause: unknown) {
    super(`The answer of ${path} is not what was expected.`, { cause });
    this.name = 'Unexpected';
  }
}

export { Unreachable };

export type Schema<T> = z.ZodMiniType<T>;

function refusal(status: number, text: string, retryAfter: number | null): Refused {
  let told: z.infer<typeof problem> = {};
  try {
    const read = problem.safeParse(JSON.parse(text));
    told = read.success ? read.data : {};
  } catch {
    // A proxy between us may answer in words of its own; the status says enough.
  }
  return new Refused(
    status,
    told.code ?? `http.${status}`,
    told.detail ?? '',
    told.errors ?? [],
    retryAfter,
    told.incident ?? null,
    told.problems ?? [],
  );
}

/** Our API, in the name of whoever looks; what comes back has the shape that was asked for, or it is an error. */
export class Api {
  constructor(private readonly bridge: Bridge) {}

  get<T>(path: string, shape: Schema<T>, signal?: AbortSignal): Promise<T> {
    return this.asked({ method: 'GET', path, signal }, shape);
  }

  async send<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, shape: Schema<T>, body?: unknown, contentType?: string): Promise<T> {
    return this.asked({ method, path, body, ...(contentType ? { contentType } : {}) }, shape);
  }

  /** Sends what has no answer worth reading. */
  async tell(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<number> {
    return (await this.answered({ method, path, body })).status;
  }

  async text(path: string): Promise<string> {
    return (await this.answered({ method: 'GET', path })).text;
  }

  private async asked<T>(call: Call, shape: Schema<T>): Promise<T> {
    const answer = await this.answered(call);
    let body: unknown;
    try {
      body = answer.text === '' ? null : JSON.parse(answer.text);
    } catch (cause) {
      throw new Unexpected(call.path, cause);
    }
    const read = shape.safeParse(body);
    if (!read.success) {
      throw new Unexpected(call.path, read.error);
    }
    return read.data;
  }

  private async answered(call: Call) {
    const answer = await this.bridge.call(call);
    if (!(answer.status >= 200 && answer.status < 300)) {
      throw refusal(answer.status, answer.text, answer.retryAfter);
    }
    return answer;
  }
}
