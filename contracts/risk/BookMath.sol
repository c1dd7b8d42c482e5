// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AssetTerms, AssetTermsMemory} from "../libraries/AssetTerms.sol";
import {FastWad} from "../libraries/FastWad.sol";
import {HeldKey} from "../libraries/HeldKey.sol";
import {MemoryWords} from "../libraries/MemoryWords.sol";
import {WAD} from "../libraries/WadMath.sol";
import {AssetRow} from "../types/AssetRow.sol";
import {KeyRow} from "../types/KeyRow.sol";
import {KeySums, Margin} from "../types/Margin.sol";
import {CashMath} from "./CashMath.sol";
import {HaircutMath} from "./HaircutMath.sol";
import {PerpBook} from "./PerpBook.sol";

/// @title The margin of one account, in one pass for both margins
/// @notice risk.md section 3 over what an account holds and the rows of it, all in memory. Values round down and
/// charges up, against the account. The formulas are those of HaircutMath, MarginMath and CashMath, here they are only
/// summed. Where two sources of a price differ, initial margin takes the worse for the account and maintenance margin
/// the better (system.md 4.1, decision 060).
library BookMath {
    using MemoryWords for uint256[];

    // What a book holds with the rows of it.
    struct Snapshot {
        // held keys, from the first up to the end
        HeldKey firstKey;
        HeldKey endKey;
        // by asset id: its AssetTerms (raw)
        uint256[] assets;
        // the asset met last, from which the others follow
        AssetTerms lastAsset;
        // row of the settlement asset as it is stored
        AssetRow settlement;
        // V of the keys of assets that are not special (WAD)
        uint256 plainValue;
        // oldest refresh of an asset met, 0 if one has no good price (unix seconds)
        uint256 oldestRefresh;
        // oldest poke of a row met (unix seconds)
        uint256 oldestPoke;
        // positions, summed by underlying
        PerpBook.Perps perps;
    }

    /// @dev Asset 0 is the settlement asset.
    uint8 internal constant SETTLEMENT = 0;
    /// @dev H_IM exceeds H_MM by this much: what gives an account that passes IM its 1 h 45 m of warning (risk.md 2.5,
    /// P-R3). Part of that promise, hence not a parameter.
    uint256 internal constant MIN_GAP = 0.02e18;
    /// @dev What cleaning up the smallest liability costs a keeper (risk.md 3).
    uint256 internal constant RESERVE = 5e18;
    /// @dev A key whose feed is out counts at this multiple of its last good price before anybody is liquidated, for so
    /// long after that price was observed; then as nothing (system.md 4.1).
    uint256 internal constant STALE_MULTIPLE = 2;
    uint256 internal constant DOUBT_LASTS = 7 days;
    /// @dev {AssetTerms.special} of an asset whose keys count as nothing.
    uint256 internal constant FORGOTTEN = 3;

    /// @notice Adds an asset to a snapshot.
    /// @dev In bounds: asset ids are below 64 (ParameterChecks).
    /// @param s the snapshot
    /// @param id the asset (id)
    /// @param row its row
    /// @return asset its terms
    function addAsset(Snapshot memory s, uint256 id, AssetRow row) internal view returns (AssetTerms asset) {
        uint256 high = row.highPrice();
        if (id == SETTLEMENT && high > WAD) {
            high = WAD;
            row = row.withPriceAtMost(WAD);
        }
        uint256 special = 0;
        if (!row.isGood()) special = block.timestamp < row.observedAt() + DOUBT_LASTS ? STALE_MULTIPLE : FORGOTTEN;
        else if (row.isSpread()) special = 1;
        asset = AssetTermsMemory.create({row_: row, high_: high, special_: special, id_: id, next_: s.lastAsset});
        s.lastAsset = asset;
        s.assets.set(id, AssetTerms.unwrap(asset));
    }

    /// @notice Turns the value of each asset over all lanes into its size charge: one square root an asset.
    /// @param s the snapshot
    function sizeCharges(Snapshot memory s) internal pure {
        uint256 plainValue = 0;
        for (AssetTerms asset = s.lastAsset; !asset.isNone(); asset = asset.next()) {
            uint256 value = asset.size();
            if (value == 0) continue;
            uint256 special = asset.special();
            // Bound: V < 2^168.
            unchecked {
                if (special == 0)
                    plainValue += value;
                    // An asset in doubt counts double here too, as its keys do.
                else if (special == STALE_MULTIPLE) value *= STALE_MULTIPLE;
            }
            AssetRow row = asset.row();
            asset.setSize(sizeCharge({value: value, eta: row.eta(), depth: row.depth(), maxCharge: row.maxCharge()}));
        }
        s.plainValue = plainValue;
    }

    /// @notice Haircuts of the held keys of a snapshot whose size charges are in place, and the sums over them.
    /// @dev In bounds: every asset of a listed key was met. A key without a row has no value.
    /// @param s the snapshot
    /// @return held the sums
    function collateral(Snapshot memory s) internal pure returns (KeySums memory held) {
        (uint256[] memory assets, uint256 end) = (s.assets, HeldKey.unwrap(s.endKey));
        (uint256 initialSum, uint256 maintenanceSum) = (0, 0);
        // Bound: V < 2^162, H ≤ 2^60 and at most 64 keys, hence every product < 2^222 and every sum < 2^168.
        unchecked {
            for (HeldKey key = s.firstKey; HeldKey.unwrap(key) < end; key = key.next()) {
                AssetTerms asset = AssetTerms.wrap(assets.get(key.row().asset()));
                (uint256 maintenance, uint256 initial) = _haircuts(key.row(), asset);
                key.setHaircuts(maintenance, initial);
                if (asset.special() != 0) {
                    _addSpecial(held, key, asset);
                    continue;
                }
                uint256 value = key.value();
                initialSum += FastWad.mulUp(value, initial);
                maintenanceSum += FastWad.mulUp(value, maintenance);
                if (asset.leg() != 0) PerpBook.addHedge({asset: asset, key: key, counted: value, low: value});
            }
            held.initialValue += s.plainValue;
            held.maintenanceValue += s.plainValue;
            held.initial += initialSum;
            held.maintenance += maintenanceSum;
        }
    }

    /// @notice Equity and requirements of a snapshot whose size charges are in place.
    /// @param m where they go
    /// @param s the snapshot
    /// @param held its sums over the held keys, from {collateral}
    /// @param cash signed cash (WAD)
    function margin(Margin memory m, Snapshot memory s, KeySums memory held, int256 cash) internal pure {
        withoutPositions(m, held, cash, s.settlement);
        if (s.perps.lastLeg.isNone()) return;
        if (s.perps.unpriced) m.unpriced = true;
        PerpBook.addTo(m, s.perps);
        // A debt has been charged for already.
        if (cash < 0) return;
        m.maintenance += RESERVE;
        m.initial += RESERVE;
    }

    /// @notice Equity and requirements of an account without positions.
    /// @param m where they go
    /// @param held sums over its held keys
    /// @param cash signed cash (WAD)
    /// @param settlement row of the settlement asset
    function withoutPositions(Margin memory m, KeySums memory held, int256 cash, AssetRow settlement) internal pure {
        (int256 maintenanceCash, int256 initialCash) = cashValues(cash, settlement);
        uint256 reserve = cash < 0 ? RESERVE : 0;
        // Bound: sums over keys < 2^168 and |cash| < 2^228.
        unchecked {
            m.equity = int256(held.maintenanceValue) + maintenanceCash;
            m.initialEquity = int256(held.initialValue) + initialCash;
            m.maintenance = held.maintenance + reserve;
            m.initial = held.initial + reserve;
        }
        m.doubt = held.doubt;
        m.doubted = held.doubted;
        m.initialDoubt = held.initialDoubt;
        m.unpriced = !settlement.isGood();
    }

    /// @notice Cash at both margins: debt is dearer at the high price of the settlement asset, credit worth less at the
    /// low one. A settlement asset whose feed is out costs maintenance margin no more than a dollar: a feed that died
    /// above the peg must not liquidate (system.md 4.1).
    /// @param cash signed cash (WAD)
    /// @param settlement row of the settlement asset
    /// @return maintenance its value at maintenance margin (WAD)
    /// @return initial its value at initial margin (WAD)
    function cashValues(int256 cash, AssetRow settlement) internal pure returns (int256 maintenance, int256 initial) {
        (uint256 low, uint256 high) = (settlement.price(), settlement.highPrice());
        if (cash >= 0) {
            maintenance = CashMath.cashValue(cash, high);
            initial = low == high ? maintenance : CashMath.cashValue(cash, low);
        } else {
            uint256 owed = debtPrice(settlement);
            maintenance = CashMath.cashValue(cash, owed);
            initial = owed == high ? maintenance : CashMath.cashValue(cash, high);
        }
    }

    /// @notice Price at which a debt counts at maintenance margin, where it is above a dollar (risk.md 1).
    /// @param settlement row of the settlement asset
    /// @return price low price, at most a dollar while the feed is out (WAD)
    function debtPrice(AssetRow settlement) internal pure returns (uint256 price) {
        price = settlement.price();
        if (price > WAD && !settlement.isGood()) price = WAD;
    }

    /// @notice Q (risk.md 2.1): HaircutMath.sizeCharge without its 512-bit products.
    /// @dev Bounds: V < 2^171 and D is at least a thousand dollars, 2^69 < D < 2^102, hence V·WAD < 2^231, the ratio
    /// < 2^162, the radicand < 2^222, the root < 2^111; eta < 2^63.
    /// @param value V (WAD)
    /// @param eta impact of selling the whole depth (WAD)
    /// @param depth D (WAD)
    /// @param maxCharge qMax (WAD)
    /// @return charge Q (WAD)
    function sizeCharge(
        uint256 value,
        uint256 eta,
        uint256 depth,
        uint256 maxCharge
    ) internal pure returns (uint256 charge) {
        // The bounds above.
        unchecked {
            uint256 ratio = (value * WAD + depth - 1) / depth;
            charge = FastWad.mulUp(eta, FastWad.sqrtUp(ratio * WAD));
        }
        if (charge > maxCharge) charge = maxCharge;
    }

    /// @dev H_MM and H_IM of a key with a good price (risk.md 2.1 and 2.4). H_IM is one without recognition.
    function _haircuts(KeyRow row, AssetTerms asset) private pure returns (uint256 maintenance, uint256 initial) {
        (uint256 size, uint256 most) = (asset.size(), asset.maxHaircut());
        // Bound: every part is below 2^66.
        unchecked {
            maintenance = row.maintenance() + size;
            if (maintenance > most) maintenance = most;
            else if (maintenance < asset.minHaircut()) maintenance = asset.minHaircut();
            if (row.recognisedFor() == 0) return (maintenance, WAD);
            uint256 floor = row.sizeFloor();
            initial = row.initial() + (size > floor ? size : floor);
            if (initial > most) initial = most;
            // At least Hmin + minGap, which is the clamp's lower side and the gap at once.
            if (initial < maintenance + MIN_GAP) initial = maintenance + MIN_GAP;
        }
    }

    /// @dev Adds a key whose sources differ or whose feed is out. Without a good price it counts for nothing at initial
    /// margin, and in the end at maintenance margin too: it is then charged for all that it is worth, so that taking it
    /// out still lowers equity, and an auction counts neither (decision 060).
    function _addSpecial(KeySums memory sums, HeldKey key, AssetTerms asset) private pure {
        AssetRow row = asset.row();
        (uint256 maintenance, uint256 initial) = (key.maintenanceHaircut(), key.initialHaircut());
        uint256 special = asset.special();
        uint256 priced = initial;
        if (!row.isGood()) {
            initial = WAD;
            if (special == FORGOTTEN) maintenance = WAD;
            key.setHaircuts(maintenance, initial);
        }
        uint256 value = key.value();
        uint256 low = value;
        if (special == FORGOTTEN) low = 0;
        else if (row.isSpread()) low = HaircutMath.collateralValue(key.units(), row.price(), key.row().decimals());
        // Bound: as in {collateral}.
        unchecked {
            uint256 counted = special == STALE_MULTIPLE ? value * STALE_MULTIPLE : value;
            sums.initialValue += low;
            sums.initial += FastWad.mulUp(low, initial);
            // Exact: what is left is the charge of a key with a price (decision 035).
            if (initial != priced) sums.initialDoubt += FastWad.mulUp(low, initial) - FastWad.mulUp(low, priced);
            sums.maintenanceValue += counted;
            sums.maintenance += FastWad.mulUp(counted, maintenance);
            if (special > 1) {
                sums.doubted += value;
                // Down: what is left without it is no less than the charge of the key counted once, or not at all.
                sums.doubt += FastWad.mulDown(value, maintenance);
            }
            if (asset.leg() != 0 && special != FORGOTTEN)
                PerpBook.addHedge({asset: asset, key: key, counted: counted, low: low});
        }
    }
}
