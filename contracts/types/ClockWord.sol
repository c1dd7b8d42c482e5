// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LaneClock} from "./Lane.sol";

/// @notice The gateway's record of a lane, one storage slot, which every message reads and writes. `LaneClock` is its
/// readable form and states what each field means and bounds.
type ClockWord is uint256;

using ClockWords for ClockWord global;

/// @title ClockWords
/// @notice Packs and reads it, lowest field first: newestSentAt 32 | newestSeenAt 32 | newestEcho 32 | smoothed 32 |
/// variation 32 | lastSampledEcho 32 | countedAt 32 | minLatency 16 | flags 4 | floor 3 | counted 2. Dates are good
/// until 2106; all are at most the hub's clock or 2 h ahead of it.
library ClockWords {
    /// @notice Flag: a guardian hold was set, its clocks must be read.
    uint256 internal constant HELD = 1 << 240;
    /// @notice Flag: the lane's configuration on chain is below its floor.
    uint256 internal constant INSECURE = 1 << 241;
    /// @notice Flag: the governor put the lane in QUARANTINE.
    uint256 internal constant QUARANTINED = 1 << 242;
    /// @notice Flag: a guardian confirmed the present QUARANTINE, its clocks must be read.
    uint256 internal constant CONFIRMED = 1 << 243;

    uint256 private constant _MASK_32 = type(uint32).max;
    uint256 private constant _MASK_16 = type(uint16).max;

    uint256 private constant _SEEN = 32;
    uint256 private constant _ECHO = 64;
    uint256 private constant _SMOOTHED = 96;
    uint256 private constant _VARIATION = 128;
    uint256 private constant _SAMPLED = 160;
    uint256 private constant _COUNTED_AT = 192;
    uint256 private constant _MIN_LATENCY = 224;
    uint256 private constant _FLOOR = 244;
    uint256 private constant _COUNTED = 247;
    uint256 private constant _MASK_FLOOR = 7;
    uint256 private constant _MASK_COUNTED = 3;

    /// @notice Readable form.
    /// @param word the record
    /// @return clock the same
    function unpack(ClockWord word) internal pure returns (LaneClock memory clock) {
        uint256 raw = ClockWord.unwrap(word);
        clock.newestSentAt = uint32(raw);
        clock.newestSeenAt = uint32(raw >> _SEEN);
        clock.newestEcho = uint32(raw >> _ECHO);
        clock.smoothed = uint32(raw >> _SMOOTHED);
        clock.variation = uint32(raw >> _VARIATION);
        clock.lastSampledEcho = uint32(raw >> _SAMPLED);
        clock.countedAt = uint32(raw >> _COUNTED_AT);
        clock.minLatency = uint16(raw >> _MIN_LATENCY);
        clock.floor = uint8(floor(word));
        clock.counted = uint8(counted(word));
        clock.held = has(word, HELD);
        clock.insecure = has(word, INSECURE);
        clock.quarantined = has(word, QUARANTINED);
        clock.confirmed = has(word, CONFIRMED);
    }

    /// @notice Newest date of any message of a lane.
    /// @param word the record
    /// @return date the date (unix seconds)
    function newestSentAt(ClockWord word) internal pure returns (uint256 date) {
        date = ClockWord.unwrap(word) & _MASK_32;
    }

    /// @notice When that message arrived.
    /// @param word the record
    /// @return date the date (unix seconds)
    function newestSeenAt(ClockWord word) internal pure returns (uint256 date) {
        date = _field(word, _SEEN);
    }

    /// @notice Largest echo plus hold of a lane.
    /// @param word the record
    /// @return date the date (unix seconds)
    function newestEcho(ClockWord word) internal pure returns (uint256 date) {
        date = _field(word, _ECHO);
    }

    /// @notice Smoothed round trip.
    /// @param word the record
    /// @return time the average (raw, milliseconds)
    function smoothed(ClockWord word) internal pure returns (uint256 time) {
        time = _field(word, _SMOOTHED);
    }

    /// @notice Mean deviation of the round trip.
    /// @param word the record
    /// @return time the deviation (raw, milliseconds)
    function variation(ClockWord word) internal pure returns (uint256 time) {
        time = _field(word, _VARIATION);
    }

    /// @notice Newest echo a round trip was sampled from.
    /// @param word the record
    /// @return date the date, 0 before the first sample (unix seconds)
    function lastSampledEcho(ClockWord word) internal pure returns (uint256 date) {
        date = _field(word, _SAMPLED);
    }

    /// @notice When a message last counted towards a lower stage.
    /// @param word the record
    /// @return date the date (unix seconds)
    function countedAt(ClockWord word) internal pure returns (uint256 date) {
        date = _field(word, _COUNTED_AT);
    }

    /// @notice Tmin, the finality of the lane.
    /// @param word the record
    /// @return time the time (seconds)
    function minLatency(ClockWord word) internal pure returns (uint256 time) {
        time = (ClockWord.unwrap(word) >> _MIN_LATENCY) & _MASK_16;
    }

    /// @notice Stage still in force from an earlier delay.
    /// @param word the record
    /// @return stage the stage (index)
    function floor(ClockWord word) internal pure returns (uint256 stage) {
        stage = (ClockWord.unwrap(word) >> _FLOOR) & _MASK_FLOOR;
    }

    /// @notice Messages that counted since the floor last changed.
    /// @param word the record
    /// @return messages how many (count)
    function counted(ClockWord word) internal pure returns (uint256 messages) {
        messages = (ClockWord.unwrap(word) >> _COUNTED) & _MASK_COUNTED;
    }

    /// @notice Whether any of some flags is set.
    /// @param word the record
    /// @param flags some of the flags above (raw)
    /// @return set true if so
    function has(ClockWord word, uint256 flags) internal pure returns (bool set) {
        set = ClockWord.unwrap(word) & flags != 0;
    }

    /// @notice The same lane with flags set or cleared.
    /// @param word the record
    /// @param flags some of the flags above (raw)
    /// @param set whether to set them
    /// @return changed the record with them
    function withFlags(ClockWord word, uint256 flags, bool set) internal pure returns (ClockWord changed) {
        uint256 raw = ClockWord.unwrap(word);
        changed = ClockWord.wrap(set ? raw | flags : raw & ~flags);
    }

    /// @notice The same clock after a newer message.
    /// @param word the record
    /// @param sentAt its date (unix seconds)
    /// @param seenAt when it arrived (unix seconds)
    /// @return changed the record with them
    function withNewest(ClockWord word, uint256 sentAt, uint256 seenAt) internal pure returns (ClockWord changed) {
        uint256 rest = ClockWord.unwrap(word) & ~((_MASK_32 << _SEEN) | _MASK_32);
        changed = ClockWord.wrap(rest | ((seenAt & _MASK_32) << _SEEN) | (sentAt & _MASK_32));
    }

    /// @notice The same clock after a newer echo.
    /// @param word the record
    /// @param heardAt echo plus hold (unix seconds)
    /// @return changed the record with it
    function withNewestEcho(ClockWord word, uint256 heardAt) internal pure returns (ClockWord changed) {
        changed = _withField(word, _ECHO, heardAt);
    }

    /// @notice The same clock after a sample of the round trip.
    /// @param word the record
    /// @param smoothedTo average, below 2^32 (raw, milliseconds)
    /// @param variationTo deviation, below 2^32 (raw, milliseconds)
    /// @param echo echo it was sampled from (unix seconds)
    /// @return changed the record with them
    function withRoundTrip(
        ClockWord word,
        uint256 smoothedTo,
        uint256 variationTo,
        uint256 echo
    ) internal pure returns (ClockWord changed) {
        uint256 fields = smoothedTo | (variationTo << 32) | ((echo & _MASK_32) << 64);
        uint256 rest = ClockWord.unwrap(word) & ~(uint256(type(uint96).max) << _SMOOTHED);
        changed = ClockWord.wrap(rest | (fields << _SMOOTHED));
    }

    /// @notice The same clock after a message that counts.
    /// @param word the record
    /// @param messages how many have counted, below 4 (count)
    /// @param at now (unix seconds)
    /// @return changed the record with them
    function withCounted(ClockWord word, uint256 messages, uint256 at) internal pure returns (ClockWord changed) {
        uint256 rest = ClockWord.unwrap(word) & ~(_MASK_COUNTED << _COUNTED);
        changed = _withField(ClockWord.wrap(rest | (messages << _COUNTED)), _COUNTED_AT, at);
    }

    /// @notice The same lane at another floor, where nothing has counted yet.
    /// @param word the record
    /// @param stage the floor, below 8 (index)
    /// @return changed the record with it
    function withFloor(ClockWord word, uint256 stage) internal pure returns (ClockWord changed) {
        uint256 rest = ClockWord.unwrap(word) & ~((_MASK_FLOOR << _FLOOR) | (_MASK_COUNTED << _COUNTED));
        changed = ClockWord.wrap(rest | (stage << _FLOOR));
    }

    /// @notice The same lane with another finality.
    /// @param word the record
    /// @param latency Tmin, below 2^16 (seconds)
    /// @return changed the record with it
    function withMinLatency(ClockWord word, uint256 latency) internal pure returns (ClockWord changed) {
        uint256 rest = ClockWord.unwrap(word) & ~(_MASK_16 << _MIN_LATENCY);
        changed = ClockWord.wrap(rest | (latency << _MIN_LATENCY));
    }

    function _field(ClockWord word, uint256 place) private pure returns (uint256 value) {
        value = (ClockWord.unwrap(word) >> place) & _MASK_32;
    }

    function _withField(ClockWord word, uint256 place, uint256 value) private pure returns (ClockWord changed) {
        changed = ClockWord.wrap((ClockWord.unwrap(word) & ~(_MASK_32 << place)) | ((value & _MASK_32) << place));
    }
}
