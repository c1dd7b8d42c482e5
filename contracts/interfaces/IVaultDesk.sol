// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILaneSecurity} from "./ILaneSecurity.sol";
import {IVaultLimits} from "./IVaultLimits.sol";

/// @title IVaultDesk
/// @notice The part of a source vault that deposits and releases never need: listing, limits, the resolution of
/// shortfalls, the check of the lane.
/// @dev Called at the vault's address, see `VaultDesk`. After a `checkLane` that found a fault the vault takes no
/// RELEASE until one finds none: what comes is parked, and anyone's `flush` sends its counters again. Deposits, claims
/// and syncs stay open.
interface IVaultDesk is IVaultLimits, ILaneSecurity {
    /// @notice The governor took back releases the hub never ordered.
    /// @param key key (id)
    /// @param recipient receiver
    /// @param units amount (units)
    /// @param released the recipient's counter afterwards (units)
    event ReleaseWrittenOff(uint8 indexed key, address indexed recipient, uint64 units, uint64 released);

    /// @notice An unpaid release became a deposit of its recipient again.
    /// @param key key (id)
    /// @param recipient receiver, and the account deposited for
    /// @param units amount (units)
    /// @param paid the recipient's counter of payments afterwards (units)
    /// @param deposited the account's counter of deposits afterwards (units)
    event Redeposited(uint8 indexed key, address indexed recipient, uint64 units, uint64 paid, uint64 deposited);

    /// @notice Tokens the vault lost were booked as paid to recipient 0.
    /// @param key key (id)
    /// @param units amount (units)
    /// @param paid recipient 0's counter of payments afterwards (units)
    event LossBooked(uint8 indexed key, uint64 units, uint64 paid);

    /// @notice A write-off may not reach below what was paid.
    /// @param recipient receiver
    /// @param key key (id)
    /// @param units amount asked (units)
    /// @param unpaid most that can be written off (units)
    error VaultDesk_BelowPaid(address recipient, uint8 key, uint64 units, uint64 unpaid);

    /// @notice Only tokens that are missing and that the hub has charged to somebody can be booked as lost.
    /// @param key key (id)
    /// @param missing deposited less paid less the tokens held (units)
    /// @param charged released to recipient 0 and not booked yet (units)
    error VaultDesk_NoLoss(uint8 key, uint256 missing, uint64 charged);

    /// @notice Lists a token for ever. Governor.
    /// @param key hub-wide id, below 64, never used before (id)
    /// @param token the token
    /// @param sharedDecimals decimals of a unit, the same as on the hub (count)
    /// @param minimum least deposit (units)
    /// @param cap most in custody (units)
    /// @param bucketBps b of the outflow bucket as a share of the cap (bps)
    function listKey(
        uint8 key,
        address token,
        uint8 sharedDecimals,
        uint64 minimum,
        uint64 cap,
        uint16 bucketBps
    ) external;

    /// @notice Takes back releases the hub never ordered: lowers the recipient's released counter, never below what
    /// was paid. Governor.
    /// @dev It can undo nothing the hub did order: anyone's `flush` brings that back.
    /// @param recipient receiver
    /// @param key key (id)
    /// @param units amount (units)
    function writeOffReleased(address recipient, uint8 key, uint64 units) external;

    /// @notice Turns an unpaid release back into a deposit for the recipient's own account, so that it can bear a
    /// write-off on the hub. Governor.
    /// @dev Both counters rise and none falls: a RELEASE delivered again or late changes nothing, and custody still is
    /// deposited less paid (INV-03). No tokens move; what nobody writes off is credited to the recipient.
    /// @param recipient receiver
    /// @param key key (id)
    /// @param units amount, at most what is unpaid (units)
    function redeposit(address recipient, uint8 key, uint64 units) external;

    /// @notice Books tokens the vault lost as paid to recipient 0, as far as the hub has charged them to somebody
    /// (`ILaneDesk.chargeLoss`) and said so in a RELEASE. Open to anyone.
    /// @param key key (id)
    /// @return units what was booked (units)
    function bookLoss(uint8 key) external returns (uint64 units);
}
