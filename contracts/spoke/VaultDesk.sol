// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ICollateralVault} from "../interfaces/ICollateralVault.sol";
import {IVaultDesk} from "../interfaces/IVaultDesk.sol";
import {IVaultLedger} from "../interfaces/IVaultLedger.sol";
import {GuardBook} from "../libraries/GuardBook.sol";
import {VaultBook} from "../libraries/VaultBook.sol";
import {VaultLimits} from "../libraries/VaultLimits.sol";
import {SecurityDesk} from "../messaging/SecurityDesk.sol";
import {Listing, Payable, Sums} from "../types/Lane.sol";
import {SpokeBook} from "./SpokeBook.sol";

/// @title VaultDesk
/// @notice The part of a source vault that deposits and releases never need: listing, limits, the resolution of
/// shortfalls, the check of the lane.
/// @dev The vault hands calls it does not know to this code, which it names in an immutable, so they run on the vault's
/// storage; the first state variables of both are those of `SpokeBook`. The desk's own storage is empty and nothing
/// reads it.
contract VaultDesk is IVaultDesk, SpokeBook, VaultLimits, SecurityDesk {
    using Math for uint256;

    constructor(address manager) VaultBook(manager) {}

    /// @inheritdoc IVaultDesk
    function listKey(
        uint8 key,
        address token,
        uint8 sharedDecimals,
        uint64 minimum,
        uint64 cap,
        uint16 bucketBps
    ) external restricted {
        GuardBook.requireInRange(cap, bucketBps, true);
        _listKey(key, Listing(token, 0, sharedDecimals, minimum), cap, bucketBps);
    }

    /// @inheritdoc IVaultDesk
    function writeOffReleased(address recipient, uint8 key, uint64 units) external restricted nonReentrant {
        Payable memory owed = _requireUnpaid(recipient, key, units);
        _payables[recipient][key].released = owed.released - units;
        emit ReleaseWrittenOff({key: key, recipient: recipient, units: units, released: owed.released - units});
    }

    /// @inheritdoc IVaultDesk
    function redeposit(address recipient, uint8 key, uint64 units) external restricted nonReentrant {
        uint64 paid = _requireUnpaid(recipient, key, units).paid + units;
        uint64 counter = _deposited[recipient][key];
        uint64 room = type(uint64).max - counter;
        require(
            units <= room,
            IVaultLedger.VaultLedger_CounterFull({account: recipient, key: key, units: units, room: room})
        );
        _payables[recipient][key].paid = paid;
        _deposited[recipient][key] = counter + units;
        Sums memory sums = _sums[key];
        _sums[key] = Sums(sums.deposited + units, sums.paid + units);
        emit Redeposited({key: key, recipient: recipient, units: units, paid: paid, deposited: counter + units});
    }

    /// @inheritdoc IVaultDesk
    function bookLoss(uint8 key) external nonReentrant returns (uint64 units) {
        Listing memory listing = _listing(key);
        Sums memory sums = _sums[key];
        // Strict, unlike the totals: a token that does not answer has lost nothing. Rounds custody down, as they do.
        uint256 held = IERC20(listing.token).balanceOf(address(this)) / _unitOf(listing);
        uint256 missing = uint256(sums.deposited).saturatingSub(sums.paid).saturatingSub(held);
        Payable memory owed = _payables[address(0)][key];
        uint64 charged = owed.released - owed.paid;
        // At most a difference of two 64-bit counters.
        units = uint64(missing.min(charged));
        require(units > 0, VaultDesk_NoLoss(key, missing, charged));
        _payables[address(0)][key].paid = owed.paid + units;
        _sums[key].paid = sums.paid + units;
        emit LossBooked({key: key, units: units, paid: owed.paid + units});
    }

    function _setInsecure(uint32 eid, bool insecure) internal override {
        uint32 hubEid = ICollateralVault(address(this)).hubEid();
        require(eid == hubEid, ICollateralVault.CollateralVault_NotHub(eid, hubEid));
        _hubClock.insecure = insecure;
    }

    function _isInsecure(uint32) internal view override returns (bool insecure) {
        insecure = _hubClock.insecure;
    }

    function _requireUnpaid(address recipient, uint8 key, uint64 units) private view returns (Payable memory owed) {
        owed = _payables[recipient][key];
        uint64 unpaid = owed.released - owed.paid;
        require(units <= unpaid, VaultDesk_BelowPaid({recipient: recipient, key: key, units: units, unpaid: unpaid}));
    }
}
