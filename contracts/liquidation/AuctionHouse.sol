// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IAuctionCurve} from "../interfaces/IAuctionCurve.sol";
import {Auction, IAuctionHouse, TakeOrder, TakeQuote} from "../interfaces/IAuctionHouse.sol";
import {IMarginEngine, TakeSettlement} from "../interfaces/IMarginEngine.sol";
import {IRiskEngine} from "../interfaces/IRiskEngine.sol";
import {WadMath} from "../libraries/WadMath.sol";
import {BookMath} from "../risk/BookMath.sol";
import {SaleMath} from "../risk/SaleMath.sol";
import {AccountId} from "../types/AccountId.sol";
import {AssetRow} from "../types/AssetRow.sol";
import {Book, KeyTerms, Margin, SaleBook} from "../types/Margin.sol";
import {TakeMode} from "../types/TakeMode.sol";
import {AuctionControls} from "./AuctionControls.sol";
import {AuctionPricing} from "./AuctionPricing.sol";

/// @title AuctionHouse
/// @notice The liquidation rule: below maintenance margin all collateral of an account goes on sale at falling
/// prices, and no more is sold than restores its target (system.md section 5, risk.md section 4).
contract AuctionHouse is AuctionPricing, ReentrancyGuardTransient {
    using AccountId for address;

    /// @notice Fixes what the contract works with.
    /// @param manager the hub's access manager
    /// @param engine margin engine
    /// @param risk its risk engine
    /// @param curve curve of auctions until another is selected
    constructor(
        address manager,
        IMarginEngine engine,
        IRiskEngine risk,
        IAuctionCurve curve
    ) AuctionControls(manager, curve) AuctionPricing(engine, risk) {}

    /// @inheritdoc IAuctionHouse
    function liquidate(address account) external nonReentrant {
        require(_auctions[account].startedAt == 0, AuctionHouse_AlreadyInLiquidation(account));
        _requireSequencer(0);
        (Margin memory margin, uint256[8] memory offers) = _ENGINE.beginLiquidation(account);
        if (_stopped != 0) _requireKickNotStopped(account, margin);
        uint8 curve = _curve;
        _auctions[account] = Auction({
            kicker: msg.sender,
            startedAt: uint40(block.timestamp),
            round: 0,
            curve: curve,
            offered: _offer(account, offers),
            tipPaid: false
        });
        emit Liquidated({
            account: account,
            kicker: msg.sender,
            equity: margin.equity,
            maintenance: margin.maintenance,
            curve: curve
        });
    }

    /// @inheritdoc IAuctionHouse
    function take(TakeOrder calldata order) external payable nonReentrant returns (uint64 units, uint256 payment) {
        _requireOrder(order);
        Auction memory auction = _auctions[order.account];
        require(auction.startedAt != 0, AuctionHouse_NoAuction(order.account));
        _requireNotStopped(order.key, _STOP_TAKE);
        uint256 clock = _requireSequencer(_TAKE_STATUS_AGE);
        (Margin memory margin, KeyTerms memory terms, SaleBook memory book, uint64 held) = _ENGINE.saleState(
            order.account,
            order.key
        );
        require(!_isCured(margin), AuctionHouse_NothingNeeded(order.account, _equity(margin), _target(margin)));
        require(terms.onSale && held > 0, AuctionHouse_NotOnSale(order.account, order.key, held));
        Sale memory sale = _sale({
            auction: auction,
            margin: margin,
            terms: terms,
            factor: _factor(order.account, auction, terms, clock),
            settlementPrice: BookMath.debtPrice(AssetRow.wrap(book.settlement)),
            held: held,
            wanted: order.units
        });
        _requireAcceptable(order, sale);
        // Bound: a sale never exceeds the balance, which has 64 bits.
        units = uint64(sale.units);
        payment = sale.payment;
        int256 cash = _settle({order: order, auction: auction, sale: sale, units: units});
        _afterTake({
            account: order.account,
            tipPaid: auction.tipPaid,
            // A book with positions is asked as a whole: its collateral hedges them.
            margin: book.whole ? _ENGINE.marginOf(order.account) : SaleMath.marginAfter(book, held - units, cash)
        });
        if (order.mode == TakeMode.RELEASE) {
            _ENGINE.releaseFor{value: msg.value}({
                buyer: order.buyer,
                key: order.key,
                units: units,
                recipient: order.recipient,
                refund: order.refund
            });
        }
    }

    /// @inheritdoc IAuctionHouse
    function reset(address account) external nonReentrant {
        Auction memory auction = _auctions[account];
        require(auction.startedAt != 0, AuctionHouse_NoAuction(account));
        uint256 clock = _requireSequencer(0);
        Margin memory margin = _ENGINE.freshMargin(account);
        require(!_isCured(margin), AuctionHouse_NothingNeeded(account, _equity(margin), _target(margin)));
        _requireTailOver(account, auction, clock);
        auction.round = uint8(Math.min(auction.round + 1, _LAST_ROUND));
        auction.startedAt = uint40(block.timestamp);
        _auctions[account] = auction;
        emit Reset(account, auction.round);
    }

    /// @inheritdoc IAuctionHouse
    function close(address account) external nonReentrant {
        require(_auctions[account].startedAt != 0, AuctionHouse_NoAuction(account));
        Margin memory margin = _ENGINE.freshMargin(account);
        require(_isCured(margin), AuctionHouse_NotCured(account, _equity(margin), _target(margin)));
        _end(account, margin);
    }

    /// @inheritdoc IAuctionHouse
    function auctionOf(address account) external view returns (Auction memory auction) {
        return _auctions[account];
    }

    /// @inheritdoc IAuctionHouse
    function factorOf(address account, uint8 key) external view returns (uint256 factor) {
        return _quote(account, key, 0).factor;
    }

    /// @inheritdoc IAuctionHouse
    function priceOf(address account, uint8 key) external view returns (uint256 unitPrice) {
        return _quote(account, key, 0).unitPrice;
    }

    /// @inheritdoc IAuctionHouse
    function quoteTake(address account, uint8 key, uint64 units) external view returns (TakeQuote memory quote) {
        Sale memory sale = _quote(account, key, units);
        // Bound: a sale never exceeds the balance, which has 64 bits.
        return
            TakeQuote({
                units: uint64(sale.units),
                factor: sale.factor,
                unitPrice: sale.unitPrice,
                payment: sale.payment,
                penalty: sale.split.penalty
            });
    }

    /// @inheritdoc IAuctionHouse
    function isCured(address account) external view returns (bool cured) {
        return _isCured(_ENGINE.marginOf(account));
    }

    /// @dev Fixes the discounts of every held key; `offered` has bit w for word w. A key whose entry is 0 is sold on
    /// its live terms, as is one credited later.
    function _offer(address account, uint256[8] memory offers) private returns (uint8 offered) {
        for (uint256 word = 0; word < offers.length; ++word) {
            uint256 entries = offers[word];
            if (entries == 0) continue;
            _offers[account][word] = entries;
            offered |= uint8(1 << word);
            emit Offered(account, word, entries);
        }
    }

    /// @dev Moves units and cash.
    function _settle(
        TakeOrder calldata order,
        Auction memory auction,
        Sale memory sale,
        uint64 units
    ) private returns (int256 cash) {
        cash = _ENGINE.settleTake(
            TakeSettlement({
                account: order.account,
                buyer: order.buyer,
                key: order.key,
                units: units,
                payment: sale.payment,
                keeper: auction.kicker,
                keeperReward: sale.split.keeper,
                insuranceShare: sale.split.insurance,
                reserveShare: sale.split.protocol
            })
        );
        emit Taken({
            account: order.account,
            buyer: order.buyer,
            key: order.key,
            units: units,
            factor: sale.factor,
            unitPrice: sale.unitPrice,
            payment: sale.payment,
            keeperReward: sale.split.keeper,
            insuranceShare: sale.split.insurance,
            reserveShare: sale.split.protocol,
            mode: order.mode
        });
    }

    /// @dev Ends the auction if the take restored the target, else notes that the tip is paid.
    function _afterTake(address account, bool tipPaid, Margin memory margin) private {
        if (_isCured(margin)) _end(account, margin);
        else if (!tipPaid) _auctions[account].tipPaid = true;
    }

    /// @dev Ends an auction.
    function _end(address account, Margin memory margin) private {
        delete _auctions[account];
        _ENGINE.endLiquidation(account);
        emit Closed(account, _equity(margin), _target(margin));
    }

    /// @dev Tests an order before any price is read. The engine would find the owner too; asking it costs more.
    function _requireOrder(TakeOrder calldata order) private view {
        require(order.mode == TakeMode.KEEP || order.mode == TakeMode.RELEASE, AuctionHouse_WrongMode(order.mode));
        require(order.mode == TakeMode.RELEASE || msg.value == 0, AuctionHouse_ValueInKeep(msg.value));
        require(
            order.buyer.isOwnedBy(msg.sender) || _ENGINE.isAuthorised(order.buyer, msg.sender),
            AuctionHouse_UnauthorisedBuyer(order.buyer, msg.sender)
        );
        if (order.mode == TakeMode.RELEASE) _ENGINE.requireRecipient(order.buyer, msg.sender, order.recipient);
    }

    /// @dev The sale of a view, all zero where a take would find nothing to buy.
    function _quote(address account, uint8 key, uint64 wanted) private view returns (Sale memory sale) {
        Auction memory auction = _auctions[account];
        uint256 clock = _RISK.sequencerResumedAt(_TAKE_STATUS_AGE);
        (uint8 level, ) = stopOf(key);
        if (auction.startedAt == 0 || clock > block.timestamp || level == _STOP_TAKE) return sale;
        Book memory book = _ENGINE.bookOf(account);
        KeyTerms[] memory terms = _RISK.keyTerms(book);
        for (uint256 i = 0; i < terms.length; ++i) {
            if (terms[i].key != key || !terms[i].onSale) continue;
            return
                _sale({
                    auction: auction,
                    margin: _RISK.margin(book),
                    terms: terms[i],
                    factor: _factor(account, auction, terms[i], clock),
                    settlementPrice: _RISK.settlementPrice(),
                    held: _ENGINE.balanceOf(account, key),
                    wanted: wanted
                });
        }
    }

    /// @dev A stop of a key bars a kick that rests on it: one where no other key is held, or where the account would
    /// be healthy with the stopped keys at twice their price (the rule of a dead feed, system.md 4.1). So dust of a
    /// stopped key shields nobody.
    function _requireKickNotStopped(address account, Margin memory margin) private view {
        KeyTerms[] memory terms = _RISK.keyTerms(_ENGINE.bookOf(account));
        int256 slack = margin.equity - int256(margin.maintenance);
        uint256 stoppedKeys;
        uint8 stoppedKey;
        for (uint256 i = 0; i < terms.length; ++i) {
            (uint8 level, ) = stopOf(terms[i].key);
            if (level < _STOP_LIQUIDATE) continue;
            ++stoppedKeys;
            stoppedKey = terms[i].key;
            uint256 units = _ENGINE.balanceOf(account, stoppedKey);
            uint256 value = Math.mulDiv(units, terms[i].price, 10 ** terms[i].decimals);
            slack += int256(value) - int256(WadMath.mulDown(value, terms[i].haircutMaintenance));
        }
        if (stoppedKeys == 0 || (stoppedKeys < terms.length && slack < 0)) return;
        _requireNotStopped(stoppedKey, _STOP_LIQUIDATE);
    }

    /// @dev Every key that can be bought must have been on sale for the tail. Keys whose feed is out or that are
    /// stopped are passed over, else dust of one would hold the auction in its round; but some key must have been on
    /// sale.
    function _requireTailOver(address account, Auction memory auction, uint256 clock) private view {
        KeyTerms[] memory terms = _RISK.keyTerms(_ENGINE.bookOf(account));
        uint256 resettableAt;
        uint256 stoppedKey = _MAX_KEYS;
        for (uint256 i = 0; i < terms.length; ++i) {
            (uint8 level, ) = stopOf(terms[i].key);
            if (level >= _STOP_RESET) stoppedKey = terms[i].key;
            else if (terms[i].onSale) {
                resettableAt = Math.max(resettableAt, _onSaleSince(auction, terms[i], clock) + _TAIL);
            }
        }
        // Bound: _MAX_KEYS stands for none; keys fit eight bits.
        if (resettableAt == 0 && stoppedKey < _MAX_KEYS) _requireNotStopped(uint8(stoppedKey), _STOP_RESET);
        require(resettableAt != 0 && block.timestamp >= resettableAt, AuctionHouse_TailNotOver(account, resettableAt));
    }

    /// @dev Whether the buyer wants a sale at this price, and whether it is large enough.
    function _requireAcceptable(TakeOrder calldata order, Sale memory sale) private pure {
        require(
            sale.unitPrice <= order.maxUnitPrice,
            AuctionHouse_PriceAboveLimit({
                account: order.account,
                key: order.key,
                factor: sale.factor,
                unitPrice: sale.unitPrice,
                maxUnitPrice: order.maxUnitPrice
            })
        );
        require(sale.enough || sale.value >= _DUST, AuctionHouse_TakeTooSmall(uint64(sale.units), sale.value, _DUST));
    }
}
