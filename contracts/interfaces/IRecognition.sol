// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IRecognition
/// @notice How the gateway tells the risk engine of a hold, so that a margin check need not ask.
interface IRecognition {
    /// @notice Keys lost their initial-margin recognition until a poke finds them free again.
    /// @param keys bitmap of keys (raw)
    event RecognitionSuspended(uint256 keys);

    /// @notice Only the gateway may call this.
    /// @param caller who tried
    error Recognition_NotGateway(address caller);

    /// @notice Takes initial-margin recognition from keys at once; a later poke asks the gateway again. Gateway only.
    /// Keys without a row are passed over.
    /// @param keys bitmap of keys (raw)
    function suspend(uint256 keys) external;
}
