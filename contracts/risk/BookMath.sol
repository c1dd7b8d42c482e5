// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {FastWad} from "../libraries/FastWad.sol";
import {MemoryWords} from "../libraries/MemoryWords.sol";
import {WadMath, WAD} from "../libraries/WadMath.sol";
import {AssetRow} from "../types/AssetRow.sol";
import {KeyRow} from "../types/KeyRow.sol";
import {KeySums, Margin} from "../types/Margin.sol";
import {CashMath} from "./CashMath.sol";
import {PerpBook} from "./PerpBook.sol";

/// @title The margin of one account, in one pass for both margins
/// @notice risk.md section 3 over what an account holds and the rows of it, all in memory. Values round down and
/// charges up, against the account. The formulas are those of HaircutMath, MarginMath and CashMath, here they are only
/// summed.
library BookMath {
    using MemoryWords for uint256[];

    // What a book holds with the rows of it. `rows` and `values` run over the held keys, the others over asset ids.
    struct Snapshot {
        // held keys (count)
        uint256 count;
        // KeyRow of each held key, zero if it has none
        uint256[] rows;
        // V of each held key at the last good price (WAD)
        uint256[] values;
        // AssetRow of each asset seen, the settlement asset's price cut to one dollar
        uint256[] assets;
        // value over all lanes, once {sizeCharges} has run the size charge Q (WAD)
        uint256[] sizes;
        // bitmap of assets seen (raw)
        uint256 seen;
        // price of the settlement asset (WAD)
        uint256 settlementPrice;
        // oldest refresh of an asset seen (unix seconds)
        uint256 oldestRefresh;
        // oldest poke of a row seen (unix seconds)
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
    /// @dev A key whose feed is out counts at this multiple of its last good price before anybody is liquidated
    /// (system.md 4.1).
    uint256 internal constant STALE_MULTIPLE = 2;

    /// @notice Equity and requirements of a snapshot whose size charges are in place.
    /// @param s the snapshot
    /// @param held its sums over the held keys, from {collateral}
    /// @param cash signed cash (WAD)
    /// @return m equity and requirements
    function margin(Snapshot memory s, KeySums memory held, int256 cash) internal pure returns (Margin memory m) {
        m = withoutPositions(held, cash, s.settlementPrice);
        m.unpriced = !AssetRow.wrap(s.assets[SETTLEMENT]).isGood() || s.perps.unpriced;
        if (s.perps.count == 0) return m;
        m.pnl = s.perps.pnl;
        m.equity += m.pnl;
        m.initialEquity += SignedMath.min(m.pnl, 0);
        (uint256 maintenance, uint256 initial) = PerpBook.charges(s.perps);
        // A debt has been charged for already.
        uint256 reserve = cash < 0 ? 0 : RESERVE;
        m.maintenance += maintenance + reserve;
        m.initial += initial + reserve;
    }

    /// @notice Equity and requirements of an account without positions.
    /// @param held sums over its held keys
    /// @param cash signed cash (WAD)
    /// @param settlementPrice price of the settlement asset (WAD)
    /// @return m equity and requirements
    function withoutPositions(
        KeySums memory held,
        int256 cash,
        uint256 settlementPrice
    ) internal pure returns (Margin memory m) {
        int256 valuedCash = CashMath.cashValue(cash, settlementPrice);
        uint256 reserve = cash < 0 ? RESERVE : 0;
        // Bound: sums over keys < 2^168 and |cash| < 2^228.
        unchecked {
            m.equity = int256(held.maintenanceValue) + valuedCash;
            m.initialEquity = int256(held.initialValue) + valuedCash;
            m.maintenance = held.maintenance + reserve;
            m.initial = held.initial + reserve;
            m.doubt = held.doubt;
        }
    }

    /// @notice Turns the value of each asset over all lanes into its size charge: one square root an asset.
    /// @param s the snapshot
    function sizeCharges(Snapshot memory s) internal pure {
        (uint256[] memory assets, uint256[] memory sizes) = (s.assets, s.sizes);
        // In bounds and no overflow: asset ids are below 64, and V < 2^167.
        unchecked {
            uint256 id = 0;
            for (uint256 rest = s.seen; rest != 0; rest >>= 1) {
                uint256 value = sizes.get(id);
                if (value != 0) sizes.set(id, sizeCharge(AssetRow.wrap(assets.get(id)), value));
                ++id;
            }
        }
    }

    /// @notice Q of an asset (risk.md 2.1).
    /// @dev An asset whose feed is out counts double here too, as its keys do.
    /// @param asset the asset's row
    /// @param value V over all lanes at the last good price (WAD)
    /// @return charge Q (WAD)
    function sizeCharge(AssetRow asset, uint256 value) internal pure returns (uint256 charge) {
        if (!asset.isGood()) value *= STALE_MULTIPLE;
        uint256 depth = asset.depth();
        // HaircutMath.sizeCharge without its 512-bit products. Bounds: V < 2^168 and D is at least a thousand dollars,
        // 2^69 < D < 2^102, hence V·WAD < 2^228, the ratio < 2^160, the radicand < 2^220, the root < 2^110; eta < 2^63.
        unchecked {
            uint256 ratio = (value * WAD + depth - 1) / depth;
            charge = FastWad.mulUp(asset.eta(), WadMath.sqrtUp(ratio * WAD));
        }
        uint256 most = asset.maxCharge();
        if (charge > most) charge = most;
    }

    /// @notice H_MM and H_IM of a key (risk.md 2.1 and 2.4). H_IM is one without recognition or
    /// with a feed that is out.
    /// @param row the key's row
    /// @param asset its asset's row
    /// @param size Q of the asset (WAD)
    /// @return maintenance H_MM (WAD)
    /// @return initial H_IM (WAD)
    function haircuts(
        KeyRow row,
        AssetRow asset,
        uint256 size
    ) internal view returns (uint256 maintenance, uint256 initial) {
        uint256 low = asset.minHaircut();
        uint256 high = asset.maxHaircut();
        // Bound: every part is below 2^66.
        unchecked {
            maintenance = row.maintenance() + size;
            if (maintenance > high) maintenance = high;
            else if (maintenance < low) maintenance = low;
            if (!row.isRecognisedAt(block.timestamp) || !asset.isGood()) return (maintenance, WAD);
            initial = row.initial();
            uint256 floor = row.sizeFloor();
            initial += size > floor ? size : floor;
            if (initial > high) initial = high;
            // At least Hmin + minGap, which is the clamp's lower side and the gap at once.
            if (initial < maintenance + MIN_GAP) initial = maintenance + MIN_GAP;
        }
    }

    /// @notice Sums over the held keys of a snapshot whose size charges are in place.
    /// @dev In bounds: i < count, and every asset id of a row is below 64 (ParameterChecks).
    /// @param s the snapshot
    /// @return held the sums
    function collateral(Snapshot memory s) internal view returns (KeySums memory held) {
        (uint256[] memory rows, uint256[] memory values) = (s.rows, s.values);
        (uint256[] memory assets, uint256[] memory sizes) = (s.assets, s.sizes);
        (uint256 count, bool hedged) = (s.count, s.perps.count > 0);
        (uint256 initialValue, uint256 initialSum, uint256 maintenanceValue, uint256 maintenanceSum) = (0, 0, 0, 0);
        // Bound: V < 2^161, H ≤ 2^60 and at most 64 keys, hence every product < 2^221 and every sum < 2^167.
        unchecked {
            for (uint256 i = 0; i < count; ++i) {
                uint256 value = values.get(i);
                if (value == 0) continue;
                KeyRow row = KeyRow.wrap(rows.get(i));
                uint256 id = row.asset();
                AssetRow asset = AssetRow.wrap(assets.get(id));
                (uint256 maintenance, uint256 initial) = haircuts(row, asset, sizes.get(id));
                initialValue += value;
                initialSum += FastWad.mulUp(value, initial);
                uint256 doubted = value;
                if (!asset.isGood()) {
                    doubted = STALE_MULTIPLE * value;
                    held.doubt += FastWad.mulDown(value, maintenance);
                }
                maintenanceValue += doubted;
                maintenanceSum += FastWad.mulUp(doubted, maintenance);
                if (!hedged) continue;
                PerpBook.addHedge({
                    perps: s.perps,
                    asset: id,
                    valueMaintenance: doubted,
                    maintenance: maintenance,
                    valueInitial: initial == WAD ? 0 : value,
                    initial: initial
                });
            }
        }
        held.initialValue = initialValue;
        held.initial = initialSum;
        held.maintenanceValue = maintenanceValue;
        held.maintenance = maintenanceSum;
    }

    /// @notice Sums over keys of one asset, their size charge computed anew.
    /// @param rows row of each key
    /// @param values value of each key at the last good price (WAD)
    /// @param asset the asset's row
    /// @return sums the sums
    function assetSums(
        uint256[] memory rows,
        uint256[] memory values,
        AssetRow asset
    ) internal view returns (KeySums memory sums) {
        uint256 total = 0;
        // In bounds: both lists have a place for each key. No overflow: as in {collateral}.
        unchecked {
            for (uint256 i = 0; i < values.length; ++i) total += values.get(i);
            if (total == 0) return sums;
            uint256 size = sizeCharge(asset, total);
            for (uint256 i = 0; i < values.length; ++i) {
                uint256 value = values.get(i);
                (uint256 maintenance, uint256 initial) = haircuts(KeyRow.wrap(rows.get(i)), asset, size);
                sums.initial += FastWad.mulUp(value, initial);
                if (!asset.isGood()) {
                    sums.doubt += FastWad.mulDown(value, maintenance);
                    value *= STALE_MULTIPLE;
                }
                sums.maintenance += FastWad.mulUp(value, maintenance);
            }
            sums.initialValue = total;
            sums.maintenanceValue = asset.isGood() ? total : STALE_MULTIPLE * total;
        }
    }
}
