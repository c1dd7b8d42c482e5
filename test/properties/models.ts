import { risk, seconds } from "@causeway/sdk";

/** The twin, and twins with one of its safeguards taken out: each must be caught by the law that the safeguard is for. */
export interface Model {
  readonly pokeKey: typeof risk.pokeKey;
  readonly pokeUnderlying: typeof risk.pokeUnderlying;
  readonly marginOf: typeof risk.marginOf;
}

/** The model itself. */
export const twin: Model = {
  pokeKey: risk.pokeKey,
  pokeUnderlying: risk.pokeUnderlying,
  marginOf: risk.marginOf,
};

/** A ramp that banks the time nobody poked, and spends it in one jump. */
const bankingRamp: Model = {
  ...twin,
  pokeKey: (state, inputs, now) => {
    let poked = risk.pokeKey(state, inputs, now);
    for (let banked = state.key === undefined ? 0n : now - state.key.pokedAt; banked > 0n;) {
      const since = seconds(now - risk.MAX_RAMP_TIME);
      poked = risk.pokeKey({ ...poked, key: { ...poked.key, pokedAt: since } }, inputs, now);
      banked -= risk.MAX_RAMP_TIME;
    }
    return poked;
  },
};

/** No ramp: maintenance margin follows its target at once. */
const noRamp: Model = {
  ...twin,
  pokeKey: (state, inputs, now) => {
    const { key } = risk.pokeKey({ ...state, key: undefined }, inputs, now);
    const poked = risk.pokeKey(state, inputs, now);
    return { ...poked, key: { ...poked.key, maintenance: key.maintenance } };
  },
};

/** No notice: a change of the size charge is there at once. */
const noNotice: Model = {
  ...twin,
  pokeKey: (state, inputs, now) =>
    risk.pokeKey(state, { ...inputs, sizes: { ...inputs.sizes, past: inputs.sizes.next } }, now),
};

/** Initial margin that does not pay for a change of the size charge before it moves. */
const noPendingCharge: Model = {
  ...twin,
  pokeKey: (state, inputs, now) => {
    const settled = risk.settledSizes(risk.sizeTermsAt(inputs.sizes, now), now);
    return risk.pokeKey(state, { ...inputs, sizes: settled }, now);
  },
};

/** Initial margin that asks no more than maintenance margin. */
const noGap: Model = {
  ...twin,
  marginOf: (book, rows, now) => {
    const margin = risk.marginOf(book, rows, now);
    return { ...margin, initial: margin.maintenance, initialEquity: margin.equity };
  },
};

/** A dynamic cap that is not there: la_MM follows an outage as far as it goes. */
const noDynamicCap: Model = {
  ...twin,
  pokeKey: (state, inputs, now) =>
    risk.pokeKey(state, { ...inputs, lane: { ...inputs.lane, quarantined: true } }, now),
};

/** Models with a safeguard taken out, by the law that must notice. */
export const mutants = {
  "a ramp that banks unused time": [bankingRamp, "P-R1"],
  "no ramp": [noRamp, "P-R1"],
  "no notice": [noNotice, "P-R3"],
  "initial margin without the pending charge": [noPendingCharge, "P-R3"],
  "no gap between the margins": [noGap, "P-R3"],
  "no dynamic cap": [noDynamicCap, "P-R2"],
} as const satisfies Readonly<Record<string, readonly [Model, string]>>;
