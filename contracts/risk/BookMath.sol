// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {WadMath, WAD} from "../libraries/WadMath.sol";
import {AssetRow} from "../types/AssetRow.sol";
import {KeyRow} from "../types/KeyRow.sol";
import {Margin} from "../types/Margin.sol";
import {CashMath} from "./CashMath.sol";
import {HaircutMath} from "./HaircutMath.sol";
import {PerpBook} from "./PerpBook.sol";

/// @title The margin of one account, in one pass for both margins
/// @notice risk.md section 3 over what an account holds and the rows of it, all in memory. Values round down and charges
/// up, against the account. The formulas are those of HaircutMath, MarginMath and CashMath; here they are only summed.
library BookMath {
    using Math for uint256;

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

    // What a book holds with the rows of it. `rows` and `values` run over the held keys, the others over asset ids.
    struct Snapshot {
        // held keys (count)
        uint256 count;
        // row of each held key, zero if not listed
        KeyRow[] rows;
        // V of each held key at the last good price (WAD)
        uint256[] values;
        // row of each asset seen
        AssetRow[] assets;
        // value over all lanes, once {sizeCharges} has run the size charge Q (WAD)
        uint256[] sizes;
        // bitmap of assets seen (raw)
        uint256 seen;
        // oldest refresh of an asset seen (unix seconds)
        uint256 oldestRefresh;
        // oldest poke of a row seen (unix seconds)
        uint256 oldestPoke;
        // positions, summed by underlying
        PerpBook.Perps perps;
    }

    // Sums over the held keys at one margin level.
    struct Collateral {
        // value at maintenance margin (WAD)
        uint256 maintenanceValue;
        // value at initial margin (WAD)
        uint256 initialValue;
        // haircuts at maintenance margin (WAD)
        uint256 maintenance;
        // haircuts at initial margin (WAD)
        uint256 initial;
    }

    /// @notice Equity and requirements of a snapshot whose size charges are in place.
    /// @param s the snapshot
    /// @param cash signed cash (WAD)
    /// @return m equity and requirements
    function margin(Snapshot memory s, int256 cash) internal pure returns (Margin memory m) {
        Collateral memory held = _collateral(s);
        AssetRow settlement = s.assets[SETTLEMENT];
        int256 valuedCash = CashMath.cashValue(cash, settlement.price());
        m.pnl = s.perps.pnl;
        m.equity = int256(held.maintenanceValue) + valuedCash + m.pnl;
        m.initialEquity = int256(held.initialValue) + valuedCash + SignedMath.min(m.pnl, 0);
        m.maintenance = held.maintenance;
        m.initial = held.initial;
        m.unpriced = !settlement.isGood() || s.perps.unpriced;
        if (s.perps.count > 0) {
            (uint256 maintenance, uint256 initial) = PerpBook.charges(s.perps);
            m.maintenance += maintenance;
            m.initial += initial;
        }
        if (cash < 0 || s.perps.count > 0) {
            m.maintenance += RESERVE;
            m.initial += RESERVE;
        }
    }

    /// @notice Turns the value of each asset over all lanes into its size charge: one square root an asset.
    /// @dev An asset whose feed is out counts double here too, as its keys do.
    /// @param s the snapshot
    function sizeCharges(Snapshot memory s) internal pure {
        uint256 rest = s.seen;
        for (uint256 asset = 0; rest != 0; ++asset) {
            if (rest & 1 == 1 && s.sizes[asset] != 0) {
                AssetRow row = s.assets[asset];
                uint256 value = row.isGood() ? s.sizes[asset] : STALE_MULTIPLE * s.sizes[asset];
                s.sizes[asset] = HaircutMath.sizeCharge({
                    eta: row.eta(),
                    value: value,
                    depth: row.depth(),
                    maxCharge: row.maxCharge()
                });
            }
            rest >>= 1;
        }
    }

    /// @notice `⌊units·P/10^dec⌋`, down (risk.md 2.1): collateralValue without the 512-bit product.
    /// @dev Bound: units < 2^64 and price < 2^96, hence the product < 2^160.
    /// @param units amount, below 2^64 (units)
    /// @param price price of a whole token, below 2^96 (WAD)
    /// @param decimals decimals of the units, at most 8 (count)
    /// @return value value (WAD)
    function unitsValue(uint256 units, uint256 price, uint256 decimals) internal pure returns (uint256 value) {
        return (units * price) / 10 ** decimals;
    }

    /// @notice Price at which collateral of an asset counts. The settlement asset on any lane is at par with positive
    /// cash (risk.md 1): never above one dollar.
    /// @param asset asset (id)
    /// @param row its row
    /// @return price price of a whole token (WAD)
    function collateralPrice(uint8 asset, AssetRow row) internal pure returns (uint256 price) {
        price = row.price();
        if (asset == SETTLEMENT) price = price.min(WAD);
    }

    /// @notice H_MM and H_IM of a key (risk.md 2.1 and 2.4). H_IM is one without recognition or with a feed that is out.
    /// @param row the key's row
    /// @param asset its asset's row
    /// @param size Q of the asset (WAD)
    /// @return maintenance H_MM (WAD)
    /// @return initial H_IM (WAD)
    function haircuts(
        KeyRow row,
        AssetRow asset,
        uint256 size
    ) internal pure returns (uint256 maintenance, uint256 initial) {
        uint256 low = asset.minHaircut();
        uint256 high = asset.maxHaircut();
        maintenance = WadMath.clamp(row.maintenance() + size, low, high);
        if (!row.isRecognised() || !asset.isGood()) return (maintenance, WAD);
        initial = WadMath.clamp(row.initial() + size.max(row.sizeFloor()), low, high).max(maintenance + MIN_GAP);
    }

    function _collateral(Snapshot memory s) private pure returns (Collateral memory held) {
        for (uint256 i = 0; i < s.count; ++i) {
            uint256 initialValue = s.values[i];
            KeyRow row = s.rows[i];
            uint256 id = row.asset();
            AssetRow asset = s.assets[id];
            (uint256 maintenance, uint256 initial) = haircuts(row, asset, s.sizes[id]);
            uint256 maintenanceValue = asset.isGood() ? initialValue : STALE_MULTIPLE * initialValue;
            held.maintenanceValue += maintenanceValue;
            held.initialValue += initialValue;
            held.maintenance += WadMath.mulUp(maintenanceValue, maintenance);
            held.initial += WadMath.mulUp(initialValue, initial);
            if (s.perps.count > 0) {
                if (initial == WAD) initial = 0;
                PerpBook.addHedge({
                    perps: s.perps,
                    asset: id,
                    maintenanceValue: maintenanceValue,
                    maintenanceHaircut: maintenance,
                    initialValue: initialValue,
                    initialHaircut: initial
                });
            }
        }
    }
}
