// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PackedBytes} from "../libraries/PackedBytes.sol";

/// @notice What every message starts with; version, type and counts follow from the rest.
/// @param sentAt sender's clock (unix seconds)
/// @param echo newest `sentAt` seen from the other side, 0 if none (unix seconds)
/// @param hold how long ago that was seen, saturating (seconds)
/// @param payee who is rewarded for a heartbeat; SYNC only
struct Header {
    uint40 sentAt;
    uint40 echo;
    uint32 hold;
    address payee;
}

/// @notice Sums of one key at a vault, saturating at 2^96 - 1.
/// @param key key (id)
/// @param deposited sum of `deposited` over accounts (units)
/// @param paid sum of `paid` over recipients (units)
/// @param custody tokens held (units)
struct Total {
    uint16 key;
    uint96 deposited;
    uint96 paid;
    uint96 custody;
}

/// @title Messages
/// @notice The two messages of the protocol, packed (system.md 3.2); the SDK's twin is `packages/sdk/src/messages`.
///
/// SYNC, vault to hub
///   header 38: version 1, type 1, sentAt 5, echo 5, hold 4, payee 20, counters 1, totals 1
///   counter 30: account 20, key 2, cumulative 8
///   total 38: key 2, deposited 12, paid 12, custody 12
/// RELEASE, hub to vault
///   header 18: version 1, type 1, sentAt 5, echo 5, hold 4, counters 1, zero 1
///   counter 30: recipient 20, key 2, cumulative 8
library Messages {
    using PackedBytes for bytes;

    uint8 internal constant VERSION = 1;
    uint8 internal constant SYNC = 1;
    uint8 internal constant RELEASE = 2;

    /// @dev A message stays below the executor's 10,000 bytes: 38 + 100 × 30 + 64 × 38 = 5,470.
    uint256 internal constant MAX_COUNTERS = 100;
    uint256 internal constant MAX_TOTALS = 64;

    /// @dev Gas the sender buys for each part of a message, on top of the type's base: measured plus a fifth
    /// (`bench/`).
    uint256 internal constant SYNC_GAS_PER_COUNTER = 92_000;
    uint256 internal constant SYNC_GAS_PER_TOTAL = 16_000;
    uint256 internal constant RELEASE_GAS_PER_COUNTER = 120_000;
    /// @dev A total of a heartbeat, a SYNC without counters. It is what finds shortfalls, so it must arrive with all
    /// of its keys turning short at once: 66,061 for each of 16 with both slots of its shortfall, cover to read and a
    /// row to suspend, plus a fifth. The rest of such a frame, the first reward of a lane and of a payee in it, is
    /// 99,728 and covered by the type's base (`test/unit/hub/LaneGateway/heartbeatGas`).
    uint256 internal constant HEARTBEAT_GAS_PER_TOTAL = 80_000;

    uint256 private constant _SYNC_HEADER = 38;
    uint256 private constant _RELEASE_HEADER = 18;
    uint256 private constant _COUNTER = 30;
    uint256 private constant _TOTAL = 38;
    /// @dev The second load of a total starts where its custody does.
    uint256 private constant _CUSTODY = 26;
    uint256 private constant _PAYEE = 16;

    /// @notice A SYNC with room for its counters and totals, to be stored in ascending order: counters, then totals.
    /// @param header its header
    /// @param counters how many, at most `MAX_COUNTERS` (count)
    /// @param totals how many, at most `MAX_TOTALS` (count)
    /// @return message its bytes, undefined after the header
    function newSync(
        Header memory header,
        uint256 counters,
        uint256 totals
    ) internal pure returns (bytes memory message) {
        // Bound: callers keep both counts within the maxima, so every offset is below 10,000.
        unchecked {
            message = PackedBytes.allocate(_SYNC_HEADER + counters * _COUNTER + totals * _TOTAL);
            message.store(0, _headerWord(header, SYNC));
            message.store(_PAYEE, (uint256(uint160(header.payee)) << 96) | (counters << 88) | (totals << 80));
        }
    }

    /// @notice A RELEASE with room for its counters, to be stored in ascending order.
    /// @param header its header, payee ignored
    /// @param counters how many, at most `MAX_COUNTERS` (count)
    /// @return message its bytes, undefined after the header
    function newRelease(Header memory header, uint256 counters) internal pure returns (bytes memory message) {
        // Bound: callers keep the count within the maximum, so every offset is below 10,000.
        unchecked {
            message = PackedBytes.allocate(_RELEASE_HEADER + counters * _COUNTER);
            message.store(0, _headerWord(header, RELEASE) | (counters << 120));
        }
    }

    /// @notice Stores one counter.
    /// @param message from `newSync` or `newRelease`
    /// @param kind `SYNC` or `RELEASE` (id)
    /// @param i which, below the count (index)
    /// @param holder account or recipient
    /// @param key key, below 2^16 (id)
    /// @param value cumulative, below 2^64 (units)
    function storeCounter(
        bytes memory message,
        uint8 kind,
        uint256 i,
        address holder,
        uint256 key,
        uint256 value
    ) internal pure {
        // Bound: i is below the maximum.
        unchecked {
            uint256 offset = (kind == SYNC ? _SYNC_HEADER : _RELEASE_HEADER) + i * _COUNTER;
            message.store(offset, (uint256(uint160(holder)) << 96) | (key << 80) | (value << 16));
        }
    }

    /// @notice Stores one total of a SYNC.
    /// @param message from `newSync`
    /// @param counters its number of counters (count)
    /// @param i which, below the count (index)
    /// @param total the total
    function storeTotal(bytes memory message, uint256 counters, uint256 i, Total memory total) internal pure {
        // Bound: both are below the maxima.
        unchecked {
            uint256 offset = _SYNC_HEADER + counters * _COUNTER + i * _TOTAL;
            uint256 word = (uint256(total.key) << 240) | (uint256(total.deposited) << 144);
            message.store(offset, word | (uint256(total.paid) << 48));
            message.store(offset + _CUSTODY, uint256(total.custody) << 160);
        }
    }

    /// @notice Numbers of counters and totals, if the bytes are a message of this type and version with exactly the
    /// length that they ask for.
    /// @param message the bytes
    /// @param kind `SYNC` or `RELEASE` (id)
    /// @return valid whether the functions below may be used
    /// @return counters how many (count)
    /// @return totals how many (count)
    function check(
        bytes calldata message,
        uint8 kind
    ) internal pure returns (bool valid, uint256 counters, uint256 totals) {
        uint256 headerBytes = kind == SYNC ? _SYNC_HEADER : _RELEASE_HEADER;
        if (message.length < headerBytes) return (false, 0, 0);
        if (message.load(0) >> 240 != (uint256(VERSION) << 8) | kind) return (false, 0, 0);
        // Bound: both counts are below 256.
        unchecked {
            uint256 counts = message.load(headerBytes - 2) >> 240;
            (counters, totals) = (counts >> 8, counts & 0xff);
            valid =
                message.length == headerBytes + counters * _COUNTER + totals * _TOTAL &&
                counters <= MAX_COUNTERS &&
                totals <= (kind == SYNC ? MAX_TOTALS : 0);
        }
    }

    /// @notice The header of a valid message.
    /// @param message the bytes
    /// @param kind `SYNC` or `RELEASE` (id)
    /// @return header its header, payee 0 in a RELEASE
    function headerOf(bytes calldata message, uint8 kind) internal pure returns (Header memory header) {
        // Each cast cuts the word to exactly its field.
        uint256 word = message.load(0);
        header.sentAt = uint40(word >> 200);
        header.echo = uint40(word >> 160);
        header.hold = uint32(word >> 128);
        if (kind == SYNC) header.payee = address(uint160(message.load(_PAYEE) >> 96));
    }

    /// @notice One counter of a valid message.
    /// @param message the bytes
    /// @param kind `SYNC` or `RELEASE` (id)
    /// @param i which, below the count (index)
    /// @return holder account or recipient
    /// @return key key (id)
    /// @return value cumulative (units)
    function counterAt(
        bytes calldata message,
        uint8 kind,
        uint256 i
    ) internal pure returns (address holder, uint256 key, uint256 value) {
        // Bound: i < 256.
        unchecked {
            uint256 word = message.load((kind == SYNC ? _SYNC_HEADER : _RELEASE_HEADER) + i * _COUNTER);
            (holder, key, value) = (address(uint160(word >> 96)), uint16(word >> 80), uint64(word >> 16));
        }
    }

    /// @notice One total of a valid SYNC.
    /// @param message the bytes
    /// @param counters its number of counters (count)
    /// @param i which, below the count (index)
    /// @return total the total
    function totalAt(bytes calldata message, uint256 counters, uint256 i) internal pure returns (Total memory total) {
        // Bound: counters and i < 256. Each cast cuts the word to exactly its field.
        unchecked {
            uint256 offset = _SYNC_HEADER + counters * _COUNTER + i * _TOTAL;
            uint256 word = message.load(offset);
            total.key = uint16(word >> 240);
            total.deposited = uint96(word >> 144);
            total.paid = uint96(word >> 48);
            total.custody = uint96(message.load(offset + _CUSTODY) >> 160);
        }
    }

    /// @notice The key of one total of a valid SYNC.
    /// @param message the bytes
    /// @param counters its number of counters (count)
    /// @param i which, below the count (index)
    /// @return key key (id)
    function totalKeyAt(bytes calldata message, uint256 counters, uint256 i) internal pure returns (uint256 key) {
        // Bound: counters and i < 256.
        unchecked {
            key = message.load(_SYNC_HEADER + counters * _COUNTER + i * _TOTAL) >> 240;
        }
    }

    function _headerWord(Header memory header, uint8 kind) private pure returns (uint256 word) {
        word = (uint256(VERSION) << 248) | (uint256(kind) << 240) | (uint256(header.sentAt) << 200);
        word |= (uint256(header.echo) << 160) | (uint256(header.hold) << 128);
    }
}
