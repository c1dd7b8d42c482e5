// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {WadMath} from "../libraries/WadMath.sol";

/// @title How late a lane is
/// @notice risk.md 2.3 and 2.4. The round-trip state is in milliseconds, everything else in seconds.
/// @dev Round trips round up: a longer lane charges more, which is the safe side.
library LatencyMath {
    using Math for uint256;

    uint256 private constant MS_PER_SECOND = 1000;
    /// @dev The clock is whole seconds, so a lane is never taken to be steadier than one of them.
    uint256 private constant MIN_VARIATION_MS = 1000;

    /// @notice The smoothed round trip and its variation after a sample, both up (risk.md 2.3).
    /// @dev Bound: sample ≤ 2^32 s, hence every term < 2^46.
    /// @param smoothed Smoothed round trip, zero before the first sample (raw, milliseconds)
    /// @param variation Mean deviation of the round trip (raw, milliseconds)
    /// @param sample Round trip just measured (seconds)
    /// @return newSmoothed Smoothed round trip (raw, milliseconds)
    /// @return newVariation Mean deviation (raw, milliseconds)
    function updateRoundTrip(
        uint256 smoothed,
        uint256 variation,
        uint256 sample
    ) internal pure returns (uint256 newSmoothed, uint256 newVariation) {
        uint256 sampleMs = sample * MS_PER_SECOND;
        if (smoothed == 0) return (sampleMs, sampleMs.ceilDiv(2));
        uint256 deviation = SignedMath.abs(int256(smoothed) - int256(sampleMs));
        newVariation = (3 * variation + deviation).ceilDiv(4);
        newSmoothed = (7 * smoothed + sampleMs).ceilDiv(8);
    }

    /// @notice Tlane: `clamp(⌈(srtt + max(1000, 4·rttvar))/1000⌉, Tmin, Tmax)`, up (risk.md 2.3).
    /// @param smoothed Smoothed round trip (raw, milliseconds)
    /// @param variation Mean deviation of the round trip (raw, milliseconds)
    /// @param minLatency Finality of the lane (seconds)
    /// @param maxLatency Upper limit (seconds)
    /// @return The latency that charges use (seconds)
    function laneLatency(
        uint256 smoothed,
        uint256 variation,
        uint256 minLatency,
        uint256 maxLatency
    ) internal pure returns (uint256) {
        uint256 margin = (4 * variation).max(MIN_VARIATION_MS);
        return WadMath.clamp((smoothed + margin).ceilDiv(MS_PER_SECOND), minLatency, maxLatency);
    }

    /// @notice `max(0, age − (heartbeat + Tlane))`. Exact; clock arithmetic saturates (risk.md 2.3, system.md 3.1).
    /// @param now_ The hub's clock (unix seconds)
    /// @param lastHeard Newest echo plus hold, on the hub's clock (unix seconds)
    /// @param heartbeat Longest regular silence (seconds)
    /// @param latency Tlane (seconds)
    /// @return Time beyond the expected next message (seconds)
    function overdue(
        uint256 now_,
        uint256 lastHeard,
        uint256 heartbeat,
        uint256 latency
    ) internal pure returns (uint256) {
        return now_.saturatingSub(lastHeard).saturatingSub(heartbeat + latency);
    }

    /// @notice Recognition stage: 0 NORMAL, 1 DELAYED, 2 FROZEN, 3 REDUCE_ONLY, 4 QUARANTINE (risk.md 2.4).
    /// @param overdueFor Time beyond the expected next message (seconds)
    /// @param freezeAfter Start of FROZEN (seconds)
    /// @param reduceAfter Start of REDUCE_ONLY (seconds)
    /// @param quarantineAfter Start of QUARANTINE (seconds)
    /// @return The stage (index)
    function stage(
        uint256 overdueFor,
        uint256 freezeAfter,
        uint256 reduceAfter,
        uint256 quarantineAfter
    ) internal pure returns (uint256) {
        if (overdueFor == 0) return 0;
        if (overdueFor < freezeAfter) return 1;
        if (overdueFor < reduceAfter) return 2;
        return overdueFor < quarantineAfter ? 3 : 4;
    }
}
