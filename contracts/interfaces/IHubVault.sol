// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarginEngine} from "./IMarginEngine.sol";
import {IVaultLedger} from "./IVaultLedger.sol";
import {IVaultLimits} from "./IVaultLimits.sol";

/// @title IHubVault
/// @notice Custody of collateral on the hub chain itself: the same counters as a source vault, without messages and
/// without buckets. A deposit is credited at once, a release pays at once or stays claimable.
interface IHubVault is IVaultLedger, IVaultLimits {
    /// @notice The vault was linked to the engine, once and for all.
    /// @param engine margin engine
    event EngineBound(address indexed engine);

    /// @notice Collateral of an account was counted.
    /// @param account credited account
    /// @param key key (id)
    /// @param units amount (units)
    /// @param credited the account's counter afterwards (units)
    event Credited(address indexed account, uint8 indexed key, uint64 units, uint64 credited);

    /// @notice The link is set once.
    /// @param engine the engine already linked
    error HubVault_AlreadyBound(address engine);

    /// @notice An address that must name a contract is zero.
    error HubVault_ZeroAddress();

    /// @notice Deposits wait until the engine is linked.
    error HubVault_NotBound();

    /// @notice Account 0 is never credited, and the hub's vault needs no cover.
    error HubVault_ZeroAccount();

    /// @notice Only the gateway may call this.
    /// @param caller who tried
    error HubVault_NotGateway(address caller);

    /// @notice The recipient's counter has no room for that much. Use another recipient.
    /// @param recipient receiver
    /// @param key key (id)
    /// @param units amount asked (units)
    /// @param room what is left (units)
    error HubVault_CounterFull(address recipient, uint8 key, uint64 units, uint64 room);

    /// @notice Links the engine, deployed after the vault. Admin, once.
    /// @param engine margin engine
    function bindEngine(address engine) external;

    /// @notice Lists a token for ever. Governor.
    /// @param key hub-wide id, below 64, never used before (id)
    /// @param token the token
    /// @param sharedDecimals decimals of a unit (count)
    /// @param minimum least deposit (units)
    /// @param cap most in custody (units)
    function listKey(uint8 key, address token, uint8 sharedDecimals, uint64 minimum, uint64 cap) external;

    /// @notice Raises the recipient's released counter and tries to pay; what the token refuses stays claimable.
    /// Gateway only.
    /// @param recipient receiver
    /// @param key key (id)
    /// @param units amount (units)
    function release(address recipient, uint8 key, uint64 units) external;

    /// @notice The gateway, which alone orders releases.
    /// @return account its address
    function gateway() external view returns (address account);

    /// @notice The margin engine.
    /// @return account its address, 0 before `bindEngine`
    function engine() external view returns (IMarginEngine account);
}
