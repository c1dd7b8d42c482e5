import { localChains } from "../../deploy/networks/local.js";
import { UsageError } from "./options.js";

/** How long a running chain may take to answer (milliseconds). */
const PATIENCE = 10_000;

async function answers(url: string): Promise<boolean> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] });
  const headers = { "content-type": "application/json" };
  const signal = AbortSignal.timeout(PATIENCE);
  try {
    const response = await fetch(url, { method: "POST", headers, body, signal });
    return response.ok && (await response.text()).includes('"result"');
  } catch {
    return false;
  }
}

/** Refuses URLs behind which no chain answers, before anything is started. */
export async function requireRunning(urls: readonly string[]): Promise<void> {
  const found = await Promise.all(urls.map(answers));
  const index = found.indexOf(false);
  if (index < 0) return;
  const { name } = localChains[index] ?? { name: `chain ${index}` };
  throw new UsageError(`--forks: no chain answers at ${urls[index] ?? ""}, given for ${name}`);
}
