// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IGuarded} from "../interfaces/IGuarded.sol";
import {IVaultLedger} from "../interfaces/IVaultLedger.sol";
import {IVaultLimits} from "../interfaces/IVaultLimits.sol";
import {Guard, Limits, Listing} from "../types/Lane.sol";
import {FlowBucket} from "./FlowBucket.sol";
import {GuardBook} from "./GuardBook.sol";
import {PackedSlots} from "./PackedSlots.sol";
import {VaultBook} from "./VaultBook.sol";

/// @title VaultLimits
/// @notice Listing of keys, and who may change which of their limits.
abstract contract VaultLimits is IVaultLimits, VaultBook {
    using GuardBook for Guard;
    using PackedSlots for Limits;

    uint8 private constant _MAX_SHARED_DECIMALS = 8;
    /// @dev 2^64 × 10^57 < 2^256.
    uint8 private constant _MAX_UNIT_EXPONENT = 57;

    /// @inheritdoc IVaultLimits
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

    function _listKey(uint8 key, Listing memory listing, uint64 cap, uint16 bucketBps) internal {
        address token = listing.token;
        uint8 shared = listing.sharedDecimals;
        require(
            key < _MAX_KEYS && _listings[key].token == address(0) && _keyOfToken[token] == 0 && token != address(this),
            IVaultLedger.VaultLedger_CannotList(key, token)
        );
        listing.decimals = IERC20Metadata(token).decimals();
        require(
            shared <= _MAX_SHARED_DECIMALS &&
                shared <= listing.decimals &&
                listing.decimals - shared <= _MAX_UNIT_EXPONENT,
            IVaultLedger.VaultLedger_BadDecimals(token, listing.decimals, shared)
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
        emit IVaultLedger.KeyListed({key: key, token: token, sharedDecimals: shared, minimum: listing.minimum});
        emit LimitsSet(key, cap, bucketBps);
    }
}
