// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {WadMath, WAD, BPS} from "../libraries/WadMath.sol";
import {AssetRow} from "../types/AssetRow.sol";
import {KeyRow, KeyRows} from "../types/KeyRow.sol";
import {
    AssetParameters,
    GlobalParameters,
    HaircutParts,
    KeyParameters,
    UnderlyingParameters
} from "../types/RiskParameters.sol";
import {UnderlyingRow, UnderlyingRows} from "../types/UnderlyingRow.sol";
import {BookMath} from "./BookMath.sol";
import {HaircutMath} from "./HaircutMath.sol";
import {MarginMath} from "./MarginMath.sol";

/// @title From parameters to the rows a margin check reads
/// @notice risk.md 2.1 and section 3. Charges round up. What a row cannot hold is cut at one, which changes no haircut:
/// H is clamped below one anyway.
library RowMath {
    using Math for uint256;

    /// @dev omega: initial margin charges every holder at least the size charge of this share of the key's total
    /// (risk.md 2.1).
    uint256 internal constant OMEGA_BPS = 100;

    /// @notice What the haircuts of a key are made of before size.
    /// @param asset parameters of its asset
    /// @param key its parameters
    /// @param globals parameters of the model
    /// @param latency T_j of its lane (seconds)
    /// @return maintenance parts at maintenance margin
    /// @return initial parts at initial margin
    function parts(
        AssetParameters memory asset,
        KeyParameters memory key,
        GlobalParameters memory globals,
        uint256 latency
    ) internal pure returns (HaircutParts memory maintenance, HaircutParts memory initial) {
        maintenance = _partsAt({
            baseBps: asset.baseMaintenance,
            zBps: globals.zMaintenance,
            variance: asset.variance,
            localTime: globals.localTime,
            laneTime: latency
        });
        initial = _partsAt({
            baseBps: asset.baseInitial,
            zBps: globals.zInitial,
            variance: asset.variance,
            localTime: globals.localTime,
            laneTime: latency
        });
        maintenance.idiosyncratic = WadMath.fromBps(key.idiosyncratic);
        initial.idiosyncratic = maintenance.idiosyncratic;
    }

    /// @notice la: the account-independent part of a haircut. Exact.
    /// @param part the parts of the haircut
    /// @return sum px + L + idio (WAD)
    function accountIndependent(HaircutParts memory part) internal pure returns (uint256 sum) {
        return part.base + part.volatility + part.latency + part.idiosyncratic;
    }

    /// @notice The row of a key.
    /// @param asset parameters of its asset
    /// @param row row of its asset
    /// @param key its parameters
    /// @param maintenance parts of its maintenance haircut
    /// @param initial parts of its initial haircut
    /// @return the row, poked now
    function keyRow(
        AssetParameters memory asset,
        AssetRow row,
        KeyParameters memory key,
        HaircutParts memory maintenance,
        HaircutParts memory initial
    ) internal view returns (KeyRow) {
        uint256 laInitial = key.recognised ? accountIndependent(initial).min(WAD) : KeyRows.NOT_RECOGNISED;
        return
            KeyRows.pack(
                KeyRows.Fields({
                    maintenance: accountIndependent(maintenance).min(WAD),
                    initial: laInitial,
                    discount: (WadMath.fromBps(asset.baseDiscount) + maintenance.latency).min(WAD),
                    sizeFloor: _sizeFloor(row, key),
                    pokedAt: block.timestamp,
                    asset: key.asset,
                    decimals: key.decimals,
                    baseDiscount: asset.baseDiscount
                })
            );
    }

    /// @notice The row of an underlying.
    /// @param p its parameters
    /// @param variance variance of the asset (raw, 1e36 per second)
    /// @param globals parameters of the model
    /// @return the row, poked now
    function underlyingRow(
        UnderlyingParameters memory p,
        uint256 variance,
        GlobalParameters memory globals
    ) internal view returns (UnderlyingRow) {
        uint256 maintenance = MarginMath.scanRange({
            baseBps: p.scanBaseMaintenance,
            z: WadMath.fromBps(globals.zMaintenance),
            variance: variance,
            perpTime: globals.perpTime,
            minRange: WadMath.fromBps(p.scanMinMaintenance),
            maxRange: WadMath.fromBps(p.scanMax)
        });
        uint256 initial = MarginMath.scanRange({
            baseBps: p.scanBaseInitial,
            z: WadMath.fromBps(globals.zInitial),
            variance: variance,
            perpTime: globals.perpTime,
            minRange: WadMath.fromBps(p.scanMinInitial),
            maxRange: WadMath.fromBps(p.scanMax)
        });
        return
            UnderlyingRows.pack(
                UnderlyingRows.Fields({
                    maintenance: maintenance,
                    initial: initial,
                    rho: p.rho,
                    beta: p.beta,
                    eta: p.eta,
                    maxCharge: p.maxCharge,
                    depth: p.depth,
                    pokedAt: block.timestamp
                })
            );
    }

    function _partsAt(
        uint256 baseBps,
        uint256 zBps,
        uint256 variance,
        uint256 localTime,
        uint256 laneTime
    ) private pure returns (HaircutParts memory part) {
        uint256 z = WadMath.fromBps(zBps);
        part.base = WadMath.fromBps(baseBps);
        part.volatility = HaircutMath.priceRisk(baseBps, z, variance, localTime) - part.base;
        part.latency = HaircutMath.latencyPremium(z, variance, localTime, laneTime);
    }

    /// @dev Q of the share omega of all that is held of the key, up.
    function _sizeFloor(AssetRow row, KeyParameters memory key) private pure returns (uint256) {
        uint256 price = BookMath.collateralPrice(key.asset, row);
        uint256 total = BookMath.unitsValue(key.totalUnits, price, key.decimals);
        return
            HaircutMath.sizeCharge({
                eta: row.eta(),
                value: (total * OMEGA_BPS).ceilDiv(BPS),
                depth: row.depth(),
                maxCharge: row.maxCharge()
            });
    }
}
