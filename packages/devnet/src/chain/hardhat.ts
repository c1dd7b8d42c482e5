import { hooks, network } from "hardhat";
import type { NetworkConfigOverride } from "hardhat/types/config";
import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { Server } from "node:http";
import {
  field,
  type ChainConnection,
  type Connect,
  type ConnectRequest,
  type DevSigner,
  type Gate,
  type HardhatConnection,
} from "./connection.js";
import { openHttp } from "./http.js";

/** Which gate guards which Hardhat connection. */
const gates = new WeakMap<object, Gate>();

/** Set while a gate itself talks to its chain, whose requests must not come back to the gate. */
const ungated = new AsyncLocalStorage<true>();

let hooked = false;

/** Hardhat shows each request to its hooks; one hook serves every devnet of the process. */
function installHook(): void {
  if (hooked) return;
  hooked = true;
  hooks.registerHandlers("network", {
    onRequest: async (context, connection, request, next) => {
      const gate = gates.get(connection);
      if (gate === undefined || ungated.getStore() === true)
        return next(context, connection, request);
      const params = Array.isArray(request.params) ? request.params : [];
      let answered: Awaited<ReturnType<typeof next>> | undefined;
      const result = await gate({ method: request.method, params }, () =>
        ungated.run(true, async () => {
          answered = await next(context, connection, request);
          return "result" in answered ? answered.result : undefined;
        }),
      );
      return answered ?? { jsonrpc: "2.0", id: request.id, result };
    },
  });
}

class HardhatChain implements ChainConnection {
  readonly provider;

  constructor(
    readonly kind: "in-process" | "fork",
    readonly chainId: number,
    readonly hardhat: HardhatConnection,
    readonly accounts: readonly DevSigner[],
  ) {
    this.provider = hardhat.ethers.provider;
  }

  request(method: string, params: readonly unknown[] = []): Promise<unknown> {
    return this.hardhat.provider.request({ method, params: [...params] });
  }

  raw(method: string, params: readonly unknown[] = []): Promise<unknown> {
    return ungated.run(true, () => this.hardhat.provider.request({ method, params: [...params] }));
  }

  setGate(gate: Gate): void {
    gates.set(this.hardhat, gate);
  }

  impersonate(address: string): Promise<DevSigner> {
    return this.hardhat.ethers.getImpersonatedSigner(address);
  }

  async close(): Promise<void> {
    gates.delete(this.hardhat);
    await this.hardhat.close();
  }
}

function freshNetwork(wanted: ConnectRequest): NetworkConfigOverride {
  return {
    chainId: wanted.chainId,
    initialDate: new Date(wanted.genesis * 1000),
    allowBlocksWithSameTimestamp: true,
    accounts: { mnemonic: wanted.mnemonic, count: wanted.accounts },
  };
}

/** How the devnet's chains map to Hardhat's configuration. */
export interface HardhatConnectOptions {
  /** The network of hardhat.config.ts a chain runs as; by default the one of the chain's own name. */
  readonly network?: (chainName: string) => string;
}

/**
 * Chains inside this process, each a fresh Hardhat network.
 *
 * @param options - how chain names map to networks of hardhat.config.ts
 * @returns the way to connect
 */
export function inProcess(options: HardhatConnectOptions = {}): Connect {
  installHook();
  return async (wanted) => {
    const connection = await network.create({
      network: options.network?.(wanted.name) ?? wanted.name,
      override: freshNetwork(wanted),
    });
    return new HardhatChain(
      "in-process",
      wanted.chainId,
      connection,
      await connection.ethers.getSigners(),
    );
  };
}

/** The HTTP server behind a port of this process, which Hardhat keeps to itself; known after its first request. */
function listenerOn(port: number): () => Server | undefined {
  const channel = "http.server.request.start";
  let found: Server | undefined;
  const look = (message: unknown): void => {
    const server = field(message, "server");
    if (!(server instanceof Server) || field(server.address(), "port") !== port) return;
    found = server;
    unsubscribe(channel, look);
  };
  subscribe(channel, look);
  return () => {
    unsubscribe(channel, look);
    return found;
  };
}

/**
 * Chains served over HTTP by this process, each a fresh Hardhat network on a free port of 127.0.0.1.
 *
 * @param options - how chain names map to networks of hardhat.config.ts
 * @returns the way to connect
 */
export function onHardhatServers(options: HardhatConnectOptions = {}): Connect {
  return async (wanted) => {
    const server = await network.createServer(
      { network: options.network?.(wanted.name) ?? wanted.name, override: freshNetwork(wanted) },
      "127.0.0.1",
      0,
    );
    const { address, port } = await server.listen();
    const listener = listenerOn(port);
    return openHttp(`http://${address}:${port}`, wanted.chainId, async () => {
      const closed = server.close();
      // A fork's client keeps its connection until it is garbage: a minute and a half that nobody need wait.
      listener()?.closeAllConnections();
      await closed;
    });
  };
}

/**
 * Chains inside this process, each a fork of one behind a URL; the chain behind the URL is never written to.
 *
 * @param urls - by chain name
 * @param options - how chain names map to networks of hardhat.config.ts
 * @returns the way to connect
 */
export function forkOf(
  urls: Readonly<Record<string, string>>,
  options: HardhatConnectOptions = {},
): Connect {
  installHook();
  return async (wanted: ConnectRequest) => {
    const url = urls[wanted.name];
    if (url === undefined) {
      throw new TypeError(
        `no URL to fork ${wanted.name} from; given: ${Object.keys(urls).join(", ")}`,
      );
    }
    const connection = await network.create({
      network: options.network?.(wanted.name) ?? wanted.name,
      override: {
        chainId: wanted.chainId,
        allowBlocksWithSameTimestamp: true,
        accounts: { mnemonic: wanted.mnemonic, count: wanted.accounts },
        // No block number: Hardhat keeps pinned forks on disk by chain id and number, and a local chain that was
        // started anew under the same id would be answered from the old one's state.
        forking: { enabled: true, url },
      },
    });
    return new HardhatChain(
      "fork",
      wanted.chainId,
      connection,
      await connection.ethers.getSigners(),
    );
  };
}
