import { HDNodeWallet, Mnemonic } from "ethers";

/** The published phrase of Hardhat and anvil: everybody knows the keys it gives, so they guard nothing. */
const PHRASE = "test test test test test test test test test test test junk";
const ACCOUNTS = 20;

/** Private keys of the well-known development accounts, lower case, without 0x. */
export const developmentKeys: ReadonlySet<string> = new Set(
  Array.from({ length: ACCOUNTS }, (_, index) => {
    const path = `m/44'/60'/0'/0/${String(index)}`;
    return HDNodeWallet.fromMnemonic(Mnemonic.fromPhrase(PHRASE), path).privateKey.slice(2);
  }),
);
