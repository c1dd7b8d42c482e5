// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CounterId, PermitSignature} from "../types/Lane.sol";
import {ILaneMessenger} from "./ILaneMessenger.sol";
import {IVaultLedger} from "./IVaultLedger.sol";

/// @title ICollateralVault
/// @notice Custody on a source chain. It tells the hub what was deposited (SYNC) and pays what the hub orders
/// (RELEASE). Messages carry cumulative counters: any may be lost, repeated or reordered, and anyone may send them
/// again.
/// @dev Entries that send a message take its fee as value: too little reverts with the endpoint's
/// LZ_InsufficientFee(required, supplied), what is too much goes to `refund`.
interface ICollateralVault is IVaultLedger, ILaneMessenger {
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

    /// @notice The hub is the only lane of a vault.
    /// @param eid lane asked (eid)
    /// @param hubEid the hub (eid)
    error CollateralVault_NotHub(uint32 eid, uint32 hubEid);

    /// @notice The value sent must be the amount plus the message fee.
    /// @param amount amount to deposit (wei)
    /// @param value value given (wei)
    error CollateralVault_ValueBelowAmount(uint256 amount, uint256 value);

    /// @notice A write-off may not reach below what was paid.
    /// @param recipient receiver
    /// @param key key (id)
    /// @param units amount asked (units)
    /// @param unpaid most that can be written off (units)
    error CollateralVault_BelowPaid(address recipient, uint8 key, uint64 units, uint64 unpaid);

    /// @notice Only tokens that are missing and that the hub has charged to somebody can be booked as lost.
    /// @param key key (id)
    /// @param missing deposited less paid less the tokens held (units)
    /// @param charged released to recipient 0 and not booked yet (units)
    error CollateralVault_NoLoss(uint8 key, uint256 missing, uint64 charged);

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

    /// @notice Deposits and tells the hub in one transaction, with the total of the key.
    /// @param key key (id)
    /// @param amount amount, rounded down to whole units (asset units)
    /// @param account account to credit on the hub
    /// @param extraGas gas to buy on the hub beyond the standard (gas units)
    /// @param refund receiver of excess message fee
    /// @return guid LayerZero's id of the message
    function depositAndSync(
        uint8 key,
        uint256 amount,
        address account,
        uint128 extraGas,
        address refund
    ) external payable returns (bytes32 guid);

    /// @notice As `depositAndSync`, with the allowance signed by the caller.
    /// @param key key (id)
    /// @param amount amount signed for (asset units)
    /// @param account account to credit on the hub
    /// @param extraGas gas to buy on the hub beyond the standard (gas units)
    /// @param refund receiver of excess message fee
    /// @param permit the signature
    /// @return guid LayerZero's id of the message
    function depositWithPermitAndSync(
        uint8 key,
        uint256 amount,
        address account,
        uint128 extraGas,
        address refund,
        PermitSignature calldata permit
    ) external payable returns (bytes32 guid);

    /// @notice As `depositAndSync`, wrapping `amount` of the value sent; the rest of the value is the message fee.
    /// @param key key of the wrapped native token (id)
    /// @param amount amount, whole units (wei)
    /// @param account account to credit on the hub
    /// @param extraGas gas to buy on the hub beyond the standard (gas units)
    /// @param refund receiver of excess message fee
    /// @return guid LayerZero's id of the message
    function depositNativeAndSync(
        uint8 key,
        uint256 amount,
        address account,
        uint128 extraGas,
        address refund
    ) external payable returns (bytes32 guid);

    /// @notice Tells the hub the current deposits of any accounts, and the totals of their keys. Without items it is
    /// a heartbeat with the totals of all keys. Open to anyone.
    /// @param items counters to tell, at most 100
    /// @param payee who the gateway may reward for a heartbeat
    /// @param extraGas gas to buy on the hub beyond the standard (gas units)
    /// @param refund receiver of excess message fee
    /// @return guid LayerZero's id of the message
    function sync(
        CounterId[] calldata items,
        address payee,
        uint128 extraGas,
        address refund
    ) external payable returns (bytes32 guid);

    /// @notice Fee of `sync`.
    /// @param items counters to tell, at most 100
    /// @param extraGas gas to buy on the hub beyond the standard (gas units)
    /// @return fee value to send (wei)
    function quoteSync(CounterId[] calldata items, uint128 extraGas) external view returns (uint256 fee);

    /// @notice Fee of the entries that deposit and sync; the amount of a native deposit comes on top.
    /// @param key key (id)
    /// @param extraGas gas to buy on the hub beyond the standard (gas units)
    /// @return fee value to send (wei)
    function quoteDepositAndSync(uint8 key, uint128 extraGas) external view returns (uint256 fee);

    /// @notice The newest message of the hub.
    /// @return sentAt its date, hub's clock, 0 before the first (unix seconds)
    /// @return seenAt when it arrived, this chain's clock (unix seconds)
    function hubClock() external view returns (uint40 sentAt, uint40 seenAt);

    /// @notice The hub.
    /// @return eid LayerZero endpoint id (eid)
    function hubEid() external view returns (uint32 eid);
}
