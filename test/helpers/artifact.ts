/** What the compiler leaves for one contract, as files of a fixture. */
export interface Compiled {
  readonly source: string;
  readonly abi?: readonly object[];
  readonly deployedBytes?: number;
  readonly storageLayout?: object;
}

const EMPTY_LAYOUT = { storage: [], types: null };

/** The artifact and the build information of a contract, in the folders Hardhat writes them to. */
export function compiled(name: string, contract: Compiled): Record<string, string> {
  const { source, abi = [changing("act")], deployedBytes = 100 } = contract;
  const buildInfoId = `build-${name}`;
  const artifact = {
    contractName: name,
    sourceName: source,
    abi,
    deployedBytecode: `0x${"00".repeat(deployedBytes)}`,
    buildInfoId,
  };
  const storageLayout = contract.storageLayout ?? EMPTY_LAYOUT;
  const output = { contracts: { [`project/${source}`]: { [name]: { storageLayout } } } };
  return {
    [`artifacts/${source}/${name}.json`]: JSON.stringify(artifact),
    [`artifacts/build-info/${buildInfoId}.output.json`]: JSON.stringify({ output }),
  };
}

export function changing(name: string): object {
  return { type: "function", name, stateMutability: "nonpayable", inputs: [], outputs: [] };
}

export function reading(name: string): object {
  return { type: "function", name, stateMutability: "view", inputs: [], outputs: [] };
}
