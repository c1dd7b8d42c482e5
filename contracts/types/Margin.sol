// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What an account holds, as the engine hands it to the risk engine in one call.
/// @param cash signed settlement-asset balance, debt accrued to now (WAD)
/// @param held bitmap of held keys, bit k for key k (raw)
/// @param words the balance words that hold a held key, ascending, four 64-bit balances each (units)
/// @param positions open perpetual positions
struct Book {
    int256 cash;
    uint256 held;
    uint256[] words;
    Position[] positions;
}

/// @notice One perpetual position.
/// @param market market id (id)
/// @param size signed size in the underlying (WAD)
/// @param cost sum of size times price over its fills (WAD)
/// @param funding funding owed, negative if receivable (WAD)
struct Position {
    uint8 market;
    int256 size;
    int256 cost;
    int256 funding;
}

/// @notice Equity and requirements of one account (risk.md section 3), at two prices where two sources differ (decision
/// 060).
/// @param equity E_MM: collateral value, cash and PnL (WAD)
/// @param initialEquity E_IM with no positive PnL counted (WAD)
/// @param pnl sum of position PnL, at the prices of initial margin (WAD)
/// @param initial C_IM (WAD)
/// @param maintenance C_MM (WAD)
/// @param doubt part of C_MM that an auction leaves out: of keys whose feed is out the second count, after seven days
/// all (WAD)
/// @param doubted part of equity that it leaves out for the same reason (WAD)
/// @param initialDoubt part of C_IM that is there only because the feed of a key is out, left out by an auction too
/// (WAD)
/// @param unpriced whether a position or the settlement asset has no good price, which blocks new risk
struct Margin {
    int256 equity;
    int256 initialEquity;
    int256 pnl;
    uint256 initial;
    uint256 maintenance;
    uint256 doubt;
    uint256 doubted;
    uint256 initialDoubt;
    bool unpriced;
}

/// @notice What a sale of one key needs to know (risk.md 4.2 to 4.4).
/// @param key key (id)
/// @param decimals shared decimals of its units (count)
/// @param onSale whether its feed is good
/// @param baseDiscount dBase (bps)
/// @param penalty phi (bps)
/// @param price price of a whole token, of two sources the higher (WAD)
/// @param haircutInitial H_IM at the account's size, as a share of the value at that price (WAD)
/// @param haircutMaintenance H_MM at the account's size (WAD)
/// @param maxDiscount dMax = min(dBase + L_MM, H_MM - phi - gap), rounded down to the ppm (WAD)
/// @param resumedAt when its feed last came back from an outage that counts, 0 if never (unix seconds)
struct KeyTerms {
    uint8 key;
    uint8 decimals;
    bool onSale;
    uint16 baseDiscount;
    uint16 penalty;
    uint256 price;
    uint256 haircutInitial;
    uint256 haircutMaintenance;
    uint256 maxDiscount;
    uint256 resumedAt;
}

/// @notice Sums over held keys at both margins, the collateral part of risk.md section 3.
/// @param maintenanceValue value at maintenance margin (WAD)
/// @param initialValue value at initial margin (WAD)
/// @param maintenance haircuts at maintenance margin (WAD)
/// @param initial haircuts at initial margin (WAD)
/// @param doubt part of the haircuts at maintenance margin that an auction leaves out (WAD)
/// @param doubted part of the value at maintenance margin that an auction leaves out (WAD)
/// @param initialDoubt part of the haircuts at initial margin that an auction leaves out (WAD)
struct KeySums {
    uint256 maintenanceValue;
    uint256 initialValue;
    uint256 maintenance;
    uint256 initial;
    uint256 doubt;
    uint256 doubted;
    uint256 initialDoubt;
}

/// @notice What the margin after a sale of one key is computed from without reading the book again: a sale changes the
/// size charge of the sold key's asset, hence the keys of that asset on all lanes, and nothing of the others.
/// @param whole whether the account has positions: its collateral hedges them, so the whole book must be asked
/// @param settlement AssetRow of the settlement asset (raw)
/// @param place place of the sold key in the two lists (index)
/// @param asset AssetRow of the sold key's asset (raw)
/// @param rows KeyRow of each held key of that asset, without recognition where it has none now (raw)
/// @param units balance of each of them (units)
/// @param others sums over all other held keys
struct SaleBook {
    bool whole;
    uint256 settlement;
    uint256 place;
    uint256 asset;
    uint256[] rows;
    uint256[] units;
    KeySums others;
}
