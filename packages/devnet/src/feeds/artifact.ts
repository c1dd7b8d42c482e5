import { artifacts } from "hardhat";
import { ContractFactory, type Signer } from "ethers";
import { parseArtifact } from "../layerzero/artifacts.js";

/**
 * Deploys a contract the project compiled.
 *
 * @param name - of the contract
 * @param owner - who deploys
 * @param args - of its constructor
 * @returns its address
 */
export async function deployCompiled(
  name: string,
  owner: Signer,
  args: readonly unknown[],
): Promise<string> {
  const artifact = parseArtifact(await artifacts.readArtifact(name), `the artifact of ${name}`);
  const contract = await new ContractFactory(artifact.abi, artifact.bytecode, owner).deploy(
    ...args,
  );
  await contract.waitForDeployment();
  return contract.getAddress();
}
