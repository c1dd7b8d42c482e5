// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PackedBytes} from "../libraries/PackedBytes.sol";

/// @notice What every message starts with; `kind` and counts follow from the rest when encoding.
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

/// @notice The current value of one cumulative counter.
/// @param holder account (SYNC) or recipient (RELEASE)
/// @param key key (id)
/// @param value `deposited` (SYNC) or `authorised` (RELEASE) (units)
struct Counter {
    address holder;
    uint16 key;
    uint64 value;
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
/// SYNC, vault to hub:    version 1B, type 1B, sentAt 5B, echo 5B, hold 4B, payee 20B, counters 1B, totals 1B;
///                        a counter: account 20B, key 2B, cumulative 8B; a total: key 2B, deposited, paid, custody
/// 12B each.
/// RELEASE, hub to vault: version 1B, type 1B, sentAt 5B, echo 5B, hold 4B, counters 1B, zero 1B; a counter as above.
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
    uint256 internal constant SYNC_GAS_PER_COUNTER = 90_000;
    uint256 internal constant SYNC_GAS_PER_TOTAL = 40_000;
    uint256 internal constant RELEASE_GAS_PER_COUNTER = 160_000;

    uint256 private constant _VERSION_BYTES = 1;
    uint256 private constant _TYPE_BYTES = 1;
    uint256 private constant _TIME_BYTES = 5;
    uint256 private constant _HOLD_BYTES = 4;
    uint256 private constant _ADDRESS_BYTES = 20;
    uint256 private constant _COUNT_BYTES = 1;
    uint256 private constant _KEY_BYTES = 2;
    uint256 private constant _VALUE_BYTES = 8;
    uint256 private constant _SUM_BYTES = 12;

    uint256 private constant _SENT_AT = _VERSION_BYTES + _TYPE_BYTES;
    uint256 private constant _ECHO = _SENT_AT + _TIME_BYTES;
    uint256 private constant _HOLD = _ECHO + _TIME_BYTES;
    uint256 private constant _PAYEE = _HOLD + _HOLD_BYTES;
    uint256 private constant _RELEASE_HEADER = _PAYEE + 2 * _COUNT_BYTES;
    uint256 private constant _SYNC_HEADER = _RELEASE_HEADER + _ADDRESS_BYTES;
    uint256 private constant _COUNTER = _ADDRESS_BYTES + _KEY_BYTES + _VALUE_BYTES;
    uint256 private constant _TOTAL = _KEY_BYTES + 3 * _SUM_BYTES;

    /// @notice Bytes of a SYNC.
    /// @param header its header
    /// @param counters at most `MAX_COUNTERS`
    /// @param totals at most `MAX_TOTALS`
    /// @return message the bytes
    function encodeSync(
        Header memory header,
        Counter[] memory counters,
        Total[] memory totals
    ) internal pure returns (bytes memory message) {
        message = PackedBytes.allocate(_SYNC_HEADER + counters.length * _COUNTER + totals.length * _TOTAL);
        uint256 cursor = _writeHeader(message, header, SYNC);
        cursor = message.write(cursor, _ADDRESS_BYTES, uint160(header.payee));
        cursor = _writeCounters(message, cursor, counters, totals.length);
        for (uint256 i = 0; i < totals.length; ++i) {
            Total memory total = totals[i];
            cursor = message.write(cursor, _KEY_BYTES, total.key);
            cursor = message.write(cursor, _SUM_BYTES, total.deposited);
            cursor = message.write(cursor, _SUM_BYTES, total.paid);
            cursor = message.write(cursor, _SUM_BYTES, total.custody);
        }
    }

    /// @notice Bytes of a RELEASE.
    /// @param header its header, payee ignored
    /// @param counters at most `MAX_COUNTERS`
    /// @return message the bytes
    function encodeRelease(
        Header memory header,
        Counter[] memory counters
    ) internal pure returns (bytes memory message) {
        message = PackedBytes.allocate(_RELEASE_HEADER + counters.length * _COUNTER);
        _writeCounters(message, _writeHeader(message, header, RELEASE), counters, 0);
    }

    /// @notice Whether the bytes are a message of this type and version with exactly the length its counts ask for.
    /// @param message the bytes
    /// @param kind `SYNC` or `RELEASE` (id)
    /// @return valid whether every function below may be used
    function isValid(bytes calldata message, uint8 kind) internal pure returns (bool valid) {
        uint256 headerBytes = kind == SYNC ? _SYNC_HEADER : _RELEASE_HEADER;
        if (message.length < headerBytes) return false;
        if (message.read(0, _VERSION_BYTES) != VERSION || message.read(_VERSION_BYTES, _TYPE_BYTES) != kind)
            return false;
        uint256 counters = counterCount(message, kind);
        uint256 totals = totalCount(message, kind);
        if (counters > MAX_COUNTERS || totals > (kind == SYNC ? MAX_TOTALS : 0)) return false;
        return message.length == headerBytes + counters * _COUNTER + totals * _TOTAL;
    }

    /// @notice The header of a valid message.
    /// @param message the bytes
    /// @param kind `SYNC` or `RELEASE` (id)
    /// @return header its header, payee 0 in a RELEASE
    function headerOf(bytes calldata message, uint8 kind) internal pure returns (Header memory header) {
        // The casts keep every bit: each field is read at exactly its width.
        header.sentAt = uint40(message.read(_SENT_AT, _TIME_BYTES));
        header.echo = uint40(message.read(_ECHO, _TIME_BYTES));
        header.hold = uint32(message.read(_HOLD, _HOLD_BYTES));
        if (kind == SYNC) header.payee = address(uint160(message.read(_PAYEE, _ADDRESS_BYTES)));
    }

    /// @notice Number of counters in a valid message.
    /// @param message the bytes
    /// @param kind `SYNC` or `RELEASE` (id)
    /// @return count how many (count)
    function counterCount(bytes calldata message, uint8 kind) internal pure returns (uint256 count) {
        count = message.read((kind == SYNC ? _SYNC_HEADER : _RELEASE_HEADER) - 2 * _COUNT_BYTES, _COUNT_BYTES);
    }

    /// @notice Number of totals in a valid message.
    /// @param message the bytes
    /// @param kind `SYNC` or `RELEASE` (id)
    /// @return count how many (count)
    function totalCount(bytes calldata message, uint8 kind) internal pure returns (uint256 count) {
        count = message.read((kind == SYNC ? _SYNC_HEADER : _RELEASE_HEADER) - _COUNT_BYTES, _COUNT_BYTES);
    }

    /// @notice One counter of a valid message.
    /// @param message the bytes
    /// @param kind `SYNC` or `RELEASE` (id)
    /// @param i which, below the count (index)
    /// @return counter the counter
    function counterAt(bytes calldata message, uint8 kind, uint256 i) internal pure returns (Counter memory counter) {
        uint256 cursor = (kind == SYNC ? _SYNC_HEADER : _RELEASE_HEADER) + i * _COUNTER;
        counter.holder = address(uint160(message.read(cursor, _ADDRESS_BYTES)));
        counter.key = uint16(message.read(cursor + _ADDRESS_BYTES, _KEY_BYTES));
        counter.value = uint64(message.read(cursor + _ADDRESS_BYTES + _KEY_BYTES, _VALUE_BYTES));
    }

    /// @notice One total of a valid SYNC.
    /// @param message the bytes
    /// @param i which, below the count (index)
    /// @return total the total
    function totalAt(bytes calldata message, uint256 i) internal pure returns (Total memory total) {
        uint256 cursor = _SYNC_HEADER + counterCount(message, SYNC) * _COUNTER + i * _TOTAL;
        total.key = uint16(message.read(cursor, _KEY_BYTES));
        total.deposited = uint96(message.read(cursor + _KEY_BYTES, _SUM_BYTES));
        total.paid = uint96(message.read(cursor + _KEY_BYTES + _SUM_BYTES, _SUM_BYTES));
        total.custody = uint96(message.read(cursor + _KEY_BYTES + 2 * _SUM_BYTES, _SUM_BYTES));
    }

    function _writeHeader(
        bytes memory message,
        Header memory header,
        uint8 kind
    ) private pure returns (uint256 cursor) {
        cursor = message.write(0, _VERSION_BYTES, VERSION);
        cursor = message.write(cursor, _TYPE_BYTES, kind);
        cursor = message.write(cursor, _TIME_BYTES, header.sentAt);
        cursor = message.write(cursor, _TIME_BYTES, header.echo);
        cursor = message.write(cursor, _HOLD_BYTES, header.hold);
    }

    function _writeCounters(
        bytes memory message,
        uint256 start,
        Counter[] memory counters,
        uint256 totals
    ) private pure returns (uint256 cursor) {
        cursor = message.write(start, _COUNT_BYTES, counters.length);
        cursor = message.write(cursor, _COUNT_BYTES, totals);
        for (uint256 i = 0; i < counters.length; ++i) {
            Counter memory counter = counters[i];
            cursor = message.write(cursor, _ADDRESS_BYTES, uint160(counter.holder));
            cursor = message.write(cursor, _KEY_BYTES, counter.key);
            cursor = message.write(cursor, _VALUE_BYTES, counter.value);
        }
    }
}
