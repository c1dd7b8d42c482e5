// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {WadMath, WAD, BPS} from "../libraries/WadMath.sol";
import {AssetRow} from "../types/AssetRow.sol";
import {KeyRow, KeyRows} from "../types/KeyRow.sol";
import {
    AssetParameters,
    HaircutParts,
    KeyInputs,
    KeyParameters,
    UnderlyingInputs,
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
    /// @param inputs all that its row is computed from
    /// @return maintenance parts at maintenance margin
    /// @return initial parts at initial margin
    function parts(
        KeyInputs memory inputs
    ) internal pure returns (HaircutParts memory maintenance, HaircutParts memory initial) {
        AssetParameters memory asset = inputs.asset;
        maintenance = _partsAt(inputs, asset.baseMaintenance, inputs.globals.zMaintenance);
        initial = _partsAt(inputs, asset.baseInitial, inputs.globals.zInitial);
    }

    /// @notice px, the part that a hedge can cover. Exact.
    /// @param part the parts of the haircut
    /// @return sum px, at most one (WAD)
    function priceRisk(HaircutParts memory part) internal pure returns (uint256 sum) {
        return (part.base + part.volatility).min(WAD);
    }

    /// @notice la: the account-independent part of a haircut. Exact.
    /// @param part the parts of the haircut
    /// @return sum px + L + idio (WAD)
    function accountIndependent(HaircutParts memory part) internal pure returns (uint256 sum) {
        return part.base + part.volatility + part.latency + part.idiosyncratic;
    }

    /// @notice The row of a key.
    /// @param inputs all that it is computed from
    /// @param asset row of its asset
    /// @param maintenance parts of its maintenance haircut
    /// @param initial parts of its initial haircut
    /// @param time when it is computed (unix seconds)
    /// @return row what a margin check reads
    function keyRow(
        KeyInputs memory inputs,
        AssetRow asset,
        HaircutParts memory maintenance,
        HaircutParts memory initial,
        uint256 time
    ) internal pure returns (KeyRow row) {
        KeyParameters memory key = inputs.key;
        return
            KeyRows.pack(
                KeyRows.Fields({
                    maintenance: accountIndependent(maintenance).min(WAD),
                    initial: accountIndependent(initial).min(WAD),
                    discount: (WadMath.fromBps(inputs.asset.baseDiscount) + maintenance.latency).min(WAD),
                    sizeFloor: _sizeFloor(asset, key),
                    pokedAt: time,
                    recognisedFor: key.recognised ? KeyRows.FOR_EVER : 0,
                    asset: key.asset,
                    decimals: key.decimals,
                    baseDiscount: inputs.asset.baseDiscount,
                    penalty: inputs.asset.penalty
                })
            );
    }

    /// @notice The row of an underlying.
    /// @param inputs all that it is computed from
    /// @param time when it is computed (unix seconds)
    /// @return row what a margin check reads
    function underlyingRow(UnderlyingInputs memory inputs, uint256 time) internal pure returns (UnderlyingRow row) {
        UnderlyingParameters memory p = inputs.underlying;
        return
            UnderlyingRows.pack(
                UnderlyingRows.Fields({
                    maintenance: _scanRange({
                        inputs: inputs,
                        baseBps: p.scanBaseMaintenance,
                        minBps: p.scanMinMaintenance,
                        zBps: inputs.globals.zMaintenance
                    }),
                    initial: _scanRange({
                        inputs: inputs,
                        baseBps: p.scanBaseInitial,
                        minBps: p.scanMinInitial,
                        zBps: inputs.globals.zInitial
                    }),
                    rho: p.rho,
                    beta: p.beta,
                    eta: p.eta,
                    maxCharge: p.maxCharge,
                    depth: p.depth,
                    pokedAt: time
                })
            );
    }

    function _partsAt(
        KeyInputs memory inputs,
        uint256 baseBps,
        uint256 zBps
    ) private pure returns (HaircutParts memory part) {
        uint256 z = WadMath.fromBps(zBps);
        uint256 variance = inputs.asset.variance;
        uint256 localTime = inputs.globals.localTime;
        part.base = WadMath.fromBps(baseBps);
        part.volatility = HaircutMath.priceRisk(baseBps, z, variance, localTime) - part.base;
        part.latency = HaircutMath.latencyPremium(z, variance, localTime, inputs.latency);
        part.idiosyncratic = WadMath.fromBps(inputs.key.idiosyncratic);
    }

    function _scanRange(
        UnderlyingInputs memory inputs,
        uint256 baseBps,
        uint256 minBps,
        uint256 zBps
    ) private pure returns (uint256) {
        return
            MarginMath.scanRange({
                baseBps: baseBps,
                z: WadMath.fromBps(zBps),
                variance: inputs.variance,
                perpTime: inputs.globals.perpTime,
                minRange: WadMath.fromBps(minBps),
                maxRange: WadMath.fromBps(inputs.underlying.scanMax)
            });
    }

    /// @dev Q of the share omega of all that is held of the key, up.
    function _sizeFloor(AssetRow row, KeyParameters memory key) private pure returns (uint256) {
        uint256 price = key.asset == BookMath.SETTLEMENT ? row.price().min(WAD) : row.price();
        uint256 total = HaircutMath.collateralValue(key.totalUnits, price, key.decimals);
        return
            HaircutMath.sizeCharge({
                eta: row.eta(),
                value: (total * OMEGA_BPS).ceilDiv(BPS),
                depth: row.depth(),
                maxCharge: row.maxCharge()
            });
    }
}
