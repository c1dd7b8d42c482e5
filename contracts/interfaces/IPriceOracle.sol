// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Verdict on a feed's latest answer.
enum PriceStatus {
    UNSET,
    GOOD,
    STALE,
    OUT_OF_BOUNDS,
    UNREADABLE
}

/// @title IPriceOracle
/// @notice Chainlink feeds with freshness and bounds, and the sequencer's status.
interface IPriceOracle {
    /// @notice Reads an asset's feed. Never reverts.
    /// @param asset asset (id)
    /// @return price price of a whole token, 0 if unreadable (WAD)
    /// @return observedAt when the feed observed it (unix seconds)
    /// @return status verdict
    function read(uint8 asset) external view returns (uint256 price, uint256 observedAt, PriceStatus status);

    /// @notice Whether the sequencer is up and its grace hour over.
    /// @return up true if risk-increasing acts, kicks and takes are allowed
    function isSequencerUp() external view returns (bool up);

    /// @notice When the sequencer's last grace hour ended, 0 if it has never been down.
    /// @return since start of the current uptime after grace (unix seconds)
    function sequencerResumedAt() external view returns (uint256 since);
}
