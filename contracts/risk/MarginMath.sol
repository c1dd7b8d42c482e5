// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {WadMath, WAD} from "../libraries/WadMath.sol";
import {HaircutMath} from "./HaircutMath.sol";

/// @title What an account must hold
/// @notice risk.md 3. Every charge rounds up and the hedge offset down: both against the account.
/// @dev Bound: |leg| ≤ 2^128, at most 64 legs, ρ and θ ≤ 1e18, hence every sum < 2^195.
library MarginMath {
    using Math for uint256;
    using SafeCast for uint256;

    // One account at one margin level. `values`, `haircuts`, `priceRisks` and `underlyings` run over the held keys,
    // `legs` and `rhos` over the underlyings.
    struct Account {
        // V of each key (WAD)
        uint256[] values;
        // H of each key (WAD)
        uint256[] haircuts;
        // min(px, H) of each key, the part a hedge can cover (WAD)
        uint256[] priceRisks;
        // position in `legs` of the underlying each key hedges (index)
        uint256[] underlyings;
        // valued cash, below zero for debt (WAD)
        int256 cash;
        // profit or loss of the positions (WAD)
        int256 pnl;
        // a of each underlying (WAD)
        int256[] legs;
        // ρ of each underlying (WAD)
        uint256[] rhos;
        // θ (WAD)
        uint256 theta;
        // basis and concentration charges and the reserve (WAD)
        uint256 addOns;
    }

    /// @notice s: `clamp(base + ⌈z·√⁺(var·Tperp)⌉, sMin, sMax)`, up (risk.md 3).
    /// @param baseBps Jump buffer (bps)
    /// @param z Standard deviations (WAD)
    /// @param variance Effective variance (raw, 1e36 per second)
    /// @param perpTime Tperp (seconds)
    /// @param minRange sMin (WAD)
    /// @param maxRange sMax, at most one (WAD)
    /// @return The scan range (WAD)
    function scanRange(
        uint256 baseBps,
        uint256 z,
        uint256 variance,
        uint256 perpTime,
        uint256 minRange,
        uint256 maxRange
    ) internal pure returns (uint256) {
        uint256 range = WadMath.fromBps(baseBps) + WadMath.mulUp(z, WadMath.sqrtUp(variance * perpTime));
        return WadMath.clamp(range, minRange, maxRange);
    }

    /// @notice a: `sign(D)·⌈|D|·s⌉`, the magnitude up (risk.md 3).
    /// @param delta D, net USD delta of the underlying (WAD)
    /// @param range s (WAD)
    /// @return The leg (WAD)
    function riskLeg(int256 delta, uint256 range) internal pure returns (int256) {
        return WadMath.withSign(WadMath.mulUp(SignedMath.abs(delta), range), delta < 0);
    }

    /// @notice Req: `⌈(|Σ ρ·a| + Σ (1−ρ)·|a|)/WAD⌉`, up: exactly the worst loss over all corner scenarios of one
    /// common factor and one shock an underlying (risk.md 3).
    /// @param legs a of each underlying (WAD)
    /// @param rhos ρ of each underlying, at most one (WAD)
    /// @return The requirement (WAD)
    function scanRequirement(int256[] memory legs, uint256[] memory rhos) internal pure returns (uint256) {
        int256 common;
        uint256 independent;
        for (uint256 i = 0; i < legs.length; ++i) {
            (int256 c, uint256 d) = _scanParts(legs[i], rhos[i]);
            // |c| and d < 2^250 by {_scanParts} and there are at most 32 legs: the sums stay below 2^255.
            unchecked {
                common += c;
                independent += d;
            }
        }
        return (SignedMath.abs(common) + independent).ceilDiv(WAD);
    }

    /// @notice off: `⌊θ·max(0, min(Req(a) + Σb − Req(a+b), Req(a), Σb))⌋`, down, against the account: the refund never
    /// exceeds the smaller of the two legs (risk.md 3).
    /// @param legs a of each underlying (WAD)
    /// @param hedges b of each underlying, price risk of the collateral (WAD)
    /// @param rhos ρ of each underlying, at most one (WAD)
    /// @param theta θ, at most one (WAD)
    /// @return offset The offset (WAD)
    function hedgeOffset(
        int256[] memory legs,
        uint256[] memory hedges,
        uint256[] memory rhos,
        uint256 theta
    ) internal pure returns (uint256 offset) {
        (, offset) = requirementAndOffset(legs, hedges, rhos, theta);
    }

    /// @notice {scanRequirement} and {hedgeOffset} in one pass, for the hot path. Rounds as they do (risk.md 3).
    /// @param legs a of each underlying (WAD)
    /// @param hedges b of each underlying, price risk of the collateral (WAD)
    /// @param rhos ρ of each underlying, at most one (WAD)
    /// @param theta θ, at most one (WAD)
    /// @return requirement Req(a) (WAD)
    /// @return offset off (WAD)
    function requirementAndOffset(
        int256[] memory legs,
        uint256[] memory hedges,
        uint256[] memory rhos,
        uint256 theta
    ) internal pure returns (uint256 requirement, uint256 offset) {
        int256[] memory joint = new int256[](legs.length);
        uint256 hedgeSum;
        for (uint256 i = 0; i < legs.length; ++i) {
            joint[i] = legs[i] + hedges[i].toInt256();
            hedgeSum += hedges[i];
        }
        requirement = scanRequirement(legs, rhos);
        if (hedgeSum == 0) return (requirement, 0);
        uint256 saved = (requirement + hedgeSum).saturatingSub(scanRequirement(joint, rhos));
        offset = WadMath.mulDown(saved.min(requirement).min(hedgeSum), theta);
    }

    /// @notice `⌈(G − |D|)·β⌉`, up: the price of netting unlike markets on one underlying (risk.md 3).
    /// @dev Saturates: D rounds down, so a book of shorts alone may show |D| one wei above G, and owes nothing.
    /// @param gross G (WAD)
    /// @param netAbs |D| (WAD)
    /// @param betaBps β (bps)
    /// @return The charge (WAD)
    function basisCharge(uint256 gross, uint256 netAbs, uint256 betaBps) internal pure returns (uint256) {
        return WadMath.mulUp(gross.saturatingSub(netAbs), WadMath.fromBps(betaBps));
    }

    /// @notice `⌈|D|·min(qMax, ⌈η·√⁺(|D|/depth)⌉)⌉`, up (risk.md 3).
    /// @param deltaAbs |D| (WAD)
    /// @param eta η (WAD)
    /// @param depth USD of the market sellable within 2% in stress, above zero (WAD)
    /// @param maxCharge qMaxP (WAD)
    /// @return The charge (WAD)
    function concentrationCharge(
        uint256 deltaAbs,
        uint256 eta,
        uint256 depth,
        uint256 maxCharge
    ) internal pure returns (uint256) {
        return WadMath.mulUp(deltaAbs, HaircutMath.sizeCharge(eta, deltaAbs, depth, maxCharge));
    }

    /// @notice E, C and M = E − C of an account (risk.md 3). C rounds up, against the account.
    /// @param account The account at one margin level
    /// @return equity E (WAD)
    /// @return charges C (WAD)
    /// @return margin M (WAD)
    function accountMargin(
        Account memory account
    ) internal pure returns (int256 equity, uint256 charges, int256 margin) {
        uint256[] memory hedges = new uint256[](account.legs.length);
        uint256 total;
        for (uint256 i = 0; i < account.values.length; ++i) {
            uint256 value = account.values[i];
            total += value;
            charges += WadMath.mulUp(value, account.haircuts[i]);
            hedges[account.underlyings[i]] += WadMath.mulDown(value, account.priceRisks[i]);
        }
        (uint256 requirement, uint256 offset) = requirementAndOffset(account.legs, hedges, account.rhos, account.theta);
        charges += requirement + account.addOns - offset;
        equity = total.toInt256() + account.cash + account.pnl;
        margin = equity - charges.toInt256();
    }

    /// @dev ρ·a and (1−ρ)·|a| of one leg. Exact.
    function _scanParts(int256 leg, uint256 rho) private pure returns (int256 common, uint256 independent) {
        uint256 rest = WAD - rho;
        // ρ ≤ WAD < 2^60, or the line above reverts; |leg| < 2^190: sizes ≤ 2^127 at prices ≤ 1e30 in 32 markets give
        // less than 2^173, and the price risk of 64 keys adds less than 2^135.
        unchecked {
            common = leg * int256(rho);
            independent = SignedMath.abs(leg) * rest;
        }
    }
}
