// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IVaultLedger} from "../interfaces/IVaultLedger.sol";
import {IWrappedNative} from "../interfaces/IWrappedNative.sol";
import {Limits, Listing, Payable, PermitSignature, Sums} from "../types/Lane.sol";
import {FlowBucket} from "./FlowBucket.sol";
import {PackedSlots} from "./PackedSlots.sol";
import {TokenCalls} from "./TokenCalls.sol";
import {VaultBook} from "./VaultBook.sol";

/// @title VaultLedger
/// @notice Custody by counters that only grow: tokens come in by deposits and leave by releases (system.md section 3).
/// @dev The transient lock stands around everything that calls a token, so a token's callback finds every door shut.
abstract contract VaultLedger is IVaultLedger, VaultBook {
    using Math for uint256;
    using PackedSlots for Limits;
    using SafeERC20 for IERC20;

    /// @notice A payment under way: the state before it.
    /// @param recipient whose counter pays
    /// @param key key (id)
    /// @param owed the recipient's counters
    /// @param limits refilled limits of the key
    /// @param sums sums of the key
    struct Payment {
        address recipient;
        uint8 key;
        Payable owed;
        Limits limits;
        Sums sums;
    }

    /// @dev Gas a token may use for a transfer, far above any token seen.
    uint256 internal constant _TRANSFER_GAS = 100_000;

    /// @inheritdoc IVaultLedger
    IWrappedNative public immutable wrappedNative;

    constructor(address manager, address wrappedNative_) VaultBook(manager) {
        wrappedNative = IWrappedNative(wrappedNative_);
    }

    /// @inheritdoc IVaultLedger
    function deposit(uint8 key, uint256 amount, address account) external nonReentrant returns (uint64 units) {
        units = _deposit(key, amount, account);
    }

    /// @inheritdoc IVaultLedger
    function depositWithPermit(
        uint8 key,
        uint256 amount,
        address account,
        PermitSignature calldata permit
    ) external nonReentrant returns (uint64 units) {
        _usePermit(key, amount, permit);
        units = _deposit(key, amount, account);
    }

    /// @inheritdoc IVaultLedger
    function depositNative(uint8 key, address account) external payable nonReentrant returns (uint64 units) {
        units = _depositNative(key, msg.value, account);
    }

    /// @inheritdoc IVaultLedger
    function claim(address recipient, uint8 key) external nonReentrant returns (uint64 units) {
        units = _claim(recipient, key, recipient);
    }

    /// @inheritdoc IVaultLedger
    function claimTo(uint8 key, address to) external nonReentrant returns (uint64 units) {
        units = _claim(msg.sender, key, to);
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

    /// @dev What else a deposit does: nothing at a source vault, credit at the hub's.
    function _afterDeposit(uint8 key, address account, uint64 units) internal virtual {}

    /// @dev A permit is not required to succeed: whoever saw it in the mempool may have used it already, and the
    /// allowance stands either way.
    function _usePermit(uint8 key, uint256 amount, PermitSignature calldata permit) internal {
        try
            IERC20Permit(_listing(key).token).permit({
                owner: msg.sender,
                spender: address(this),
                value: amount,
                deadline: permit.deadline,
                v: permit.v,
                r: permit.r,
                s: permit.s
            })
        {} catch {}
    }

    function _deposit(uint8 key, uint256 amount, address account) internal returns (uint64 units) {
        Listing memory listing = _listing(key);
        uint256 unit = _unitOf(listing);
        units = _bookDeposit({key: key, amount: amount, account: account, listing: listing});
        uint256 whole = units * unit;
        IERC20 token = IERC20(listing.token);
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom(msg.sender, address(this), whole);
        _requireArrived({key: key, token: token, before: before, sent: whole});
        _afterDeposit(key, account, units);
    }

    function _depositNative(uint8 key, uint256 amount, address account) internal returns (uint64 units) {
        Listing memory listing = _listing(key);
        require(listing.token == address(wrappedNative), VaultLedger_NotNative(key));
        uint256 unit = _unitOf(listing);
        units = _bookDeposit({key: key, amount: amount, account: account, listing: listing});
        require(units * unit == amount, VaultLedger_NotWholeUnits(key, amount, unit));
        IERC20 token = IERC20(listing.token);
        uint256 before = token.balanceOf(address(this));
        wrappedNative.deposit{value: amount}();
        _requireArrived({key: key, token: token, before: before, sent: amount});
        _afterDeposit(key, account, units);
    }

    /// @dev Raises `released` to a value heard from the hub and pays what is due; an older value changes nothing.
    function _release(address recipient, uint8 key, uint64 released) internal {
        Payable storage payable_ = _payables[recipient][key];
        if (released > payable_.released) {
            payable_.released = released;
            emit Released(key, recipient, released);
        }
        _pay(recipient, key, recipient);
    }

    function _claim(address recipient, uint8 key, address to) internal returns (uint64 units) {
        _listing(key);
        Payable memory owed = _payables[recipient][key];
        uint256 room = _outflowRoom(_settledLimits(key));
        uint64 claimable = owed.released - owed.paid;
        require(
            claimable > 0 && room > 0,
            VaultLedger_NothingToClaim({recipient: recipient, key: key, claimable: claimable, room: room})
        );
        units = _pay(recipient, key, to);
        require(units > 0, VaultLedger_PaymentFailed(key, to, claimable));
    }

    /// @dev Never reverts but for too little gas. Books before the transfer, and again if less left: paid is what the
    /// vault's own balance lost, so a token that says yes and moves nothing leaves the claim standing.
    function _pay(address recipient, uint8 key, address to) private returns (uint64 units) {
        Listing memory listing = _listings[key];
        Payable memory owed = _payables[recipient][key];
        if (owed.released == owed.paid) return 0;
        if (to == address(0) || to == address(this) || to == listing.token) return 0;
        Payment memory payment = Payment({
            recipient: recipient,
            key: key,
            owed: owed,
            limits: _settledLimits(key),
            sums: _sums[key]
        });
        // The smaller of the two fits 64 bits, since the first is a difference of such.
        units = uint64(uint256(owed.released - owed.paid).min(_outflowRoom(payment.limits)));
        if (units == 0) return 0;
        _bookPayment(payment, units);
        uint64 moved = _transfer(listing, to, units);
        if (moved < units) _bookPayment(payment, moved);
        if (moved > 0) {
            emit Paid({key: key, recipient: recipient, to: to, units: moved, paid: owed.paid + moved});
        }
        units = moved;
    }

    /// @dev Writes the state before the payment plus `units`.
    function _bookPayment(Payment memory payment, uint64 units) private {
        uint8 key = payment.key;
        _payables[payment.recipient][key].paid = payment.owed.paid + units;
        _sums[key].paid = payment.sums.paid + units;
        if (payment.limits.bucketBps == FlowBucket.NONE) return;
        Limits memory limits = payment.limits;
        _limits[key].store(
            Limits({
                cap: limits.cap,
                net: limits.net + units,
                gross: limits.gross + units,
                updatedAt: limits.updatedAt,
                bucketBps: limits.bucketBps,
                temporary: limits.temporary
            })
        );
    }

    /// @dev What the vault's balance lost, in units rounded up: against the recipient, in favour of those still owed.
    /// A vault that lost tokens pays as far as they go.
    function _transfer(Listing memory listing, address to, uint64 units) private returns (uint64 moved) {
        uint256 unit = _unitOf(listing);
        _requireGas(_TRANSFER_GAS + 2 * _BALANCE_GAS);
        uint256 before = TokenCalls.tryBalanceOf(listing.token, address(this), _BALANCE_GAS);
        uint256 amount = (before / unit).min(units) * unit;
        if (amount == 0) return 0;
        if (!TokenCalls.tryTransfer(listing.token, to, amount, _TRANSFER_GAS)) return 0;
        uint256 left = TokenCalls.tryBalanceOf(listing.token, address(this), _BALANCE_GAS);
        moved = uint64(before.saturatingSub(left).ceilDiv(unit).min(units));
    }

    /// @dev Counts a deposit before its tokens are taken; what follows reverts unless they arrive. Takes whole units
    /// only, the rest of the amount stays with the payer.
    function _bookDeposit(
        uint8 key,
        uint256 amount,
        address account,
        Listing memory listing
    ) private returns (uint64 units) {
        uint256 unit = _unitOf(listing);
        uint256 whole = amount / unit;
        require(whole > 0, VaultLedger_Dust(key, amount, unit));
        require(whole >= listing.minimum, VaultLedger_BelowMinimum(key, whole, listing.minimum));
        Sums memory sums = _sums[key];
        Limits memory limits = _limits[key];
        if (limits.temporary || limits.net > 0) limits = _settledLimits(key);
        uint256 room = _depositRoom(limits, sums);
        require(whole <= room, VaultLedger_OverCap(key, whole, room));
        uint64 counter = _deposited[account][key];
        room = type(uint64).max - counter;
        require(whole <= room, VaultLedger_CounterFull({account: account, key: key, units: whole, room: room}));
        units = uint64(whole);
        _deposited[account][key] = counter + units;
        _sums[key].deposited = sums.deposited + units;
        if (limits.net > 0) {
            // A deposit makes room for payments, but turnover still counts (gross stays).
            limits.net = uint64(uint256(limits.net).saturatingSub(units));
            _limits[key].store(limits);
        }
        emit Deposited({key: key, account: account, payer: msg.sender, units: units, deposited: counter + units});
    }

    function _requireArrived(uint8 key, IERC20 token, uint256 before, uint256 sent) private view {
        uint256 received = token.balanceOf(address(this)).saturatingSub(before);
        require(received >= sent, VaultLedger_ShortTransfer(key, sent, received));
    }
}
