// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IWrappedNative
/// @notice The wrapped native token of a chain.
interface IWrappedNative {
    /// @notice Wraps the value sent for the caller.
    function deposit() external payable;
}
