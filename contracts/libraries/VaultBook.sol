// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IGuarded} from "../interfaces/IGuarded.sol";
import {IVaultLedger} from "../interfaces/IVaultLedger.sol";
import {Guard, Limits, Listing, Payable, Sums} from "../types/Lane.sol";
import {FlowBucket} from "./FlowBucket.sol";
import {GuardBook} from "./GuardBook.sol";
import {PackedSlots} from "./PackedSlots.sol";
import {TokenCalls} from "./TokenCalls.sol";

/// @title VaultBook
/// @notice What a vault has written down: keys, limits, counters and their sums; who may change which.
/// @dev Nobody changes anything while a token is being called: a payment under way holds the state before it in memory.
abstract contract VaultBook is IVaultLedger, AccessManaged, ReentrancyGuardTransient {
    using GuardBook for Guard;
    using Math for uint256;
    using PackedSlots for Limits;

    uint256 internal constant _MAX_KEYS = 64;
    /// @dev Gas a token may use to tell a balance, far above any token seen.
    uint256 internal constant _BALANCE_GAS = 30_000;
    /// @dev What must be left after a call to a token to book it.
    uint256 internal constant _RESERVE_GAS = 30_000;

    uint8 private constant _MAX_SHARED_DECIMALS = 8;
    /// @dev 2^64 × 10^57 < 2^256.
    uint8 private constant _MAX_UNIT_EXPONENT = 57;

    mapping(uint8 key => Listing listing) internal _listings;
    mapping(uint8 key => Limits limits) internal _limits;
    mapping(uint8 key => Sums sums) internal _sums;
    mapping(address account => mapping(uint8 key => uint64 units)) internal _deposited;
    mapping(address recipient => mapping(uint8 key => Payable payable_)) internal _payables;
    uint256 internal _listed;
    mapping(uint8 key => Guard guard) private _guards;
    mapping(address token => uint256 keyPlusOne) private _keyOfToken;

    constructor(address manager) AccessManaged(manager) {}

    /// @inheritdoc IVaultLedger
    function setMinimum(uint8 key, uint64 minimum) external restricted nonReentrant {
        _listing(key);
        _listings[key].minimum = minimum;
        emit MinimumSet(key, minimum);
    }

    /// @inheritdoc IGuarded
    function setLimits(uint8 key, uint64 cap, uint16 bucketBps) external restricted nonReentrant {
        _listing(key);
        Limits memory limits = _settledLimits(key);
        GuardBook.requireInRange(cap, bucketBps, limits.bucketBps != FlowBucket.NONE);
        (limits.cap, limits.bucketBps, limits.temporary) = (cap, bucketBps, false);
        _limits[key].store(limits);
        emit LimitsSet(key, cap, bucketBps);
    }

    /// @inheritdoc IGuarded
    function lowerLimits(uint8 key, uint64 cap, uint16 bucketBps) external restricted nonReentrant {
        _listing(key);
        Limits memory limits = _settledLimits(key);
        GuardBook.requireLower({
            key: key,
            cap: cap,
            currentCap: limits.cap,
            bucketBps: bucketBps,
            currentBucketBps: limits.bucketBps
        });
        GuardBook.requireInRange(cap, bucketBps, limits.bucketBps != FlowBucket.NONE);
        uint40 until = _guards[key].lowerLimits(limits.cap, limits.bucketBps);
        (limits.cap, limits.bucketBps, limits.temporary) = (cap, bucketBps, true);
        _limits[key].store(limits);
        emit LimitsLowered({key: key, cap: cap, bucketBps: bucketBps, until: until});
    }

    /// @inheritdoc IGuarded
    function confirmLimits(uint8 key) external restricted nonReentrant {
        Limits memory limits = _settledLimits(key);
        require(limits.temporary, Guarded_NothingActive());
        limits.temporary = false;
        _limits[key].store(limits);
        emit LimitsConfirmed(key);
    }

    /// @inheritdoc IVaultLedger
    function listingOf(uint8 key) external view returns (Listing memory listing) {
        listing = _listings[key];
    }

    /// @inheritdoc IVaultLedger
    function listedKeys() external view returns (uint256 keys) {
        keys = _listed;
    }

    /// @inheritdoc IVaultLedger
    function limitsOf(uint8 key) external view returns (Limits memory limits) {
        limits = _settledLimits(key);
    }

    /// @inheritdoc IVaultLedger
    function sumsOf(uint8 key) external view returns (Sums memory sums) {
        sums = _sums[key];
    }

    /// @inheritdoc IVaultLedger
    function custodyOf(uint8 key) external view returns (uint256 units) {
        units = _custodyOf(_listing(key));
    }

    /// @inheritdoc IVaultLedger
    function depositedOf(address account, uint8 key) external view returns (uint64 units) {
        units = _deposited[account][key];
    }

    /// @inheritdoc IVaultLedger
    function payableOf(address recipient, uint8 key) external view returns (Payable memory payable_) {
        payable_ = _payables[recipient][key];
    }

    /// @inheritdoc IVaultLedger
    function roomOf(uint8 key) external view returns (uint256 depositRoom, uint256 outflowRoom) {
        Limits memory limits = _settledLimits(key);
        depositRoom = _depositRoom(limits, _sums[key]);
        outflowRoom = _outflowRoom(limits);
    }

    function _listKey(uint8 key, Listing memory listing, uint64 cap, uint16 bucketBps) internal {
        address token = listing.token;
        uint8 shared = listing.sharedDecimals;
        require(
            key < _MAX_KEYS && _listings[key].token == address(0) && _keyOfToken[token] == 0 && token != address(this),
            VaultLedger_CannotList(key, token)
        );
        listing.decimals = IERC20Metadata(token).decimals();
        require(
            shared <= _MAX_SHARED_DECIMALS &&
                shared <= listing.decimals &&
                listing.decimals - shared <= _MAX_UNIT_EXPONENT,
            VaultLedger_BadDecimals(token, listing.decimals, shared)
        );
        _listed |= 1 << key;
        _keyOfToken[token] = uint256(key) + 1;
        _listings[key] = listing;
        _limits[key].store(
            Limits({
                cap: cap,
                net: 0,
                gross: 0,
                updatedAt: uint32(block.timestamp),
                bucketBps: bucketBps,
                temporary: false
            })
        );
        emit KeyListed({key: key, token: token, sharedDecimals: shared, minimum: listing.minimum});
        emit LimitsSet(key, cap, bucketBps);
    }

    function _listing(uint8 key) internal view returns (Listing memory listing) {
        listing = _listings[key];
        require(listing.token != address(0), VaultLedger_UnknownKey(key));
    }

    /// @dev Refilled to now, with limits a guardian lowered more than 72 h ago back at their full size: their lower
    /// rate counts up to their end and the full one since.
    function _settledLimits(uint8 key) internal view returns (Limits memory limits) {
        limits = _limits[key];
        if (limits.temporary) {
            Guard storage guard = _guards[key];
            uint40 until = guard.limitUntil;
            if (block.timestamp >= until) {
                _settleTo(limits, until);
                // Bound: the end of limits of 72 h, good until 2106 like every instant here.
                if (limits.updatedAt < until) limits.updatedAt = uint32(until);
                (limits.cap, limits.bucketBps, limits.temporary) = (guard.fullCap, guard.fullBucketBps, false);
            }
        }
        _settleTo(limits, block.timestamp);
    }

    /// @dev Rounds down: a part of a unit does not count as custody.
    function _custodyOf(Listing memory listing) internal view returns (uint256 units) {
        _requireGas(_BALANCE_GAS);
        units = TokenCalls.tryBalanceOf(listing.token, address(this), _BALANCE_GAS) / _unitOf(listing);
    }

    /// @dev A call that is given less than its bound would look like a refusal of the token, which anyone could then
    /// stage.
    function _requireGas(uint256 bound) internal view {
        uint256 needed;
        // Bound: a sum of constants of this contract, far below 2^32.
        unchecked {
            needed = bound + bound / 32 + _RESERVE_GAS;
        }
        require(gasleft() > needed, VaultLedger_InsufficientGas(gasleft(), needed));
    }

    function _unitOf(Listing memory listing) internal pure returns (uint256 unit) {
        // Bound: listing keeps the exponent between 0 and 57.
        unchecked {
            unit = 10 ** (listing.decimals - listing.sharedDecimals);
        }
    }

    /// @dev Saturates: forged releases may pay out a donation too, more than was ever deposited, and the deposits that
    /// make up for it must still come in.
    function _depositRoom(Limits memory limits, Sums memory sums) internal pure returns (uint256 room) {
        room = uint256(limits.cap).saturatingSub(uint256(sums.deposited).saturatingSub(sums.paid));
    }

    function _outflowRoom(Limits memory limits) internal pure returns (uint256 room) {
        if (limits.bucketBps == FlowBucket.NONE) return type(uint256).max;
        uint256 capacity = FlowBucket.capacityOf(limits.cap, limits.bucketBps);
        room = FlowBucket.room(limits.net, limits.gross, capacity);
    }

    function _settleTo(Limits memory limits, uint256 nowAt) private pure {
        (uint256 net, uint256 gross, uint256 settledAt) = FlowBucket.settle({
            net: limits.net,
            gross: limits.gross,
            updatedAt: limits.updatedAt,
            capacity: FlowBucket.capacityOf(limits.cap, limits.bucketBps),
            nowAt: nowAt
        });
        // Levels only fall here, and the instant does not pass the present.
        (limits.net, limits.gross, limits.updatedAt) = (uint64(net), uint64(gross), uint32(settledAt));
    }
}
