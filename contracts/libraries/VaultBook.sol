// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IVaultLedger} from "../interfaces/IVaultLedger.sol";
import {Guard, Limits, Listing, Payable, Sums} from "../types/Lane.sol";
import {FlowBucket} from "./FlowBucket.sol";
import {TokenCalls} from "./TokenCalls.sol";

/// @title VaultBook
/// @notice What a vault has written down: keys, limits, counters and their sums.
/// @dev Nobody changes anything while a token is being called: a payment under way holds the state before it in memory.
abstract contract VaultBook is ReentrancyGuardTransient, AccessManaged {
    using Math for uint256;

    uint256 internal constant _MAX_KEYS = 64;
    /// @dev Gas a token may use to tell a balance, far above any token seen.
    uint256 internal constant _BALANCE_GAS = 30_000;
    /// @dev What must be left after a call to a token to book it.
    uint256 internal constant _RESERVE_GAS = 30_000;

    mapping(uint8 key => Listing listing) internal _listings;
    mapping(uint8 key => Limits limits) internal _limits;
    mapping(uint8 key => Sums sums) internal _sums;
    mapping(address account => mapping(uint8 key => uint64 units)) internal _deposited;
    mapping(address recipient => mapping(uint8 key => Payable payable_)) internal _payables;
    uint256 internal _listed;
    mapping(uint8 key => Guard guard) internal _guards;
    mapping(address token => uint256 keyPlusOne) internal _keyOfToken;

    constructor(address manager) AccessManaged(manager) {}

    function _listing(uint8 key) internal view returns (Listing memory listing) {
        listing = _listings[key];
        require(listing.token != address(0), IVaultLedger.VaultLedger_UnknownKey(key));
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
        require(gasleft() > needed, IVaultLedger.VaultLedger_InsufficientGas(gasleft(), needed));
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
