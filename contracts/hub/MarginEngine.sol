// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ILaneGateway} from "../interfaces/ILaneGateway.sol";
import {IMarginEngine, TakeSettlement} from "../interfaces/IMarginEngine.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {IRiskEngine} from "../interfaces/IRiskEngine.sol";
import {AccountHeader} from "../types/Account.sol";
import {Book, KeyTerms, Margin, SaleBook} from "../types/Margin.sol";
import {AccountStore} from "./AccountStore.sol";
import {CashBook} from "./CashBook.sol";

/// @title MarginEngine
/// @notice Accounts on the hub: what they hold and owe, and the health post-condition of every act (system.md
/// section 4).
contract MarginEngine is AccountStore, CashBook, AccessManaged {
    using SafeCast for uint256;

    /// @dev A cached price may be this old for a risk-increasing check, or the other keys of a take (system.md 4.1).
    uint256 private constant _MAX_PRICE_AGE = 60 seconds;
    /// @dev A haircut row may have been poked this long ago for a risk-increasing check (system.md 4.1).
    uint256 private constant _MAX_POKE_AGE = 300 seconds;

    /// @dev Reward of a heartbeat, at most once 900 s a lane (system.md 3.1): 48 dollars a day (WAD).
    uint256 private constant _HEARTBEAT_REWARD = 0.5e18;

    IRiskEngine private immutable _RISK;
    IPriceOracle private immutable _ORACLE;
    ILaneGateway private immutable _GATEWAY;
    address private immutable _HUB_VAULT;

    /// @inheritdoc IMarginEngine
    address public pool;
    /// @inheritdoc IMarginEngine
    address public insuranceFund;
    /// @inheritdoc IMarginEngine
    address public auctionHouse;

    modifier onlyAuctionHouse() {
        _requireCaller(auctionHouse);
        _;
    }

    modifier onlyPool() {
        _requireCaller(pool);
        _;
    }

    constructor(
        address manager,
        IERC20Metadata settlementAsset,
        IRiskEngine risk,
        ILaneGateway gateway,
        address hubVault
    ) AccessManaged(manager) CashBook(settlementAsset) {
        _RISK = risk;
        _ORACLE = risk.oracle();
        _GATEWAY = gateway;
        _HUB_VAULT = hubVault;
    }

    /// @inheritdoc IMarginEngine
    function bind(address liquidityPool, address insurance, address auctions) external restricted {
        require(auctionHouse == address(0), MarginEngine_AlreadyBound(auctionHouse));
        require(
            liquidityPool != address(0) && insurance != address(0) && auctions != address(0),
            MarginEngine_ZeroAddress()
        );
        pool = liquidityPool;
        insuranceFund = insurance;
        auctionHouse = auctions;
        emit Bound({pool: liquidityPool, insurance: insurance, auctionHouse: auctions});
    }

    /// @inheritdoc IMarginEngine
    function depositCash(address account, uint256 assets) external nonReentrant {
        _pullCash(account, assets);
    }

    /// @inheritdoc IMarginEngine
    function depositCashWithPermit(
        address account,
        uint256 assets,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external nonReentrant {
        // A permit that somebody front-ran has done its work; one that failed leaves no allowance and the pull reverts.
        try
            IERC20Permit(asset()).permit({
                owner: msg.sender,
                spender: address(this),
                value: assets,
                deadline: deadline,
                v: v,
                r: r,
                s: s
            })
        {} catch {}
        _pullCash(account, assets);
    }

    /// @inheritdoc IMarginEngine
    function withdrawCash(address account, uint256 assets, address recipient) external nonReentrant {
        requireRecipient(account, msg.sender, recipient);
        int256 cashBefore = cashOf(account);
        _bookWithdrawal(account, assets);
        if (_isExposed(account)) {
            Book memory afterwards = _bookOf(account);
            Book memory beforehand = Book({
                cash: cashBefore,
                held: afterwards.held,
                words: afterwards.words,
                positions: afterwards.positions
            });
            _requireHealthy(account, beforehand, afterwards);
        }
        _pushCash(account, assets, recipient);
    }

    /// @inheritdoc IMarginEngine
    function withdrawCollateral(
        address account,
        uint8 key,
        uint64 units,
        address recipient,
        address refund
    ) external payable nonReentrant {
        requireRecipient(account, msg.sender, recipient);
        _withdraw({account: account, key: key, units: units, recipient: recipient, refund: refund});
    }

    /// @inheritdoc IMarginEngine
    function creditCollateral(address account, uint8 key, uint64 units) external nonReentrant {
        require(msg.sender == address(_GATEWAY) || msg.sender == _HUB_VAULT, MarginEngine_NotSystem(msg.sender));
        _addUnits(account, key, units);
    }

    /// @inheritdoc IMarginEngine
    function debitCollateral(address account, uint8 key, uint64 units) external nonReentrant {
        _requireCaller(address(_GATEWAY));
        _removeUnits(account, key, units);
    }

    /// @inheritdoc IMarginEngine
    function payHeartbeat(address payee) external nonReentrant {
        _requireCaller(address(_GATEWAY));
        _payFromReserve(payee, _HEARTBEAT_REWARD);
    }

    /// @inheritdoc IMarginEngine
    function beginLiquidation(
        address account
    ) external onlyAuctionHouse nonReentrant returns (Margin memory margin, uint256[8] memory offers) {
        AccountHeader memory header = _headers[account];
        require(!header.inLiquidation, MarginEngine_InLiquidation(account));
        require(
            header.lastRiskBlock != block.number,
            MarginEngine_RiskTakenThisBlock({account: account, blockNumber: block.number})
        );
        (margin, offers) = _RISK.liquidationTerms(_bookOf(account));
        require(
            margin.equity < margin.maintenance.toInt256(),
            MarginEngine_Healthy({account: account, equity: margin.equity, maintenance: margin.maintenance})
        );
        _setLiquidation(account, true);
    }

    /// @inheritdoc IMarginEngine
    function freshMargin(address account) external nonReentrant returns (Margin memory margin) {
        return _RISK.freshMargin({book: _bookOf(account), maxPriceAge: 0, maxPokeAge: 0});
    }

    /// @inheritdoc IMarginEngine
    function saleState(
        address account,
        uint8 key
    )
        external
        onlyAuctionHouse
        nonReentrant
        returns (Margin memory margin, KeyTerms memory terms, SaleBook memory sale, uint64 held)
    {
        _requireInLiquidation(account);
        (margin, terms, sale) = _RISK.saleTerms({book: _bookOf(account), key: key, maxPriceAge: _MAX_PRICE_AGE});
        held = balanceOf(account, key);
    }

    /// @inheritdoc IMarginEngine
    function settleTake(
        TakeSettlement calldata settlement
    ) external onlyAuctionHouse nonReentrant returns (int256 cash) {
        address account = settlement.account;
        _requireInLiquidation(account);
        require(settlement.buyer != account, MarginEngine_SelfPurchase(account));
        _removeUnits(account, settlement.key, settlement.units);
        _addUnits(settlement.buyer, settlement.key, settlement.units);
        // One by one on storage: buyer, keeper and account may share an owner, and keeper may be either of the others.
        _chargeCash(settlement.buyer, settlement.payment);
        uint256 shares = settlement.insuranceShare + settlement.reserveShare;
        _creditCash(account, settlement.payment - settlement.keeperReward - shares);
        if (settlement.keeperReward != 0) _creditCash(settlement.keeper, settlement.keeperReward);
        if (shares != 0) _creditFunds(settlement.insuranceShare, settlement.reserveShare);
        return cashOf(account);
    }

    /// @inheritdoc IMarginEngine
    function releaseFor(
        address buyer,
        uint8 key,
        uint64 units,
        address recipient,
        address refund
    ) external payable onlyAuctionHouse nonReentrant {
        require(
            recipient != address(0) && recipient != address(this),
            MarginEngine_BadRecipient({account: buyer, recipient: recipient})
        );
        _withdraw({account: buyer, key: key, units: units, recipient: recipient, refund: refund});
    }

    /// @inheritdoc IMarginEngine
    function endLiquidation(address account) external onlyAuctionHouse nonReentrant {
        _requireInLiquidation(account);
        _setLiquidation(account, false);
    }

    /// @inheritdoc IMarginEngine
    function poolSupplied(uint256 assets) external onlyPool nonReentrant {
        _bookPoolSupply(assets);
    }

    /// @inheritdoc IMarginEngine
    function poolPaid(address to, uint256 assets) external onlyPool nonReentrant {
        _payPool(to, assets);
    }

    /// @inheritdoc IMarginEngine
    function riskEngine() external view returns (address account) {
        return address(_RISK);
    }

    /// @inheritdoc IMarginEngine
    function bookOf(address account) external view returns (Book memory book) {
        return _bookOf(account);
    }

    /// @inheritdoc IMarginEngine
    function marginOf(address account) external view returns (Margin memory margin) {
        return _RISK.margin(_bookOf(account));
    }

    function _withdraw(address account, uint8 key, uint64 units, address recipient, address refund) private {
        require(units != 0, MarginEngine_ZeroAmount(account));
        require(refund != address(0) || msg.value == 0, MarginEngine_ZeroAddress());
        bool exposed = _isExposed(account);
        Book memory beforehand;
        if (exposed) beforehand = _bookOf(account);
        _removeUnits(account, key, units);
        if (exposed) _requireHealthy(account, beforehand, _bookOf(account));
        emit CollateralWithdrawn({account: account, key: key, recipient: recipient, units: units});
        _GATEWAY.authorise{value: msg.value}({
            account: account,
            recipient: recipient,
            key: key,
            units: units,
            refund: refund
        });
    }

    /// @dev The health post-condition of an act that may take risk (system.md section 4): initial margin holds after,
    /// or the act improves. Improving means that neither maintenance margin nor equity is lower (INV-12): a key with a
    /// full haircut adds nothing to margin, and one whose value falls by more than it is worth takes from it, yet both
    /// cover debt.
    function _requireHealthy(address account, Book memory beforehand, Book memory afterwards) private {
        AccountHeader memory header = _headers[account];
        require(!header.inLiquidation, MarginEngine_InLiquidation(account));
        Margin memory later = _freshMarginOf(afterwards);
        bool liquidated = header.liquidationBlock == block.number;
        int256 marginAfter = _initialMargin(later);
        if (!liquidated && !later.unpriced && marginAfter >= 0) {
            _headers[account].lastRiskBlock = block.number.toUint40();
            return;
        }
        // Last, since it is rarely needed; prices are those of the first look, so the two compare.
        Margin memory earlier = _freshMarginOf(beforehand);
        if (_isImproved(earlier, later)) return;
        require(!liquidated, MarginEngine_LiquidatedThisBlock({account: account, blockNumber: block.number}));
        // The risk engine calls a book unpriced for either reason; a person needs to know which.
        require(_ORACLE.isSequencerUp(), MarginEngine_SequencerDown(account));
        require(!later.unpriced, MarginEngine_Unpriced(account));
        require(
            marginAfter >= 0,
            MarginEngine_BelowInitialMargin({
                account: account,
                marginBefore: _initialMargin(earlier),
                marginAfter: marginAfter
            })
        );
    }

    function _freshMarginOf(Book memory book) private returns (Margin memory margin) {
        return _RISK.freshMargin({book: book, maxPriceAge: _MAX_PRICE_AGE, maxPokeAge: _MAX_POKE_AGE});
    }

    function _setLiquidation(address account, bool inLiquidation) private {
        AccountHeader memory header = _headers[account];
        header.inLiquidation = inLiquidation;
        header.liquidationBlock = block.number.toUint40();
        _headers[account] = header;
    }

    function _bookOf(address account) private view returns (Book memory book) {
        uint64 held = _headers[account].held;
        book.cash = cashOf(account);
        book.held = held;
        book.words = _wordsOf(account, held);
    }

    /// @dev An account without debt and positions is never checked: it owes nobody anything.
    function _isExposed(address account) private view returns (bool exposed) {
        return _isIndebted(account) || _headers[account].markets != 0;
    }

    function _requireInLiquidation(address account) private view {
        require(_headers[account].inLiquidation, MarginEngine_NotInLiquidation(account));
    }

    function _requireCaller(address expected) private view {
        require(msg.sender == expected, MarginEngine_NotSystem(msg.sender));
    }

    function _initialMargin(Margin memory margin) private pure returns (int256 amount) {
        return margin.initialEquity - margin.initial.toInt256();
    }

    function _isImproved(Margin memory earlier, Margin memory later) private pure returns (bool improved) {
        int256 marginBefore = earlier.equity - earlier.maintenance.toInt256();
        int256 marginAfter = later.equity - later.maintenance.toInt256();
        return marginAfter >= marginBefore && later.equity >= earlier.equity;
    }
}
