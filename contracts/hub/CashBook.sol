// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IMarginEngine} from "../interfaces/IMarginEngine.sol";
import {RAY} from "../libraries/WadMath.sol";
import {CashMath} from "../risk/CashMath.sol";
import {Cash} from "../types/Account.sol";
import {Funds, Interest, PoolBook} from "../types/Lending.sol";

/// @title CashBook
/// @notice The double entry of the settlement asset (markets.md section 1, INV-10): the tokens held always equal
/// positive cash + pool cash + insurance + reserve. Debt is an asset of the pool beside them.
abstract contract CashBook is IMarginEngine, ReentrancyGuardTransient {
    using SafeCast for int256;
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    uint8 private constant _WAD_DECIMALS = 18;
    /// @dev Least debt a borrower may have, in settlement asset (markets.md section 1).
    uint256 private constant _MINIMUM_DEBT = 100e18;

    IERC20 private immutable _ASSET;
    uint256 private immutable _SCALE;

    mapping(address account => Cash cash) private _cash;
    Interest private _interest;
    PoolBook private _poolBook;
    Funds private _funds;
    /// @dev What the pool moved in less what it took out: pool cash and debt beyond it are interest.
    int256 private _supplied;

    constructor(IERC20Metadata settlementAsset) {
        uint8 decimals = settlementAsset.decimals();
        require(decimals <= _WAD_DECIMALS, MarginEngine_TooManyDecimals({decimals: decimals, maximum: _WAD_DECIMALS}));
        _ASSET = settlementAsset;
        _SCALE = 10 ** (_WAD_DECIMALS - decimals);
        _interest = Interest({index: RAY.toUint112(), accruedAt: block.timestamp.toUint40(), rate: 0});
    }

    /// @inheritdoc IMarginEngine
    function accrue() external nonReentrant {
        Interest memory interest = _accrued();
        _interest = interest;
        emit InterestAccrued({index: interest.index, rate: interest.rate});
    }

    /// @inheritdoc IMarginEngine
    function poolCash() external view returns (int256 cash) {
        return _poolBook.cash;
    }

    /// @inheritdoc IMarginEngine
    function interestAccrued() external view returns (uint256 interest) {
        // Lending moves value between pool cash and debt and rounds for the pool, so what is beyond the pool's own
        // money is interest, and it never falls.
        return SignedMath.max(totalDebt().toInt256() + _poolBook.cash - _supplied, 0).toUint256();
    }

    /// @inheritdoc IMarginEngine
    function insuranceCash() external view returns (uint256 cash) {
        return _funds.insurance;
    }

    /// @inheritdoc IMarginEngine
    function reserveCash() external view returns (uint256 cash) {
        return _funds.reserve;
    }

    /// @inheritdoc IMarginEngine
    function borrowIndex() external view returns (uint256 index) {
        return _accrued().index;
    }

    /// @inheritdoc IMarginEngine
    function borrowRate() external view returns (uint256 rate) {
        return _interest.rate;
    }

    /// @inheritdoc IMarginEngine
    function debtSharesOf(address account) external view returns (uint256 shares) {
        return _cash[account].debtShares;
    }

    /// @inheritdoc IMarginEngine
    function assetScale() external view returns (uint256 scale) {
        return _SCALE;
    }

    /// @inheritdoc IMarginEngine
    function asset() public view returns (address token) {
        return address(_ASSET);
    }

    /// @inheritdoc IMarginEngine
    function totalDebt() public view returns (uint256 debt) {
        return _valueDown(_poolBook.debtShares, _accrued().index);
    }

    /// @inheritdoc IMarginEngine
    function freeLiquidity() public view returns (uint256 cash) {
        return SignedMath.max(_poolBook.cash, 0).toUint256();
    }

    /// @inheritdoc IMarginEngine
    function debtOf(address account) public view returns (uint256 debt) {
        uint256 shares = _cash[account].debtShares;
        return shares == 0 ? 0 : CashMath.debtOwed(shares, _accrued().index);
    }

    /// @inheritdoc IMarginEngine
    function cashOf(address account) public view returns (int256 cash) {
        Cash memory slot = _cash[account];
        if (slot.debtShares == 0) return int256(uint256(slot.positive));
        return -CashMath.debtOwed(slot.debtShares, _accrued().index).toInt256();
    }

    /// @dev Pulls tokens in and books them; refuses tokens that arrive short.
    function _pullCash(address account, uint256 assets) internal {
        require(assets != 0, MarginEngine_ZeroAmount(account));
        require(account != address(0), MarginEngine_ZeroAddress());
        uint256 held = _ASSET.balanceOf(address(this));
        _ASSET.safeTransferFrom(msg.sender, address(this), assets);
        uint256 received = _ASSET.balanceOf(address(this)) - held;
        require(received >= assets, MarginEngine_ShortTransfer({sent: assets, received: received}));
        _creditCash(account, assets * _SCALE);
        emit CashDeposited({account: account, payer: msg.sender, assets: assets, cash: cashOf(account)});
    }

    /// @dev Books a withdrawal and returns the amount; the tokens follow in `_pushCash`, after the health check.
    function _bookWithdrawal(address account, uint256 assets) internal returns (uint256 amount) {
        require(assets != 0, MarginEngine_ZeroAmount(account));
        amount = assets * _SCALE;
        Cash memory slot = _cash[account];
        if (amount <= slot.positive) {
            slot.positive -= amount.toUint128();
        } else {
            slot.debtShares += _lend(amount - slot.positive);
            slot.positive = 0;
            uint256 owed = CashMath.debtOwed(slot.debtShares, _interest.index);
            require(
                owed >= _MINIMUM_DEBT,
                MarginEngine_DebtBelowMinimum({account: account, debt: owed, minimum: _MINIMUM_DEBT})
            );
        }
        _cash[account] = slot;
    }

    function _pushCash(address account, uint256 assets, address recipient) internal {
        emit CashWithdrawn({account: account, recipient: recipient, assets: assets, cash: cashOf(account)});
        _ASSET.safeTransfer(recipient, assets);
    }

    /// @dev Adds cash, repaying first. A repayment removes shares rounded down, and all of them only for the whole debt
    /// rounded up: the residue stays with the pool.
    function _creditCash(address account, uint256 amount) internal {
        Cash memory slot = _cash[account];
        if (slot.debtShares == 0) {
            _cash[account].positive = (slot.positive + amount).toUint128();
            return;
        }
        Interest memory interest = _accrued();
        uint256 owed = CashMath.debtOwed(slot.debtShares, interest.index);
        uint256 repaid = Math.min(amount, owed);
        uint256 burnt = amount >= owed ? slot.debtShares : CashMath.repayShares(amount, interest.index);
        // Bound: repaying less than ⌈shares·index/RAY⌉ removes less than all of the account's shares.
        slot.debtShares -= burnt.toUint128();
        slot.positive = (amount - repaid).toUint128();
        _cash[account] = slot;
        PoolBook memory book = _poolBook;
        book.debtShares -= burnt.toUint104();
        book.cash += repaid.toInt256().toInt128();
        _storeLending(interest, book);
    }

    /// @dev Takes a payment from positive cash only.
    function _chargeCash(address account, uint256 amount) internal {
        uint256 have = _cash[account].positive;
        require(amount <= have, MarginEngine_InsufficientCash({account: account, have: have, asked: amount}));
        _cash[account].positive = (have - amount).toUint128();
    }

    function _creditFunds(uint256 insurance, uint256 reserve) internal {
        Funds memory funds = _funds;
        funds.insurance = (funds.insurance + insurance).toUint128();
        funds.reserve = (funds.reserve + reserve).toUint128();
        _funds = funds;
    }

    /// @dev Moves at most the whole reserve to somebody's cash: no tokens move (INV-10).
    function _payFromReserve(address payee, uint256 atMost) internal {
        uint256 reserve = _funds.reserve;
        uint256 amount = Math.min(atMost, reserve);
        if (amount == 0) return;
        _funds.reserve = (reserve - amount).toUint128();
        _creditCash(payee, amount);
        emit HeartbeatPaid(payee, amount);
    }

    /// @dev Books tokens the pool has moved in.
    function _bookPoolSupply(uint256 assets) internal {
        int256 amount = (assets * _SCALE).toInt256();
        _supplied += amount;
        PoolBook memory book = _poolBook;
        book.cash += amount.toInt128();
        _storeLending(_accrued(), book);
        emit PoolSupplied(assets);
    }

    /// @dev Pays tokens out of what the pool has not lent.
    function _payPool(address to, uint256 assets) internal {
        uint256 amount = assets * _SCALE;
        PoolBook memory book = _poolBook;
        _takePoolCash(book, amount);
        _supplied -= amount.toInt256();
        _storeLending(_accrued(), book);
        emit PoolPaid({to: to, assets: assets});
        _ASSET.safeTransfer(to, assets);
    }

    /// @dev Whether the account owes anything.
    function _isIndebted(address account) internal view returns (bool indebted) {
        return _cash[account].debtShares != 0;
    }

    /// @dev Takes a loan from the pool's cash; the shares round up, against the account.
    function _lend(uint256 amount) private returns (uint128 shares) {
        PoolBook memory book = _poolBook;
        _takePoolCash(book, amount);
        Interest memory interest = _accrued();
        shares = CashMath.borrowShares(amount, interest.index).toUint128();
        book.debtShares = (book.debtShares + uint256(shares)).toUint104();
        _storeLending(interest, book);
    }

    /// @dev The only writer of pool cash and debt. The rate is set here, where utilisation changes by an act, and not
    /// by accrual: so how often somebody accrues does not change what anyone owes (INV-26).
    function _storeLending(Interest memory interest, PoolBook memory book) private {
        uint256 lent = _valueDown(book.debtShares, interest.index);
        interest.rate = CashMath.borrowRate(CashMath.utilisation(lent, book.cash)).toUint64();
        _interest = interest;
        _poolBook = book;
        emit InterestAccrued({index: interest.index, rate: interest.rate});
    }

    /// @dev Interest up to now; without debt the rate is zero. The index saturates rather than revert: after a factor
    /// of five million interest stops, and repayment still works (INV-32).
    function _accrued() private view returns (Interest memory interest) {
        interest = _interest;
        uint256 elapsed = block.timestamp - interest.accruedAt;
        if (elapsed == 0) return interest;
        interest.accruedAt = block.timestamp.toUint40();
        if (interest.rate == 0) return interest;
        uint256 index = CashMath.accrueIndex({index: interest.index, rate: interest.rate, elapsed: elapsed});
        interest.index = Math.min(index, type(uint112).max).toUint112();
    }

    function _takePoolCash(PoolBook memory book, uint256 amount) private pure {
        uint256 room = SignedMath.max(book.cash, 0).toUint256();
        require(amount <= room, MarginEngine_NoLiquidity({asked: amount, room: room}));
        book.cash -= amount.toInt256().toInt128();
    }

    /// @dev Down, so that the pool never counts more than borrowers owe: the sum of ⌈each⌉ is at least ⌊all⌋.
    function _valueDown(uint256 shares, uint256 index) private pure returns (uint256 value) {
        return Math.mulDiv(shares, index, RAY);
    }
}
