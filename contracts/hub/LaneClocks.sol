// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Header} from "../messaging/Messages.sol";
import {LatencyMath} from "../risk/LatencyMath.sol";
import {LaneClock} from "../types/Lane.sol";
import {ClockWord, LaneWords} from "../types/LaneWords.sol";

/// @title LaneClocks
/// @notice What a message tells about its lane (system.md 3.1, risk.md 2.3). Nothing but the hub's clock and echoes
/// of it enters an age or a round trip, so the two chains' clocks need not agree. All arithmetic saturates.
library LaneClocks {
    using Math for uint256;

    /// @dev Longest round trip that fits 32 bits in milliseconds, 49 days.
    uint256 private constant _MAX_SAMPLE = type(uint32).max / 1000;

    /// @notice The clock after a message.
    /// @param word the clock before
    /// @param header header of the message
    /// @param nowAt hub's clock (unix seconds)
    /// @return heard the clock after
    function hear(ClockWord word, Header memory header, uint256 nowAt) internal pure returns (ClockWord heard) {
        heard = header.sentAt > word.newestSentAt() ? word.withNewest(header.sentAt, nowAt) : word;
        // An echo of an instant that has not come cannot be one.
        if (header.echo == 0 || header.echo > nowAt) return heard;
        uint256 heardAt = (uint256(header.echo) + header.hold).min(nowAt);
        if (heardAt > heard.newestEcho()) heard = heard.withNewestEcho(heardAt);
        if (header.echo > heard.lastSampledEcho()) {
            heard = _sample({word: heard, echo: header.echo, sample: nowAt - heardAt});
        }
    }

    /// @dev A round trip is sampled once per newest echo: later messages with the same one only say how long ago it
    /// was.
    function _sample(ClockWord word, uint40 echo, uint256 sample) private pure returns (ClockWord sampled) {
        LaneClock memory clock = word.unpack();
        clock.lastSampledEcho = echo;
        (uint256 smoothed, uint256 variation) = LatencyMath.updateRoundTrip({
            smoothed: clock.smoothed,
            variation: clock.variation,
            sample: sample.min(_MAX_SAMPLE)
        });
        // Averages of values of at most 2^32 - 1, rounded up, stay there.
        (clock.smoothed, clock.variation) = (uint32(smoothed), uint32(variation));
        sampled = LaneWords.pack(clock);
    }
}
