// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {FastWad} from "../libraries/FastWad.sol";
import {WadMath, WAD, BPS} from "../libraries/WadMath.sol";
import {AssetRow} from "../types/AssetRow.sol";
import {KeyRow, KeyRows} from "../types/KeyRow.sol";
import {LaneTerms} from "../types/Lane.sol";
import {HaircutParts, Haircuts, KeyInputs, UnderlyingInputs} from "../types/RiskParameters.sol";
import {UnderlyingRow, UnderlyingRows} from "../types/UnderlyingRow.sol";
import {BookMath} from "./BookMath.sol";
import {HaircutMath} from "./HaircutMath.sol";

/// @title From inputs to the rows a margin check reads
/// @notice risk.md 2.1, 2.5 and section 3. Charges round up. What a row cannot hold is cut at one, which changes no
/// haircut: H is clamped below one anyway.
library RowMath {
    using Math for uint256;

    // Roots that both margins share.
    struct Roots {
        // of variance times Tloc, up (WAD)
        uint256 localUp;
        // of variance times Tloc, down (WAD)
        uint256 localDown;
        // of variance times Tloc + T_j, up (WAD)
        uint256 whole;
    }

    /// @dev omega: initial margin charges every holder at least the size charge of this share of the key's total
    /// (risk.md 2.1).
    uint256 internal constant OMEGA_BPS = 100;
    /// @dev mmDynCap: how far volatility and latency lift la_MM above its static part outside QUARANTINE (risk.md 2.5).
    uint256 internal constant DYNAMIC_CAP = 0.05e18;
    /// @dev rUp: 100 bps an hour, down; a multiple of whole seconds, so that frequent pokes lose nothing (risk.md 2.5).
    uint256 internal constant RAMP_UP_PER_SECOND = 2_777_777_777_777;
    /// @dev rDownIM: 500 bps an hour, down: the slower fall charges more.
    uint256 internal constant RAMP_DOWN_PER_SECOND = 13_888_888_888_888;
    /// @dev dtMax: unused allowance is not banked beyond this (P-R1).
    uint256 internal constant MAX_RAMP_ELAPSED = 900;
    uint256 private constant WAD_PER_PERCENT = 1e16;
    /// @dev WAD per unit of a depth, a thousand dollars.
    uint256 private constant WAD_PER_DEPTH_UNIT = 1_000e18;

    /// @notice What the haircuts of a key are made of before size.
    /// @dev HaircutMath.priceRisk and latencyPremium with the roots taken once for both margins. Bound: variance ≤ 1e32
    /// and times ≤ 2^33, hence radicands < 2^140.
    /// @param inputs all that they are computed from beside the variance and the lane
    /// @param variance effective variance (raw, 1e36 per second)
    /// @param latency T_j (seconds)
    /// @return maintenance parts at maintenance margin
    /// @return initial parts at initial margin
    function parts(
        KeyInputs memory inputs,
        uint256 variance,
        uint256 latency
    ) internal pure returns (HaircutParts memory maintenance, HaircutParts memory initial) {
        uint256 local = variance * inputs.localTime;
        Roots memory roots;
        roots.localDown = WadMath.sqrtDown(local);
        roots.localUp = roots.localDown ** 2 < local ? roots.localDown + 1 : roots.localDown;
        roots.whole = latency == 0 ? roots.localUp : WadMath.sqrtUp(local + variance * latency);
        uint256 idiosyncratic = inputs.key.idiosyncratic;
        maintenance = _partsAt(roots, inputs.baseMaintenance, inputs.zMaintenance, idiosyncratic);
        initial = _partsAt(roots, inputs.baseInitial, inputs.zInitial, idiosyncratic);
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

    /// @notice Where a key's haircuts are going and where they are: la_MM up along its ramp behind the dynamic cap and
    /// down at once, la_IM the other way round (risk.md 2.5). A key poked for the first time is where it goes.
    /// @param inputs all that they are computed from
    /// @param terms state of the key's lane
    /// @param variance effective variance (raw, 1e36 per second)
    /// @param last the key's row, zero before its first poke
    /// @param time now (unix seconds)
    /// @return h the haircuts
    function haircuts(
        KeyInputs memory inputs,
        LaneTerms memory terms,
        uint256 variance,
        KeyRow last,
        uint256 time
    ) internal pure returns (Haircuts memory h) {
        (h.maintenance, h.initial) = parts(inputs, variance, terms.latency);
        (h.variance, h.pendingCharge) = (variance, inputs.pendingCharge);
        uint256 highest = h.maintenance.base + h.maintenance.idiosyncratic + DYNAMIC_CAP;
        // Only what a person confirmed may go past the dynamic cap.
        if (terms.quarantined) h.maintenanceTarget = inputs.maxHaircut * WAD_PER_PERCENT;
        else h.maintenanceTarget = accountIndependent(h.maintenance).min(highest).min(WAD);
        h.initialTarget = (accountIndependent(h.initial) + inputs.pendingCharge).min(WAD);
        (h.maintenanceNow, h.initialNow) = (h.maintenanceTarget, h.initialTarget);
        if (!last.isListed()) return h;
        h.maintenanceNow = _rampUp(h.maintenanceTarget, last.maintenance(), last.pokedAt(), time);
        h.initialNow = _rampDown(h.initialTarget, last.initial(), last.pokedAt(), time);
    }

    /// @notice The row of a key.
    /// @param inputs all that it is computed from
    /// @param h its haircuts
    /// @param terms state of its lane
    /// @param asset row of its asset
    /// @param time when it is computed (unix seconds)
    /// @return row what a margin check reads
    function keyRow(
        KeyInputs memory inputs,
        Haircuts memory h,
        LaneTerms memory terms,
        AssetRow asset,
        uint256 time
    ) internal pure returns (KeyRow row) {
        return
            KeyRows.pack(
                KeyRows.Fields({
                    maintenance: h.maintenanceNow,
                    initial: h.initialNow,
                    discount: (WadMath.fromBps(inputs.baseDiscount) + h.maintenance.latency).min(WAD),
                    sizeFloor: _sizeFloor(inputs, asset, terms.units),
                    pokedAt: time,
                    recognisedFor: inputs.key.recognised ? terms.recognisedFor : 0,
                    asset: inputs.key.asset,
                    decimals: inputs.key.decimals,
                    baseDiscount: inputs.baseDiscount,
                    penalty: inputs.penalty
                })
            );
    }

    /// @notice px_MM on its way down: a fall takes hedge offset away, so it is as slow as the ramp; a rise takes effect
    /// at once. Exact (risk.md 2.5).
    /// @param target px_MM at the inputs of now (WAD)
    /// @param last px_MM at the last change (WAD)
    /// @param since when that was, 0 if there is none (unix seconds)
    /// @param time now (unix seconds)
    /// @return value px_MM now (WAD)
    function hedgeablePart(
        uint256 target,
        uint256 last,
        uint256 since,
        uint256 time
    ) internal pure returns (uint256 value) {
        if (since == 0) return target;
        return target.max(last.saturatingSub(RAMP_UP_PER_SECOND * MAX_RAMP_ELAPSED.min(time - since)));
    }

    /// @notice The row of an underlying. Its scan ranges move as la does: s_MM up along the ramp, s_IM down slowly.
    /// @param inputs all that it is computed from
    /// @param variance effective variance (raw, 1e36 per second)
    /// @param last the row before, zero before its first poke
    /// @param time when it is computed (unix seconds)
    /// @return row what a margin check reads
    function underlyingRow(
        UnderlyingInputs memory inputs,
        uint256 variance,
        UnderlyingRow last,
        uint256 time
    ) internal pure returns (UnderlyingRow row) {
        uint256 root = WadMath.sqrtUp(variance * inputs.perpTime);
        uint256 maintenance = _scanRange({
            inputs: inputs,
            baseBps: inputs.scanBaseMaintenance,
            minBps: inputs.scanMinMaintenance,
            zBps: inputs.zMaintenance,
            root: root
        });
        uint256 initial = _scanRange({
            inputs: inputs,
            baseBps: inputs.scanBaseInitial,
            minBps: inputs.scanMinInitial,
            zBps: inputs.zInitial,
            root: root
        });
        if (last.isListed()) {
            maintenance = _rampUp(maintenance, last.maintenance(), last.pokedAt(), time);
            initial = _rampDown(initial, last.initial(), last.pokedAt(), time);
        }
        return
            UnderlyingRows.pack(
                UnderlyingRows.Fields({
                    maintenance: maintenance,
                    initial: initial,
                    rho: inputs.netting.rho,
                    beta: inputs.netting.beta,
                    eta: inputs.netting.eta,
                    maxCharge: inputs.netting.maxCharge,
                    depth: inputs.netting.depth,
                    // Widths: a rise is at most 1,000 bps of rho, 2,550 of beta and 5,110 of a charge (RiskParameters).
                    pendingRho: WadMath.fromBps(inputs.pending.rho).ceilDiv(UnderlyingRows.PENDING_UNIT),
                    pendingBeta: WadMath.fromBps(inputs.pending.beta).ceilDiv(UnderlyingRows.PENDING_UNIT),
                    pendingCharge: inputs.pending.charge.ceilDiv(UnderlyingRows.PENDING_UNIT),
                    pokedAt: time
                })
            );
    }

    function _partsAt(
        Roots memory roots,
        uint256 baseBps,
        uint256 zBps,
        uint256 idiosyncraticBps
    ) private pure returns (HaircutParts memory part) {
        uint256 z = WadMath.fromBps(zBps);
        part.base = WadMath.fromBps(baseBps);
        // Bound: z ≤ 10 in WAD < 2^64 and the roots < 2^70.
        part.volatility = FastWad.mulUp(z, roots.localUp);
        part.latency = FastWad.mulUp(z, roots.whole - roots.localDown);
        part.idiosyncratic = WadMath.fromBps(idiosyncraticBps);
    }

    /// @dev MarginMath.scanRange with the root taken once for both margins.
    function _scanRange(
        UnderlyingInputs memory inputs,
        uint256 baseBps,
        uint256 minBps,
        uint256 zBps,
        uint256 root
    ) private pure returns (uint256) {
        uint256 range = WadMath.fromBps(baseBps) + WadMath.mulUp(WadMath.fromBps(zBps), root);
        return WadMath.clamp(range, WadMath.fromBps(minBps), WadMath.fromBps(inputs.scanMax));
    }

    /// @dev Q of the share omega of all that is held of the key, up; at the higher source, against the account.
    function _sizeFloor(KeyInputs memory inputs, AssetRow row, uint256 totalUnits) private pure returns (uint256) {
        if (totalUnits == 0) return 0;
        uint256 price = row.highPrice();
        if (inputs.key.asset == BookMath.SETTLEMENT) price = price.min(WAD);
        // Bound: units < 2^96 and price < 2^98, hence V < 2^194; decimals ≤ 8 (ParameterChecks).
        uint256 total = FastWad.unitsValue(totalUnits, price, inputs.key.decimals);
        return
            HaircutMath.sizeCharge({
                eta: WadMath.fromBps(inputs.size.eta),
                value: (total * OMEGA_BPS).ceilDiv(BPS),
                depth: inputs.size.depth * WAD_PER_DEPTH_UNIT,
                maxCharge: WadMath.fromBps(inputs.size.maxCharge)
            });
    }

    function _rampUp(uint256 target, uint256 last, uint256 since, uint256 time) private pure returns (uint256) {
        return
            HaircutMath.rampUp({
                target_: target,
                from: last,
                since: since,
                now_: time,
                rampUpPerSecond: RAMP_UP_PER_SECOND,
                maxElapsed: MAX_RAMP_ELAPSED
            });
    }

    function _rampDown(uint256 target, uint256 last, uint256 since, uint256 time) private pure returns (uint256) {
        return
            HaircutMath.rampDown({
                target_: target,
                from: last,
                since: since,
                now_: time,
                rampDownPerSecond: RAMP_DOWN_PER_SECOND
            });
    }
}
