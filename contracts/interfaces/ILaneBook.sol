// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ILaneBook
/// @notice What both halves of the gateway may say.
interface ILaneBook {
    /// @notice The recorded shortfall of a key changed. All zero ends the hold.
    /// @param key key (id)
    /// @param accounts accounts whose counter is below their credit (count)
    /// @param deposits credit and cover beyond the deposited total (units)
    /// @param custody tokens missing at the vault (units)
    /// @param releases paid beyond authorised or covered (units)
    event ShortfallRecorded(uint8 indexed key, uint64 accounts, uint96 deposits, uint96 custody, uint96 releases);

    /// @notice No such key is listed.
    /// @param key key (id)
    error LaneBook_UnknownKey(uint8 key);

    /// @notice The recipient's counter or the key's sum has no room for that much. Use another recipient.
    /// @param recipient receiver
    /// @param key key (id)
    /// @param units amount asked (units)
    /// @param room what is left (units)
    error LaneBook_CounterFull(address recipient, uint8 key, uint64 units, uint256 room);
}
