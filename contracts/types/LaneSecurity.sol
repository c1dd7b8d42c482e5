// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What is wrong with the LayerZero configuration that guards one end of a lane (system.md 3.1).
enum LaneFault {
    /// Nothing.
    NONE,
    /// Packets are verified by whatever library LayerZero makes the default.
    DEFAULT_RECEIVE_LIBRARY,
    /// Packets leave by whatever library LayerZero makes the default.
    DEFAULT_SEND_LIBRARY,
    /// A former receive library still verifies, by its own rules.
    LIBRARY_TIMEOUT,
    /// Fewer distinct DVNs than the floor can verify a packet.
    FEW_DVNS,
    /// DVNs wait for fewer source blocks than the floor.
    FEW_CONFIRMATIONS,
    /// The endpoint or the receive library gives no configuration.
    UNREADABLE
}

/// @notice The least a lane's configuration must have, one slot.
/// @param dvns distinct DVNs that must verify a packet, 0 for the default of 2 (count)
/// @param confirmations source blocks they must wait for, 0 for the default of 1 (count)
struct SecurityFloor {
    uint8 dvns;
    uint64 confirmations;
}

/// @notice What one end of a lane relies on now.
/// @param fault what is below the floor
/// @param dvns distinct DVNs that must verify a packet before this end takes it (count)
/// @param confirmations source blocks they wait for (count)
/// @param dvnFloor least number of DVNs (count)
/// @param confirmationFloor least number of source blocks (count)
/// @param insecure whether the last `checkLane` found a fault, which this end acts on until the next
struct SecurityStatus {
    LaneFault fault;
    uint256 dvns;
    uint256 confirmations;
    uint8 dvnFloor;
    uint64 confirmationFloor;
    bool insecure;
}
