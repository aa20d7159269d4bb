import type { IssuePlan, OpenIssue } from "./plan-issue.ts";

/** Where the issues are. */
export interface IssueTracker {
  /** The base URL of GitHub's API. */
  readonly apiUrl: string;
  /** The repository, such as `owner/name`. */
  readonly repository: string;
  /** A token that may write issues. */
  readonly token: string;
  /** Sends requests. */
  readonly fetch: typeof fetch;
}

/**
 * The open issues of the repository that a workflow opened.
 *
 * @throws {Error} if GitHub does not list them
 */
export async function openIssues(tracker: IssueTracker): Promise<OpenIssue[]> {
  const issues: OpenIssue[] = [];
  for (let page = 1; ; page++) {
    const path = `issues?state=open&creator=${encodeURIComponent("github-actions[bot]")}&per_page=100&page=${page}`;
    const listed = (await send(tracker, "GET", path)) as {
      number: number;
      body: string | null;
      pull_request?: unknown;
    }[];
    const own = listed.filter((issue) => issue.pull_request === undefined);
    issues.push(...own.map(({ number, body }) => ({ number, body: body ?? "" })));
    if (listed.length < 100) {
      return issues;
    }
  }
}

/** Carries out a plan. */
export async function carryOut(tracker: IssueTracker, plan: IssuePlan): Promise<void> {
  if (plan.action === "none") {
    return;
  }
  if (plan.action === "open") {
    await send(tracker, "POST", "issues", { title: plan.title, body: plan.body });
    return;
  }
  const state = plan.action === "close" ? { state: "closed", state_reason: "completed" } : {};
  await send(tracker, "PATCH", `issues/${plan.number}`, { body: plan.body, ...state });
  if (plan.comment !== undefined) {
    await send(tracker, "POST", `issues/${plan.number}/comments`, { body: plan.comment });
  }
}

async function send(tracker: IssueTracker, method: string, path: string, body?: object): Promise<unknown> {
  const response = await tracker.fetch(`${tracker.apiUrl}/repos/${tracker.repository}/${path}`, {
    method,
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${tracker.token}`,
      "x-github-api-version": "2022-11-28",
    },
    signal: AbortSignal.timeout(30_000),
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) {
    throw new Error(`GitHub responded to ${method} ${path.split("?")[0]} with ${response.status}.`);
  }
  return response.json();
}
