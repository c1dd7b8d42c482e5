import { getAddress, toBeHex } from "ethers";
import { addressOf, signerOf } from "../../deploy/local/people.js";
import { setAccounts } from "../../test/helpers/slots.js";
import { cast, keysTo, sendView, type Costs } from "../lib/acts.js";
import { TOKEN } from "../lib/listing.js";
import { executed } from "../lib/meter.js";
import type { Bench } from "../lib/world.js";

/** As many as a keeper asks for in one call (experience.md). */
const ACCOUNTS = 1_000;

/** Loans of a thousand dollars, at any index (raw). */
const SHARES = 1_000n * 10n ** 18n;

/** The lens, each view sent as a transaction of its own; after the margin stories, whose borrower has all 64 keys. */
export async function lens({ devnet, hub, ...bench }: Bench): Promise<Costs> {
  const chain = devnet.chain("hub");
  const world = { ...bench, devnet, hub };
  const signer = signerOf(world, cast.borrower, "hub");
  const accounts = Array.from({ length: ACCOUNTS }, (_, place) =>
    getAddress(toBeHex(0xacc0_0000 + place * 256, 20)),
  );
  // A key on each of the four chains, all in one word as neighbours are.
  const balances = new Map(keysTo(4).map((key) => [key, 100n * TOKEN]));
  await setAccounts(chain, hub.engine, accounts, { balances, shares: SHARES });
  const batch = await sendView(signer, await hub.lens.batchHealth.populateTransaction(accounts));
  const whole = await sendView(
    signer,
    await hub.lens.account.populateTransaction(addressOf(world, cast.borrower)),
  );
  return {
    "views.batchHealth": await executed(chain, batch),
    "views.account64": await executed(chain, whole),
  };
}
