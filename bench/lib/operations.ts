/** One thing whose cost is measured. */
export interface Operation {
  /** Name in `results/gas.json`: the story, a dot, the operation. */
  readonly id: string;
  readonly title: string;
  readonly unit: "gas" | "bytes";
  /** Most it may cost (system.md section 8). */
  readonly budget?: number;
  /** What beats every peer by a margin (system.md section 8). */
  readonly stretch?: number;
  /** Why its budget is missed: it may then cost what is recorded, and no more (`bench/README.md` has the breakdown). */
  readonly missed?: string;
}

/** Budget and stretch of an operation. */
type Bounds = readonly [budget: number, stretch: number];

function gas(id: string, title: string, bounds?: Bounds, missed?: string): Operation {
  const operation = { id, title, unit: "gas" } as const;
  if (bounds === undefined) return operation;
  const bounded = { ...operation, budget: bounds[0], stretch: bounds[1] };
  return missed === undefined ? bounded : { ...bounded, missed };
}

/** Everything a run measures but the sizes of contracts, in the order of the table. */
export const operations: readonly Operation[] = [
  gas("messages.depositAndSync", "vault deposit + sync, existing counter", [295_000, 285_000]),
  gas("messages.depositAndSyncNew", "vault deposit + sync, new counter"),
  gas("messages.deposit", "vault deposit without a message, existing counter"),
  gas("messages.sync", "sync of one counter, by a keeper"),
  gas("messages.heartbeat", "heartbeat: sync without items, totals of 16 keys"),
  gas("messages.furtherAccount", "further record, same key (source + hub)", [27_000, 22_000]),
  gas("messages.furtherAccountSource", "  of which at the source"),
  gas("messages.furtherKey", "further record, other key with total", [48_000, 42_000]),
  gas("messages.furtherKeySource", "  of which at the source"),
  gas("messages.verify", "one DVN verifies (2 of 3 signatures)"),
  gas("messages.commit", "commit of a verified packet, 2 DVNs"),
  gas("messages.execute", "executor's delivery, 1 record + 1 total"),
  gas("messages.flush", "flush of one counter, hub to vault"),

  gas("receive.existing", "lzReceive frame, existing account", [72_000, 65_000]),
  gas("receive.newAccount", "lzReceive frame, new account", [130_000, 121_000]),
  gas("receive.firstOnLane", "lzReceive frame, first on lane", [165_000, 155_000]),
  gas("receive.heartbeat", "lzReceive frame, heartbeat that pays for the first time"),
  gas("receive.release", "lzReceive frame at the vault, release that pays"),

  gas("margin.check4", "margin check cold, 4 keys"),
  gas("margin.check8", "margin check cold, 8 keys"),
  gas("margin.check16", "margin check cold, 16 keys", [105_000, 85_000]),
  gas("margin.check32", "margin check cold, 32 keys"),
  gas("margin.furtherKey", "each further key (steepest of 4, 8, 16, 32)", [5_200, 4_000]),
  gas(
    "margin.check16With8",
    "margin check cold, 16 keys, 8 positions",
    [170_000, 140_000],
    "a margin names what an auction leaves out of an outage, in two calls",
  ),
  gas("margin.apart16", "margin check cold, 16 keys of 16 assets"),
  gas("margin.borrow16", "withdrawCash of a borrower, 16 keys"),
  gas("margin.withdraw16", "withdrawCash without debt, 16 keys"),
  gas("margin.poke", "poke of one key"),
  gas("margin.refresh", "refresh of one price"),

  gas(
    "liquidation.liquidate8",
    "liquidate, 8 keys",
    [150_000, 125_000],
    "the auction and its terms are two new slots",
  ),
  gas("liquidation.liquidate1", "liquidate, 1 key"),
  gas(
    "liquidation.takeKeep1",
    "take KEEP, 1 key",
    [110_000, 90_000],
    "eighteen slots read, four contracts, and sums of structs between them",
  ),
  gas(
    "liquidation.takeKeep8",
    "take KEEP, 8 keys",
    [145_000, 120_000],
    "as with one key, and nine slots more",
  ),
  gas("liquidation.liveRead", "one live feed read in a take"),
  gas("liquidation.takeFirst", "first take of an auction, 8 keys, new buyer"),
  gas("liquidation.takeRelease8", "take RELEASE, 8 keys"),
  gas("liquidation.takeClosing", "take KEEP that cures and closes, 1 key"),
  gas("liquidation.close", "close of a cured auction, 8 keys"),

  gas("pool.depositCash", "depositCash, existing cash"),
  gas("pool.repay", "depositCash that repays debt"),
  gas("pool.deposit", "deposit into the pool, existing shares"),
  gas("pool.requestRedeem", "requestRedeem"),
  gas("pool.processRedeem", "processRedeem of one request"),
  gas("pool.withdrawCollateral", "withdrawCollateral to a source chain, no debt"),
  gas("pool.withdrawCollateral16", "withdrawCollateral of a borrower, 16 keys"),
  gas("pool.withdrawHub", "withdrawCollateral on the hub, no debt"),
  gas("pool.claim", "claim of what the outflow bucket had kept"),

  gas("views.margin64With32", "margin view, 64 keys and 32 markets", [650_000, 500_000]),
  gas("views.margin64", "MarginEngine.marginOf, 64 keys"),
  gas(
    "views.batchHealth",
    "MarginLens.batchHealth, 1,000 accounts of 4 keys",
    [50_000_000, 40_000_000],
  ),
  gas("views.account64", "MarginLens.account, 64 keys"),
  gas("views.quoteTake8", "AuctionHouse.quoteTake, 8 keys"),
];

/** EIP-170 (bytes). */
export const MAX_CODE = 24_576;

/** A deployable contract's code as an operation. */
export function sizeOf(contract: string): Operation {
  return {
    id: `sizes.${contract}`,
    title: `code of ${contract}`,
    unit: "bytes",
    budget: MAX_CODE,
  };
}
