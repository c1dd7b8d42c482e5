// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ILaneGateway
/// @notice What each lane has credited and what the hub has authorised; lane clocks, holds and rate limits.
interface ILaneGateway {
    /// @notice Raises the recipient's authorised counter and sends it to the key's vault. Engine only, which has already
    /// lowered the account's balance. The message fee is the value sent; a key of the hub itself pays at once and takes no fee.
    /// @param account account whose collateral leaves
    /// @param recipient receiver on the key's chain
    /// @param key key (id)
    /// @param units amount (units)
    /// @param refund receiver of excess message fee
    function authorise(address account, address recipient, uint8 key, uint64 units, address refund) external payable;

    /// @notice The lane a key belongs to.
    /// @param key key (id)
    /// @return eid LayerZero endpoint id, 0 if the key is not listed (eid)
    function laneOfKey(uint8 key) external view returns (uint32 eid);
}
