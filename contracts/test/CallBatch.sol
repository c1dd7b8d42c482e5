// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Many calls of one contract in one
/// @notice Makes a differential run a matter of seconds.
abstract contract CallBatch {
    /// @notice Many calls of this contract in one. A failing call spoils no other.
    /// @param calls Encoded calls
    /// @return succeeded Whether each call returned
    /// @return results What each call returned, or its revert data
    function batch(bytes[] calldata calls) external view returns (bool[] memory succeeded, bytes[] memory results) {
        succeeded = new bool[](calls.length);
        results = new bytes[](calls.length);
        for (uint256 i = 0; i < calls.length; ++i) (succeeded[i], results[i]) = address(this).staticcall(calls[i]);
    }
}
