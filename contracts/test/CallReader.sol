// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Many reads of many contracts in one
/// @notice Makes looking at a whole system a matter of milliseconds.
contract CallReader {
    /// @notice A read failed.
    /// @param index Which call (index)
    /// @param target The contract asked
    error CallReader_Failed(uint256 index, address target);

    /// @notice Many reads in one.
    /// @param targets Contracts asked
    /// @param calls Encoded calls, one a target
    /// @return results What the calls returned, one after the other
    function read(address[] calldata targets, bytes[] calldata calls) external view returns (bytes memory results) {
        for (uint256 i = 0; i < calls.length; ++i) {
            (bool succeeded, bytes memory result) = targets[i].staticcall(calls[i]);
            require(succeeded, CallReader_Failed(i, targets[i]));
            results = bytes.concat(results, result);
        }
    }
}
