import { bps, maths, milliseconds, risk, seconds, units, wad } from "@causeway/sdk";
import type { Seconds } from "@causeway/sdk";
import type { Dice } from "./dice.js";
import type { Model } from "./models.js";
import { fittingCharge, termsOf } from "./world.js";
import type { Asset, Key, Lane, Underlying, World } from "./world.js";

/** What can happen to a market. */

const { integer } = maths;

const WEEK = 604_800;

/** Pokes a key with what its lane and its schedules say now. */
export function pokeKey(world: World, key: Key, model: Model): void {
  const { asset } = key;
  const poked = model.pokeKey(
    { key: key.row, asset: asset.row, assetState: asset.state, volatility: asset.volatility },
    {
      key: key.parameters,
      asset: asset.parameters,
      globals: world.globals,
      sizes: asset.sizes,
      posted: asset.posted,
      lane: termsOf(world, key),
    },
    world.now,
  );
  key.row = poked.key;
  [asset.row, asset.state, asset.volatility] = [poked.asset, poked.assetState, poked.volatility];
}

/** Pokes an underlying and takes θ over. */
export function pokeUnderlying(world: World, underlying: Underlying, model: Model): void {
  const { asset, parameters, netting } = underlying;
  const poked = model.pokeUnderlying(
    { row: underlying.row, asset: asset.row, volatility: asset.volatility },
    {
      underlying: parameters,
      asset: asset.parameters,
      globals: world.globals,
      netting,
      posted: asset.posted,
    },
    world.now,
  );
  [underlying.row, asset.volatility] = [poked.row, poked.volatility];
  world.storedThetas = risk.thetasAt(world.thetas, world.now);
}

/** Lets time pass. */
export function pass(world: World, time: number): void {
  world.now = seconds(world.now + BigInt(time));
}

/** A feed is read: the same price unless another is given. */
function observe(world: World, asset: Asset, changes: Partial<risk.AssetRow> = {}): void {
  const { now } = world;
  asset.row = { ...asset.row, observedAt: now, refreshedAt: now, status: "GOOD", ...changes };
}

function movePrice(world: World, dice: Dice): void {
  const asset = anyAsset(world, dice);
  const moved = (asset.row.price * dice.big(5_000, 15_000)) / 10_000n;
  const pegged = asset.id === risk.SETTLEMENT ? (maths.WAD * dice.big(90, 110)) / 100n : moved;
  const spread = dice.once(4) ? dice.big(0, 30_000) : asset.row.spread;
  observe(world, asset, { price: wad(integer.max(pegged, 10n ** 13n)), spread });
}

function repeatPrice(world: World, dice: Dice): void {
  observe(world, anyAsset(world, dice));
}

function breakFeed(world: World, dice: Dice): void {
  const asset = anyAsset(world, dice);
  const status = dice.pick(["STALE", "OUT_OF_BOUNDS", "DISAGREE", "UNREADABLE"]);
  asset.row = { ...asset.row, status, refreshedAt: world.now };
}

/** What prices elsewhere do to the two clocks of an asset. */
function stirVolatility(world: World, dice: Dice): void {
  const asset = anyAsset(world, dice);
  const { volatility } = asset;
  if (volatility === undefined) return;
  const [fast, slow] = [
    risk.varianceOfYear(dice.big(1, 2_000)),
    risk.varianceOfYear(dice.big(1, 300)),
  ];
  asset.volatility = { ...volatility, fast, slow };
}

function postVolatility(world: World, dice: Dice): void {
  const deviation = wad(integer.sqrtDown(risk.varianceOfYear(dice.big(1, 2_000))));
  const until = seconds(world.now + dice.big(1, 21_600));
  anyAsset(world, dice).posted = { deviation, until };
}

function postDepth(world: World, dice: Dice): void {
  const asset = anyAsset(world, dice);
  const limits = risk.depthLimits(asset.sizes, asset.parameters.depth);
  if (world.now < limits.from || limits.most < limits.least) return;
  const depth = limits.least + ((limits.most - limits.least) * dice.big(0, 100)) / 100n;
  asset.sizes = risk.postDepth(asset.sizes, integer.max(depth, 1n), world.now);
}

/** The governor sets an asset anew, within what the setter takes for its keys. */
export function setAsset(world: World, dice: Dice): void {
  const asset = anyAsset(world, dice);
  const base = integer.max(0n, asset.parameters.baseMaintenance + dice.big(-300, 300));
  const wanted: risk.AssetParameters = {
    ...asset.parameters,
    baseMaintenance: bps(base),
    baseInitial: bps(base + dice.least(200, 700)),
    eta: bps(dice.big(0, 10_000)),
    depth: dice.magnitude(1, 22),
  };
  const rooms = world.keys
    .filter((key) => key.asset === asset)
    .map(({ parameters }) => fittingCharge(parameters, wanted, world.globals));
  const maxCharge = integer.min(bps(dice.big(0, 4_000)), ...rooms);
  asset.parameters = { ...wanted, maxCharge };
  asset.sizes = risk.restartSizes(asset.sizes, asset.parameters, world.now);
}

function setGlobals(world: World, dice: Dice): void {
  const zMaintenance = bps(dice.big(30_000, 50_000));
  world.globals = {
    ...world.globals,
    zMaintenance,
    zInitial: bps(zMaintenance + dice.least(0, 30_000)),
    localTime: seconds(dice.big(600, 2_400)),
  };
}

function setKey(world: World, dice: Dice): void {
  const key = anyKey(world, dice);
  const idiosyncratic = bps(dice.big(50, 300));
  const parameters = { ...key.parameters, idiosyncratic, recognised: !dice.once(8) };
  const { asset } = key;
  if (fittingCharge(parameters, asset.parameters, world.globals) >= asset.sizes.next.maxCharge)
    key.parameters = parameters;
  key.standing = { held: dice.once(8), units: units(dice.magnitude(0, 60)) };
}

/** A message arrives: dated by the vault's own clock, whatever that says, echoing the hub's. */
function hear(world: World, dice: Dice): void {
  const lane = anyLane(world, dice);
  const echo = seconds(world.now - dice.big(0, dice.once(4) ? 100_000 : 3_000));
  lane.clock = risk.hear(
    lane.clock,
    { sentAt: seconds(dice.magnitude(0, 31)), echo, hold: seconds(dice.big(0, 4_000)) },
    world.now,
  );
}

/** Sets a lane's clock as any past of it could have left it. */
function disturbLane(world: World, dice: Dice): void {
  const lane = anyLane(world, dice);
  lane.clock = {
    ...lane.clock,
    newestEcho: seconds(world.now - dice.big(0, 200_000)),
    smoothed: milliseconds(dice.magnitude(0, 22)),
    floor: dice.pick([0, 1, 2, 3, 4]),
    insecure: dice.once(8),
    held: dice.once(8),
  };
}

function quarantine(world: World, dice: Dice): void {
  const lane = anyLane(world, dice);
  lane.clock = risk.setQuarantine(lane.clock, dice.once(2), world.now);
  lane.clock = risk.confirmQuarantine(lane.clock, world.now) ?? lane.clock;
}

function setUnderlying(world: World, dice: Dice): void {
  const underlying = anyUnderlying(world, dice);
  const base = dice.big(200, 1_000);
  const least = dice.big(200, 1_000);
  underlying.parameters = {
    ...underlying.parameters,
    scanBaseMaintenance: bps(base),
    scanBaseInitial: bps(base + dice.least(200, 700)),
    scanMinMaintenance: bps(least),
    scanMinInitial: bps(least + dice.least(200, 700)),
  };
}

/** Any change of what nets that the setter takes, and one of θ; at most 1,000 bps of θ a time. */
export function setNetting(world: World, dice: Dice): void {
  const underlying = anyUnderlying(world, dice);
  const current = risk.nettingTermsAt(underlying.netting, world.now);
  const { rho, beta } = risk.NETTING_STEPS;
  const moved = (value: bigint, step: bigint): bigint =>
    value + dice.big(-Number(step), Number(step));
  const next = {
    rho: bps(integer.clamp(moved(current.rho, rho), 0n, 10_000n)),
    beta: bps(integer.clamp(moved(current.beta, beta), 21n, 10_000n)),
    eta: bps(dice.big(0, dice.once(2) ? 10_000 : 3_000)),
    maxCharge: bps(dice.big(0, Number(risk.MAX_MARKET_CHARGE))),
    depth: dice.magnitude(1, 23),
  };
  underlying.netting = risk.restartNetting(underlying.netting, next, world.now);
  const theta = { maintenance: bps(dice.big(7_000, 8_000)), initial: bps(dice.big(4_000, 5_000)) };
  world.thetas = risk.restartThetas(world.thetas, theta, world.now);
}

const anyAsset = (world: World, dice: Dice): Asset => dice.pick(world.assets);
const anyKey = (world: World, dice: Dice): Key => dice.pick(world.keys);
const anyLane = (world: World, dice: Dice): Lane => dice.pick(world.lanes);
const anyUnderlying = (world: World, dice: Dice): Underlying => dice.pick(world.underlyings);

/** One thing that happens. */
export type Event = (world: World, dice: Dice) => void;

/** Things that leave every price as it is. */
export const quietEvents: readonly Event[] = [
  repeatPrice,
  hear,
  setAsset,
  stirVolatility,
  postVolatility,
  postDepth,
  setGlobals,
  setKey,
  disturbLane,
  quarantine,
  setUnderlying,
  setNetting,
  breakFeed,
];

/** All of them. */
export const anyEvents: readonly Event[] = [movePrice, ...quietEvents];

/** How long until the next event: seconds to hours, sometimes days. */
export function pause(dice: Dice): number {
  if (dice.once(12)) return dice.int(0, 2 * WEEK);
  return dice.once(3) ? dice.int(0, 100_000) : dice.int(0, 1_500);
}

/** The same, within what is left of a time. */
export const pauseWithin = (dice: Dice, left: Seconds): number =>
  Math.min(dice.int(1, 1_500), Number(left));
