// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {WadMath} from "../libraries/WadMath.sol";
import {SizeTerms} from "../types/RiskParameters.sol";

/// @title How inputs outside a haircut's ramp move
/// @notice risk.md 2.5: what enters H or C beside la takes a notice and then a day, linear. Initial margin feels where
/// a size charge is going at once, so whoever passes it is safe from every schedule for as long as the notice.
library ScheduleMath {
    using Math for uint256;

    /// @dev Longer than the 1 h 45 m of P-R3 plus the age of 300 s that a row may have at a check.
    uint256 internal constant NOTICE = 7_200;
    /// @dev How long the move takes.
    uint256 internal constant SPAN = 1 days;
    /// @dev A depth not posted for so long counts half: where it is going, that is, from the next poke on...
    uint256 internal constant STALE_AFTER = 1 days;
    /// @dev ...and what is in force only after the notice, linearly over the span.
    uint256 internal constant STALE_FACTOR = 2;

    /// @notice The value in force, rounded up between the two ends: for what charges more when it is higher.
    /// @param past value in force when it was set (raw)
    /// @param next value once the schedule is through (raw)
    /// @param setAt when it was set, not after `now_` (unix seconds)
    /// @param now_ current time (unix seconds)
    /// @return value the value in force (raw)
    function effectiveUp(
        uint256 past,
        uint256 next,
        uint256 setAt,
        uint256 now_
    ) internal pure returns (uint256 value) {
        if (next == past) return next;
        uint256 run = _run(setAt, now_);
        if (next > past) return past + ((next - past) * run).ceilDiv(SPAN);
        return past - ((past - next) * run) / SPAN;
    }

    /// @notice The value in force, rounded down between the two ends: for what charges less when it is higher.
    /// @param past value in force when it was set (raw)
    /// @param next value once the schedule is through (raw)
    /// @param setAt when it was set, not after `now_` (unix seconds)
    /// @param now_ current time (unix seconds)
    /// @return value the value in force (raw)
    function effectiveDown(
        uint256 past,
        uint256 next,
        uint256 setAt,
        uint256 now_
    ) internal pure returns (uint256 value) {
        if (next == past) return next;
        uint256 run = _run(setAt, now_);
        if (next > past) return past + ((next - past) * run) / SPAN;
        return past - ((past - next) * run).ceilDiv(SPAN);
    }

    /// @notice Where a depth is going: half of it once it was not posted for a day. Down, never below one.
    /// @param depth D before staleness (raw)
    /// @param postedAt when it was last posted, not after `now_` (unix seconds)
    /// @param now_ current time (unix seconds)
    /// @return going D that initial margin reckons with (raw)
    function staleTarget(uint256 depth, uint256 postedAt, uint256 now_) internal pure returns (uint256 going) {
        if (now_ - postedAt < STALE_AFTER) return depth;
        return (depth / STALE_FACTOR).max(1);
    }

    /// @notice A depth in force: linear to half of it over a day, from the notice after it became stale on. Down, never
    /// below one.
    /// @param depth D before staleness (raw)
    /// @param postedAt when it was last posted, not after `now_` (unix seconds)
    /// @param now_ current time (unix seconds)
    /// @return value D in force (raw)
    function staleDepth(uint256 depth, uint256 postedAt, uint256 now_) internal pure returns (uint256 value) {
        uint256 run = _run(postedAt + STALE_AFTER, now_);
        return (depth - (depth * run).ceilDiv(SPAN * STALE_FACTOR)).max(1);
    }

    /// @notice What a schedule can still add to the size charge of any holding: the highest
    /// `min(m', c'·√V) − min(m, c·√V)` over V, with `c = η/√D`; up.
    /// @dev The highest is at `c'·√V = m'`: `m' − min(m, ⌊m'·c/c'⌋)`. On the way the charge can pass both of its ends,
    /// say when η rises while qMax falls, hence each term at its worst. Bound: η and qMax ≤ 10^4 and D < 2^24, hence
    /// the dividend < 2^171.
    /// @param current terms in force
    /// @param worst each term at the worse of now and where it is going
    /// @return charge what initial margin adds (WAD)
    function pendingCharge(SizeTerms memory current, SizeTerms memory worst) internal pure returns (uint256 charge) {
        if (worst.eta == 0) return 0;
        uint256 square = worst.maxCharge ** 2 * current.eta ** 2 * worst.depth * WadMath.WAD_PER_BPS ** 2;
        uint256 covered = WadMath.sqrtDown(square / (worst.eta ** 2 * current.depth));
        return WadMath.fromBps(worst.maxCharge) - covered.min(WadMath.fromBps(current.maxCharge));
    }

    function _run(uint256 setAt, uint256 now_) private pure returns (uint256) {
        return now_.saturatingSub(setAt + NOTICE).min(SPAN);
    }
}
