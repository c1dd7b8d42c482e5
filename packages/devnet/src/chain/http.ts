import { FetchRequest, JsonRpcProvider, JsonRpcSigner } from "ethers";
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { DevnetError } from "../errors.js";
import type { ChainConnection, Connect, DevSigner, Gate, RpcRequest } from "./connection.js";

/** An ethers provider whose every request passes the gate. */
class GatedProvider extends JsonRpcProvider {
  readonly #agent: HttpAgent;
  #gate: Gate | undefined;

  constructor(url: string, chainId: number) {
    // An agent of its own can be ended: a server waits long for connections that are only kept alive.
    const agent = new (url.startsWith("https:") ? HttpsAgent : HttpAgent)({ keepAlive: true });
    const endpoint = new FetchRequest(url);
    endpoint.getUrlFunc = FetchRequest.createGetUrlFunc({ agent });
    // No caching of nonces and blocks, no waiting for a poll: a local chain answers at once.
    super(endpoint, chainId, {
      staticNetwork: true,
      cacheTimeout: -1,
      batchMaxCount: 1,
      pollingInterval: 5,
    });
    this.#agent = agent;
  }

  setGate(gate: Gate): void {
    this.#gate = gate;
  }

  override destroy(): void {
    super.destroy();
    this.#agent.destroy();
  }

  ungated(method: string, params: readonly unknown[]): Promise<unknown> {
    return super.send(method, [...params]);
  }

  override send(method: string, params: unknown[] | Record<string, unknown>): Promise<unknown> {
    const request: RpcRequest = { method, params: Array.isArray(params) ? params : [params] };
    const forward = (): Promise<unknown> => super.send(method, params);
    return this.#gate === undefined ? forward() : this.#gate(request, forward);
  }
}

class HttpChain implements ChainConnection {
  readonly kind = "http";

  constructor(
    readonly url: string,
    readonly provider: GatedProvider,
    readonly accounts: readonly DevSigner[],
    private readonly opened: { readonly chainId: number; readonly end: () => Promise<void> },
  ) {}

  get chainId(): number {
    return this.opened.chainId;
  }

  request(method: string, params: readonly unknown[] = []): Promise<unknown> {
    return this.provider.send(method, [...params]);
  }

  raw(method: string, params: readonly unknown[] = []): Promise<unknown> {
    return this.provider.ungated(method, params);
  }

  setGate(gate: Gate): void {
    this.provider.setGate(gate);
  }

  async impersonate(address: string): Promise<DevSigner> {
    await this.raw("hardhat_impersonateAccount", [address]);
    return new JsonRpcSigner(this.provider, address);
  }

  async close(): Promise<void> {
    this.provider.destroy();
    await this.opened.end();
  }
}

/**
 * Opens a chain that already listens.
 *
 * @param url - where it listens
 * @param chainId - what it must call itself
 * @param end - run after the connection closed
 * @returns the connection, over the accounts the node holds the keys of
 */
export async function openHttp(
  url: string,
  chainId: number,
  end: () => Promise<void> = () => Promise.resolve(),
): Promise<ChainConnection> {
  const provider = new GatedProvider(url, chainId);
  const actual = Number(await provider.ungated("eth_chainId", []));
  if (actual !== chainId) {
    provider.destroy();
    throw new DevnetError(
      `the chain at ${url} has id ${actual}, not ${chainId}; give its own id or another URL`,
    );
  }
  const answer = await provider.ungated("eth_accounts", []);
  const addresses = Array.isArray(answer) ? answer.filter((item) => typeof item === "string") : [];
  // The node signs and counts nonces itself, so a fast sender cannot meet a cached nonce.
  const accounts = addresses.map((address) => new JsonRpcSigner(provider, address));
  return new HttpChain(url, provider, accounts, { chainId, end });
}

/**
 * Chains that already run behind URLs: anvil, or Hardhat's own node.
 *
 * @param urls - by chain name
 * @returns the way to connect
 */
export function overHttp(urls: Readonly<Record<string, string>>): Connect {
  return (wanted) => {
    const url = urls[wanted.name];
    if (url === undefined) {
      throw new DevnetError(`no URL for ${wanted.name}; given: ${Object.keys(urls).join(", ")}`);
    }
    return openHttp(url, wanted.chainId);
  };
}
