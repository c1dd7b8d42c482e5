import type { Addressable, ContractTransactionResponse } from "ethers";
import type { AccessManager } from "../../typechain-types/index.js";

/** Calls something as the AccessManager, the owner of the applications, on behalf of its admin. */
export const throughManager = (
  manager: AccessManager,
  target: Addressable,
  data: string,
): Promise<ContractTransactionResponse> => manager.execute(target, data);
