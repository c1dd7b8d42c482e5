// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Counter, Header, Messages, Total} from "../messaging/Messages.sol";

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
        message = Messages.encodeSync(header, counters, totals);
    }

    /// @notice Bytes of a RELEASE.
    /// @param header its header
    /// @param counters its counters
    /// @return message the bytes
    function encodeRelease(
        Header calldata header,
        Counter[] calldata counters
    ) external pure returns (bytes memory message) {
        message = Messages.encodeRelease(header, counters);
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
}
