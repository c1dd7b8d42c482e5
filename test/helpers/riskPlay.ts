import type { ContractTransactionResponse } from "ethers";
import { bps, risk as twin, seconds, type Seconds } from "../../packages/sdk/src/index.js";
import { fixture, type Feed } from "@causeway/devnet";
import { mined } from "./mined.js";
import {
  ETH,
  addFeed,
  assetOf,
  deployDesk,
  globalsOf,
  setTerms,
  underlyingOf,
  type RiskDesk,
} from "./riskDesk.js";
import {
  pokeModel,
  pokeModelUnderlying,
  postedAt,
  setNetting,
  setThetas,
  startKeys,
  startModel,
  type Model,
  type Step,
} from "./riskHistory.js";
import { assetRowAt, keyRowAt, underlyingRowAt } from "./rows.js";

/** Plays a history on the contracts and in the model, and says where they part. */

/** A desk with ether, its keys and its market's underlying, and the model of it. */
export interface Stage {
  readonly desk: RiskDesk;
  readonly feed: Feed;
  readonly model: Model;
}

const known = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error("the model lacks it");
  return value;
};

const told = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? part.toString() : part));

async function deployStage(): Promise<Omit<Stage, "model"> & Pick<RiskDesk, "devnet">> {
  const desk = await deployDesk();
  const { parameters, risk } = desk;
  const feed = await addFeed(desk, ETH, "ETH / USD", 300_000_000_000n);
  await mined(parameters.setGlobals(globalsOf()));
  await mined(parameters.setAsset(ETH, assetOf("eth")));
  await mined(parameters.setUnderlying(ETH, underlyingOf()));
  for (const [key, given] of startKeys) await mined(parameters.setKey(key, given));
  await mined(risk.refresh(1n << BigInt(ETH)));
  return { devnet: desk.devnet, desk, feed };
}

const freshStage = fixture(deployStage);

/** A stage at its start. */
export async function openStage(): Promise<Stage> {
  const { desk, feed } = await freshStage();
  const { parameters } = desk;
  const at = (time: bigint) => seconds(time);
  const model = startModel(
    {
      globals: at((await parameters.thetaSchedule()).setAt),
      asset: at((await parameters.sizeSchedule(ETH)).setAt),
      underlying: at((await parameters.nettingSchedule(ETH)).setAt),
    },
    await assetRowAt(desk, ETH),
  );
  return { desk, feed, model };
}

/** Whether a setter takes its arguments; what it refuses happens nowhere. */
async function accepted(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch {
    return false;
  }
}

/** Makes a call at a time if it is not refused; answers whether it was made. */
async function attempt(
  { desk }: Stage,
  now: Seconds,
  call: {
    (): Promise<ContractTransactionResponse>;
    readonly check: () => Promise<unknown>;
  },
): Promise<boolean> {
  if (!(await accepted(call.check))) return false;
  await desk.chain.setNextTimestamp(Number(now));
  await mined(call());
  return true;
}

const calling = (send: () => Promise<ContractTransactionResponse>, check: () => Promise<unknown>) =>
  Object.assign(async () => send(), { check });

async function playPost(stage: Stage, step: Step, now: Seconds): Promise<void> {
  const { desk, model } = stage;
  const { parameters } = desk;
  if (step.kind === "volatility") {
    const args = [ETH, step.deviation, step.validFor] as const;
    const made = await attempt(
      stage,
      now,
      calling(
        () => parameters.postVolatility(...args),
        () => parameters.postVolatility.staticCall(...args),
      ),
    );
    if (made) model.posted = postedAt(step.deviation, step.validFor, now);
  } else if (step.kind === "depth") {
    const depth = (model.sizes.next.depth * step.share) / 100n;
    const limits = twin.depthLimits(model.sizes, model.asset.depth);
    if (now < limits.from || depth < limits.least || depth > limits.most) return;
    await desk.chain.setNextTimestamp(Number(now));
    await mined(parameters.postDepth(ETH, depth));
    model.sizes = twin.postDepth(model.sizes, depth, now);
  } else if (step.kind === "correlation") {
    const { from, least, most } = twin.correlationLimits(
      model.netting,
      { cap: model.underlying.rho, postedAt: model.rhoPostedAt },
      now,
    );
    if (now < from) return;
    const rho = bps(least + ((most - least) * step.share) / 100n);
    await desk.chain.setNextTimestamp(Number(now));
    await mined(parameters.postCorrelation(ETH, rho));
    model.netting = twin.restartNetting(model.netting, { ...model.netting.next, rho }, now);
    model.rhoPostedAt = now;
  }
}

async function playSet(stage: Stage, step: Step, now: Seconds): Promise<void> {
  const { desk, model } = stage;
  const { parameters } = desk;
  if (step.kind === "asset") {
    const given = { ...model.asset, ...step.changes };
    const { setAsset } = parameters;
    const call = calling(
      () => setAsset(ETH, given),
      () => setAsset.staticCall(ETH, given),
    );
    if (!(await attempt(stage, now, call))) return;
    model.asset = given;
    model.sizes = twin.restartSizes(model.sizes, given, now);
  } else if (step.kind === "underlying") {
    const given = { ...model.underlying, ...step.changes };
    const { setUnderlying } = parameters;
    const call = calling(
      () => setUnderlying(ETH, given),
      () => setUnderlying.staticCall(ETH, given),
    );
    if (await attempt(stage, now, call)) setNetting(model, given, now);
  } else if (step.kind === "globals") {
    const given = { ...model.globals, ...step.changes };
    const { setGlobals } = parameters;
    const call = calling(
      () => setGlobals(given),
      () => setGlobals.staticCall(given),
    );
    if (await attempt(stage, now, call)) setThetas(model, given, now);
  } else if (step.kind === "key") {
    const given = { ...known(model.keys.get(step.key)), ...step.changes };
    const { setKey } = parameters;
    const call = calling(
      () => setKey(step.key, given),
      () => setKey.staticCall(step.key, given),
    );
    if (await attempt(stage, now, call)) model.keys.set(step.key, given);
  }
}

async function playPrice(
  { desk, feed, model }: Stage,
  answer: bigint,
  now: Seconds,
): Promise<void> {
  await desk.chain.setNextTimestamp(Number(now));
  await feed.transmit(answer, { observations: [answer, answer, answer, answer] });
  await mined(desk.risk.refresh(1n << BigInt(ETH)));
  // What the oracle says is an input here; the size terms beside it are not.
  const { depth, eta, maxCharge, minHaircut, maxHaircut } = model.assetRow;
  const row = await assetRowAt(desk, ETH);
  model.assetRow = { ...row, depth, eta, maxCharge, minHaircut, maxHaircut };
  const { resumedAt } = await desk.risk.priceRiskOf(ETH);
  if (model.assetState !== undefined)
    model.assetState = { ...model.assetState, resumedAt: seconds(resumedAt) };
}

/** What the contracts keep against what the model does; undefined if they agree. */
async function difference({ desk, model }: Stage, now: Seconds): Promise<string | undefined> {
  const { risk } = desk;
  const { maintenance, initial, underlying } = await risk.priceRiskOf(ETH);
  const { fast, slow, sampledAt, sampledPrice, effective } = await risk.volatilityOf(ETH);
  const state = model.assetState;
  const volatility = known(model.volatility);
  const onChain = [
    [await assetRowAt(desk, ETH), { maintenance, initial, underlying: Number(underlying) }],
    { fast, slow, sampledAt, sampledPrice },
    effective,
    ...(await Promise.all([...model.rows.keys()].map(async (key) => keyRowAt(desk, key)))),
    model.underlyingRow && (await underlyingRowAt(desk, ETH)),
  ];
  const inModel = [
    [
      model.assetRow,
      {
        maintenance: state?.maintenance ?? 0n,
        initial: state?.initial ?? 0n,
        underlying: state?.underlying ?? 0,
      },
    ],
    volatility,
    twin.varianceAt(volatility, model.asset, model.posted, now),
    ...model.rows.values(),
    model.underlyingRow,
  ];
  const at = onChain.findIndex((part, i) => told(part) !== told(inModel[i]));
  return at < 0 ? undefined : `${told(onChain[at])}\n${told(inModel[at])}`;
}

async function playPoke(stage: Stage, step: Step, now: Seconds): Promise<string | undefined> {
  const { desk, model } = stage;
  await desk.chain.setNextTimestamp(Number(now));
  if (step.kind === "poke") {
    await mined(desk.risk.poke(step.keys.reduce((bits, key) => bits | (1n << BigInt(key)), 0n)));
    for (const key of step.keys) pokeModel(model, key, now);
    if (step.keys.length === 0) return undefined;
  } else {
    await mined(desk.risk.pokeUnderlyings(1n << BigInt(ETH)));
    pokeModelUnderlying(model, now);
  }
  return difference(stage, now);
}

/** Plays a step; answers with a difference if it was a poke and found one. */
export async function play(stage: Stage, step: Step): Promise<string | undefined> {
  const { desk, model } = stage;
  const now = seconds(BigInt(await desk.chain.timestamp()) + step.wait);
  if (step.kind === "poke" || step.kind === "pokeUnderlying") return playPoke(stage, step, now);
  if (step.kind === "price") await playPrice(stage, step.answer, now);
  else if (step.kind === "terms")
    model.terms.set(step.key, await setTerms(desk, step.key, step.terms));
  else {
    await playPost(stage, step, now);
    await playSet(stage, step, now);
  }
  return undefined;
}
