// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Header, Messages, Total} from "../messaging/Messages.sol";

/// @notice One counter of a message.
/// @param holder account or recipient
/// @param key key (id)
/// @param value cumulative (units)
struct Counter {
    address holder;
    uint16 key;
    uint64 value;
}

/// @title MessagesHarness
/// @notice Makes the message codec callable from outside.
contract MessagesHarness {
    using Messages for bytes;

    /// @notice Bytes of a SYNC.
    /// @param header its header
    /// @param counters its counters
    /// @param totals its totals
    /// @return message the bytes
    function encodeSync(
        Header calldata header,
        Counter[] calldata counters,
        Total[] calldata totals
    ) external pure returns (bytes memory message) {
        message = Messages.newSync(header, counters.length, totals.length);
        _store(message, Messages.SYNC, counters);
        for (uint256 i = 0; i < totals.length; ++i) {
            message.storeTotal({counters: counters.length, i: i, total: totals[i]});
        }
    }

    /// @notice Bytes of a RELEASE.
    /// @param header its header
    /// @param counters its counters
    /// @return message the bytes
    function encodeRelease(
        Header calldata header,
        Counter[] calldata counters
    ) external pure returns (bytes memory message) {
        message = Messages.newRelease(header, counters.length);
        _store(message, Messages.RELEASE, counters);
    }

    /// @notice Everything a message says.
    /// @param message the bytes
    /// @param kind `SYNC` or `RELEASE` (id)
    /// @return valid whether the bytes are such a message
    /// @return header its header
    /// @return counters its counters
    /// @return totals its totals
    function decode(
        bytes calldata message,
        uint8 kind
    ) external pure returns (bool valid, Header memory header, Counter[] memory counters, Total[] memory totals) {
        uint256 counterCount;
        uint256 totalCount;
        (valid, counterCount, totalCount) = message.check(kind);
        if (!valid) return (false, header, counters, totals);
        header = message.headerOf(kind);
        counters = new Counter[](counterCount);
        for (uint256 i = 0; i < counterCount; ++i) {
            (address holder, uint256 key, uint256 value) = message.counterAt(kind, i);
            counters[i] = Counter(holder, uint16(key), uint64(value));
        }
        totals = new Total[](totalCount);
        for (uint256 i = 0; i < totalCount; ++i) totals[i] = message.totalAt(counterCount, i);
    }

    function _store(bytes memory message, uint8 kind, Counter[] memory counters) private pure {
        for (uint256 i = 0; i < counters.length; ++i) {
            Counter memory counter = counters[i];
            message.storeCounter({kind: kind, i: i, holder: counter.holder, key: counter.key, value: counter.value});
        }
    }
}
