// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CounterId, PermitSignature} from "../types/Lane.sol";
import {ILaneMessenger} from "./ILaneMessenger.sol";
import {IVaultLedger} from "./IVaultLedger.sol";

/// @title ICollateralVault
/// @notice Custody on a source chain. It tells the hub what was deposited (SYNC) and pays what the hub orders
/// (RELEASE). Messages carry cumulative counters: any may be lost, repeated or reordered, and anyone may send them
/// again.
/// @dev The rest of what answers at the address is `IVaultDesk`. Entries that send a message take its fee as value: too
/// little reverts with the endpoint's LZ_InsufficientFee(required, supplied), what is too much goes to `refund`.
interface ICollateralVault is IVaultLedger, ILaneMessenger {
    /// @notice The hub is the only lane of a vault.
    /// @param eid lane asked (eid)
    /// @param hubEid the hub (eid)
    error CollateralVault_NotHub(uint32 eid, uint32 hubEid);

    /// @notice The value sent must be the amount plus the message fee.
    /// @param amount amount to deposit (wei)
    /// @param value value given (wei)
    error CollateralVault_ValueBelowAmount(uint256 amount, uint256 value);

    /// @notice Deposits and tells the hub in one transaction, with the total of the key.
    /// @param key key (id)
    /// @param amount amount, rounded down to whole units (asset units)
    /// @param account account to credit on the hub
    /// @param extraGas gas to buy on the hub beyond the standard, at most 10,000,000 (gas units)
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
    /// @param extraGas gas to buy on the hub beyond the standard, at most 10,000,000 (gas units)
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
    /// @param extraGas gas to buy on the hub beyond the standard, at most 10,000,000 (gas units)
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
    /// @param extraGas gas to buy on the hub beyond the standard, at most 10,000,000 (gas units)
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
    /// @param extraGas gas to buy on the hub beyond the standard, at most 10,000,000 (gas units)
    /// @return fee value to send (wei)
    function quoteSync(CounterId[] calldata items, uint128 extraGas) external view returns (uint256 fee);

    /// @notice Fee of the entries that deposit and sync; the amount of a native deposit comes on top.
    /// @param key key (id)
    /// @param extraGas gas to buy on the hub beyond the standard, at most 10,000,000 (gas units)
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
