/** What came of one case. */
export interface Result {
  readonly title: string;
  /** The expectations that did not hold; none when the case passed. */
  readonly failures: readonly string[];
  /** What was measured, passed or failed. */
  readonly measured: string;
}

/** Notes an expectation that does not hold; the case goes on, so that everything it measures is reported. */
export type Expect = (holds: boolean, expectation: string) => void;

/** Runs one case and returns what it measured. */
export type Case = (expect: Expect) => Promise<string> | string;

/** Runs a case and reports its result. */
export type Check = (title: string, run: Case) => Promise<void>;

const DEADLINE_IN_MS = 120_000;

/** @param report receives each result as soon as it is there */
export function createCheck(report: (result: Result) => void): Check {
  return async (title, run) => {
    const failures: string[] = [];
    const expect: Expect = (holds, expectation) => {
      if (!holds) {
        failures.push(expectation);
      }
    };
    let measured = "";
    try {
      measured = await withinDeadline(run(expect));
    } catch (error) {
      failures.push(`threw ${summarize(error)}`);
    }
    report({ title, failures, measured });
  };
}

/** The first line of an error and of its causes. */
export function summarize(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const [line = ""] = `${error.name}: ${error.message}`.split("\n");
  return error.cause === undefined ? line : `${line} <- ${summarize(error.cause)}`;
}

async function withinDeadline<T>(outcome: Promise<T> | T): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no outcome in ${DEADLINE_IN_MS} ms`)), DEADLINE_IN_MS);
  });
  try {
    return await Promise.race([outcome, late]);
  } finally {
    clearTimeout(timer);
  }
}
