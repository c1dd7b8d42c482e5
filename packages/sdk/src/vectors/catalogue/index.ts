import type { Formula } from "../formula.js";
import { accountFormulas } from "./account.js";
import { collateralFormulas } from "./collateral.js";
import { liquidationFormulas } from "./liquidation.js";
import { marketFormulas } from "./market.js";

/** Every formula of risk.md and markets.md by the short name of the reference model. */
export const CATALOGUE: ReadonlyMap<string, Formula> = new Map(
  [...collateralFormulas, ...accountFormulas, ...liquidationFormulas, ...marketFormulas].map(
    (formula) => [formula.short, formula],
  ),
);
