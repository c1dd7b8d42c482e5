// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Header} from "../messaging/Messages.sol";
import {LatencyMath} from "../risk/LatencyMath.sol";
import {ClockWord, ClockWords} from "../types/ClockWord.sol";

/// @title LaneClocks
/// @notice What a message tells about its lane, and how late the lane is (system.md 3.1, risk.md 2.3 and 2.4). Nothing
/// but the hub's clock and echoes of it enters an age, a round trip, a stage or a count, so the two chains' clocks need
/// not agree. All arithmetic saturates.
library LaneClocks {
    using Math for uint256;

    /// @notice hb, the longest regular silence (seconds).
    uint256 internal constant HEARTBEAT = 900;
    /// @notice Tmax (seconds).
    uint256 internal constant MAX_LATENCY = 7_200;
    /// @notice Stage from which a key carries no new risk (index).
    uint256 internal constant REDUCE_ONLY = 3;
    /// @notice Stage in which nothing is granted (index).
    uint256 internal constant QUARANTINE = 4;

    /// @dev What a lane may be overdue before FROZEN, REDUCE_ONLY and QUARANTINE.
    uint256 private constant _FREEZE_AFTER = 1_800;
    uint256 private constant _REDUCE_AFTER = 7_200;
    uint256 private constant _QUARANTINE_AFTER = 86_400;
    /// @dev Only messages this far apart count towards a lower stage, so that a burst counts once (system.md 3.1).
    uint256 private constant _COUNT_SPACING = HEARTBEAT / 3;
    /// @dev On-time messages a stage takes to fall by one (risk.md 2.4).
    uint256 private constant _COUNTS_PER_STAGE = 3;
    /// @dev The largest recognition with an end: one more means without end.
    uint256 private constant _LONGEST = type(uint16).max - 1;

    /// @notice The lane after a message.
    /// @param word the lane before
    /// @param header header of the message
    /// @param nowAt hub's clock (unix seconds)
    /// @return heard the lane after
    /// @return onTime whether the message brought news of the lane that leave nothing overdue
    function hear(
        ClockWord word,
        Header memory header,
        uint256 nowAt
    ) internal pure returns (ClockWord heard, bool onTime) {
        // Before the clock takes the message: what it ends must have happened first, and a delay leaves its mark.
        heard = _escalated(word, nowAt);
        // A date is the vault's word, which an insecure lane may make up: one in the future would keep every total that
        // follows out of order. An echo is the hub's own.
        if (header.sentAt > word.newestSentAt() && !word.has(ClockWords.INSECURE))
            heard = heard.withNewest(header.sentAt, nowAt);
        // An echo of an instant that has not come cannot be one.
        if (header.echo != 0 && header.echo <= nowAt) (heard, onTime) = _hearEcho(heard, header, nowAt);
        heard = withoutStaleConfirmation(heard, nowAt);
    }

    /// @notice Ends a confirmation together with the QUARANTINE it was for, so that the next needs another.
    /// @param word the lane
    /// @param nowAt hub's clock (unix seconds)
    /// @return settled the lane without it
    function withoutStaleConfirmation(ClockWord word, uint256 nowAt) internal pure returns (ClockWord settled) {
        if (!word.has(ClockWords.CONFIRMED) || stageOf(word, nowAt) == QUARANTINE) return word;
        settled = word.withFlags(ClockWords.CONFIRMED, false);
    }

    /// @notice Stage of the lane: what it is overdue now, what is still in force from earlier, and the governor's.
    /// @param word the lane
    /// @param nowAt hub's clock (unix seconds)
    /// @return stage 0 NORMAL to 4 QUARANTINE (index)
    function stageOf(ClockWord word, uint256 nowAt) internal pure returns (uint256 stage) {
        if (word.has(ClockWords.QUARANTINED)) return QUARANTINE;
        stage = _liveStage(word, nowAt).max(word.floor());
    }

    /// @notice How much longer its keys count for initial margin if nothing more is heard.
    /// @param word the lane
    /// @param nowAt hub's clock (unix seconds)
    /// @return time until REDUCE_ONLY, 0 from there on, at most 2^16 - 2 (seconds)
    function recognisedFor(ClockWord word, uint256 nowAt) internal pure returns (uint256 time) {
        if (stageOf(word, nowAt) >= REDUCE_ONLY) return 0;
        time = (dueAt(word) + _REDUCE_AFTER).saturatingSub(nowAt).min(_LONGEST);
    }

    /// @notice What the lane is overdue.
    /// @param word the lane
    /// @param nowAt hub's clock (unix seconds)
    /// @return time beyond the expected next message (seconds)
    function overdueOf(ClockWord word, uint256 nowAt) internal pure returns (uint256 time) {
        uint256 heardAt = word.newestEcho();
        // Spares almost every message the round trip: Tlane is at least Tmin.
        if (nowAt <= heardAt + HEARTBEAT + word.minLatency()) return 0;
        time = LatencyMath.overdue({now_: nowAt, lastHeard: heardAt, heartbeat: HEARTBEAT, latency: latencyOf(word)});
    }

    /// @notice When the next message is due.
    /// @param word the lane
    /// @return date the date (unix seconds)
    function dueAt(ClockWord word) internal pure returns (uint256 date) {
        date = word.newestEcho() + HEARTBEAT + latencyOf(word);
    }

    /// @notice Tlane, the longest there is before the first sample.
    /// @param word the lane
    /// @return time the latency (seconds)
    function latencyOf(ClockWord word) internal pure returns (uint256 time) {
        if (word.lastSampledEcho() == 0) return MAX_LATENCY;
        time = LatencyMath.laneLatency({
            smoothed: word.smoothed(),
            variation: word.variation(),
            minLatency: word.minLatency(),
            maxLatency: MAX_LATENCY
        });
    }

    /// @dev A lane that was never sampled is late by its opening alone, which is nobody's delay.
    function _escalated(ClockWord word, uint256 nowAt) private pure returns (ClockWord escalated) {
        uint256 live = _liveStage(word, nowAt);
        if (live <= word.floor() || word.lastSampledEcho() == 0) return word;
        escalated = word.withFloor(live);
    }

    function _hearEcho(
        ClockWord word,
        Header memory header,
        uint256 nowAt
    ) private pure returns (ClockWord heard, bool onTime) {
        heard = word;
        uint256 heardAt = (uint256(header.echo) + header.hold).min(nowAt);
        bool isNews = heardAt > word.newestEcho();
        if (isNews) heard = heard.withNewestEcho(heardAt);
        if (header.echo > word.lastSampledEcho()) {
            heard = _sample({word: heard, echo: header.echo, sample: nowAt - heardAt});
        }
        onTime = isNews && overdueOf(heard, nowAt) == 0;
        if (onTime && heard.floor() != 0) heard = _count(heard, nowAt);
    }

    /// @dev A round trip is sampled once per newest echo: later messages with the same one only say how long ago it
    /// was. One beyond Tmax counts as Tmax, which is as slow as a lane can be taken to be; else a single message that
    /// nobody delivered for a day would keep the lane there for days.
    function _sample(ClockWord word, uint256 echo, uint256 sample) private pure returns (ClockWord sampled) {
        (uint256 smoothed, uint256 variation) = LatencyMath.updateRoundTrip({
            smoothed: word.smoothed(),
            variation: word.variation(),
            sample: sample.min(MAX_LATENCY)
        });
        // Averages of values of at most Tmax in milliseconds, rounded up, stay there.
        sampled = word.withRoundTrip({smoothedTo: smoothed, variationTo: variation, echo: echo});
    }

    function _count(ClockWord word, uint256 nowAt) private pure returns (ClockWord changed) {
        if (nowAt < word.countedAt() + _COUNT_SPACING) return word;
        uint256 counted = word.counted() + 1;
        changed = word.withCounted(counted % _COUNTS_PER_STAGE, nowAt);
        if (counted == _COUNTS_PER_STAGE) changed = changed.withFloor(word.floor() - 1);
    }

    function _liveStage(ClockWord word, uint256 nowAt) private pure returns (uint256 stage) {
        stage = LatencyMath.stage({
            overdueFor: overdueOf(word, nowAt),
            freezeAfter: _FREEZE_AFTER,
            reduceAfter: _REDUCE_AFTER,
            quarantineAfter: _QUARANTINE_AFTER
        });
    }
}
