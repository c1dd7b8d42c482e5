// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Limits, Listing, Payable, PermitSignature, Sums} from "../types/Lane.sol";
import {IWrappedNative} from "./IWrappedNative.sol";

/// @title IVaultLedger
/// @notice Custody of collateral by cumulative counters, shared by the vaults of source chains and of the hub. For
/// every key the tokens held are at least the sum of `deposited` less the sum of `paid` (INV-03); nothing else is
/// ever paid out.
interface IVaultLedger {
    /// @notice A key was listed.
    /// @param key key (id)
    /// @param token the token
    /// @param sharedDecimals decimals of a unit (count)
    /// @param minimum least deposit (units)
    event KeyListed(uint8 indexed key, address indexed token, uint8 sharedDecimals, uint64 minimum);

    /// @notice A deposit arrived.
    /// @param key key (id)
    /// @param account account it is for
    /// @param payer who paid
    /// @param units amount (units)
    /// @param deposited the account's counter afterwards (units)
    event Deposited(uint8 indexed key, address indexed account, address indexed payer, uint64 units, uint64 deposited);

    /// @notice The hub ordered releases.
    /// @param key key (id)
    /// @param recipient receiver
    /// @param released the recipient's counter afterwards (units)
    event Released(uint8 indexed key, address indexed recipient, uint64 released);

    /// @notice Tokens left the vault.
    /// @param key key (id)
    /// @param recipient whose counter paid
    /// @param to who received them
    /// @param units amount (units)
    /// @param paid the recipient's counter afterwards (units)
    event Paid(uint8 indexed key, address indexed recipient, address indexed to, uint64 units, uint64 paid);

    /// @notice A key id is above 63, in use, or its token is already listed under another key.
    /// @param key key (id)
    /// @param token the token
    error VaultLedger_CannotList(uint8 key, address token);

    /// @notice Shared decimals must not exceed the token's nor 8, and a unit must not exceed 10^57 of the token's
    /// units.
    /// @param token the token
    /// @param decimals its decimals (count)
    /// @param sharedDecimals decimals asked (count)
    error VaultLedger_BadDecimals(address token, uint8 decimals, uint8 sharedDecimals);

    /// @notice No such key is listed here.
    /// @param key key (id)
    error VaultLedger_UnknownKey(uint8 key);

    /// @notice The amount is below one unit.
    /// @param key key (id)
    /// @param amount amount given (asset units)
    /// @param unit size of a unit (asset units)
    error VaultLedger_Dust(uint8 key, uint256 amount, uint256 unit);

    /// @notice The deposit is below the key's minimum.
    /// @param key key (id)
    /// @param units amount given (units)
    /// @param minimum least deposit (units)
    error VaultLedger_BelowMinimum(uint8 key, uint256 units, uint64 minimum);

    /// @notice The deposit is beyond the vault's cap.
    /// @param key key (id)
    /// @param units amount given (units)
    /// @param room what may still be deposited (units)
    error VaultLedger_OverCap(uint8 key, uint256 units, uint256 room);

    /// @notice The deposit would take the account's counter beyond 64 bits. Use another account.
    /// @param account the account
    /// @param key key (id)
    /// @param units amount given (units)
    /// @param room what may still be deposited for the account (units)
    error VaultLedger_CounterFull(address account, uint8 key, uint256 units, uint256 room);

    /// @notice Less arrived than was sent: tokens that take a fee or rebase are refused.
    /// @param key key (id)
    /// @param sent amount asked of the payer (asset units)
    /// @param received amount that arrived (asset units)
    error VaultLedger_ShortTransfer(uint8 key, uint256 sent, uint256 received);

    /// @notice The key is not the wrapped native token of this chain.
    /// @param key key (id)
    error VaultLedger_NotNative(uint8 key);

    /// @notice A native deposit must be a whole number of units, since nothing is left over to hand back.
    /// @param key key (id)
    /// @param amount value given (wei)
    /// @param unit size of a unit (wei)
    error VaultLedger_NotWholeUnits(uint8 key, uint256 amount, uint256 unit);

    /// @notice Nothing can be claimed now.
    /// @param recipient whose counter
    /// @param key key (id)
    /// @param claimable what is owed (units)
    /// @param room what the outflow bucket lets through now (units)
    error VaultLedger_NothingToClaim(address recipient, uint8 key, uint64 claimable, uint256 room);

    /// @notice The token did not pay. The claim stays; try another address with `claimTo`.
    /// @param key key (id)
    /// @param to intended receiver
    /// @param units amount (units)
    error VaultLedger_PaymentFailed(uint8 key, address to, uint64 units);

    /// @notice Too little gas to give a token its full allowance. Call again with more.
    /// @param available gas left (gas units)
    /// @param needed gas needed at this point (gas units)
    error VaultLedger_InsufficientGas(uint256 available, uint256 needed);

    /// @notice Takes tokens from the caller, whole units only, and counts them for the account. Anyone may deposit
    /// for anyone.
    /// @param key key (id)
    /// @param amount amount, rounded down to whole units (asset units)
    /// @param account account to credit on the hub
    /// @return units amount counted (units)
    function deposit(uint8 key, uint256 amount, address account) external returns (uint64 units);

    /// @notice As `deposit`, with the allowance signed by the caller. A permit already used is no obstacle.
    /// @param key key (id)
    /// @param amount amount signed for (asset units)
    /// @param account account to credit on the hub
    /// @param permit the signature
    /// @return units amount counted (units)
    function depositWithPermit(
        uint8 key,
        uint256 amount,
        address account,
        PermitSignature calldata permit
    ) external returns (uint64 units);

    /// @notice As `deposit`, wrapping the value sent, which must be whole units.
    /// @param key key of the wrapped native token (id)
    /// @param account account to credit on the hub
    /// @return units amount counted (units)
    function depositNative(uint8 key, address account) external payable returns (uint64 units);

    /// @notice Pays a recipient what is owed, as far as the bucket allows. Open to anyone.
    /// @param recipient who is owed and paid
    /// @param key key (id)
    /// @return units amount paid (units)
    function claim(address recipient, uint8 key) external returns (uint64 units);

    /// @notice Pays what the caller is owed to another address, for a caller the token refuses to pay.
    /// @param key key (id)
    /// @param to receiver
    /// @return units amount paid (units)
    function claimTo(uint8 key, address to) external returns (uint64 units);

    /// @notice What the vault takes for a key.
    /// @param key key (id)
    /// @return listing token, decimals and minimum; token 0 if not listed
    function listingOf(uint8 key) external view returns (Listing memory listing);

    /// @notice Bitmap of listed keys.
    /// @return keys bit k for key k (raw)
    function listedKeys() external view returns (uint256 keys);

    /// @notice Cap and bucket of a key now.
    /// @param key key (id)
    /// @return limits refilled to this instant
    function limitsOf(uint8 key) external view returns (Limits memory limits);

    /// @notice Sums of a key.
    /// @param key key (id)
    /// @return sums deposited and paid
    function sumsOf(uint8 key) external view returns (Sums memory sums);

    /// @notice Tokens held, in whole units.
    /// @param key key (id)
    /// @return units amount, 0 if the token does not answer (units)
    function custodyOf(uint8 key) external view returns (uint256 units);

    /// @notice An account's cumulative deposits.
    /// @param account the account
    /// @param key key (id)
    /// @return units the counter (units)
    function depositedOf(address account, uint8 key) external view returns (uint64 units);

    /// @notice A recipient's cumulative releases and payments.
    /// @param recipient the recipient
    /// @param key key (id)
    /// @return payable_ released and paid
    function payableOf(address recipient, uint8 key) external view returns (Payable memory payable_);

    /// @notice What may still be deposited under the cap, and what may still leave now.
    /// @param key key (id)
    /// @return depositRoom room under the cap (units)
    /// @return outflowRoom room in the bucket, 2^256 - 1 without one (units)
    function roomOf(uint8 key) external view returns (uint256 depositRoom, uint256 outflowRoom);

    /// @notice The wrapped native token of this chain.
    /// @return token its address
    function wrappedNative() external view returns (IWrappedNative token);
}
