// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Auction} from "../interfaces/IAuctionHouse.sol";
import {IMarginEngine} from "../interfaces/IMarginEngine.sol";
import {IRiskEngine} from "../interfaces/IRiskEngine.sol";
import {OfferWord} from "../libraries/OfferWord.sol";
import {WAD, WadMath} from "../libraries/WadMath.sol";
import {AuctionMath} from "../risk/AuctionMath.sol";
import {LiquidationMath} from "../risk/LiquidationMath.sol";
import {ParameterChecks} from "../risk/ParameterChecks.sol";
import {KeyRow} from "../types/KeyRow.sol";
import {KeyTerms, Margin} from "../types/Margin.sol";
import {AuctionControls} from "./AuctionControls.sol";

/// @title AuctionPricing
/// @notice What a key costs in an auction now and how much of it may be sold (risk.md 4.1 to 4.4 and 4.7). Reads only.
abstract contract AuctionPricing is AuctionControls {
    using OfferWord for uint256;

    /// @dev One sale, priced and sized.
    struct Sale {
        // factor of the oracle price (WAD)
        uint256 factor;
        // price of a whole token in the settlement asset (WAD)
        uint256 unitPrice;
        // units sold (units)
        uint256 units;
        // dollars they cost (WAD)
        uint256 value;
        // what the buyer pays, in the settlement asset (WAD)
        uint256 payment;
        // whether they are the whole balance or all that is needed
        bool enough;
        // who gets which part of the penalty
        LiquidationMath.PenaltySplit split;
    }

    /// @dev chip, tip, insurance share, dust and least take, tail: risk.md section 8.
    uint256 internal constant _KEEPER_CHIP = 5e14;
    uint256 internal constant _KEEPER_TIP = 5e18;
    uint256 internal constant _INSURANCE_SHARE = 7e17;
    uint256 internal constant _DUST = 100e18;
    uint256 internal constant _TAIL = 900;
    uint8 internal constant _LAST_ROUND = 3;
    /// @dev A take believes the sequencer's status as long as a price; a kick and a reset ask in the same block
    /// (system.md 4.1).
    uint256 internal constant _TAKE_STATUS_AGE = 60;
    /// @dev No floor is lower than half the price before the insolvent phase (risk.md 4.4).
    uint256 private constant _MAX_DISCOUNT_CAP = 5e17;

    /// @dev The engine whose accounts are sold.
    IMarginEngine internal immutable _ENGINE;
    /// @dev Its risk engine.
    IRiskEngine internal immutable _RISK;

    mapping(address account => Auction auction) internal _auctions;
    /// @dev Sale terms fixed at the start, eight keys a word; read only where `Auction.offered` says so, so words of
    /// an earlier auction need not be cleared.
    mapping(address account => mapping(uint256 word => uint256 entries)) internal _offers;

    /// @notice Fixes what the contract works with.
    /// @param engine margin engine
    /// @param risk its risk engine
    constructor(IMarginEngine engine, IRiskEngine risk) {
        _ENGINE = engine;
        _RISK = risk;
    }

    /// @dev Reverts while the sequencer is down or within its grace hour.
    function _requireSequencer(uint256 maxAge) internal returns (uint256 clock) {
        clock = _RISK.checkSequencer(maxAge);
        require(clock <= block.timestamp, AuctionHouse_SequencerDown());
    }

    /// @dev A key without a row counts for nobody: there is nothing of it to stop.
    function _belongsTo(uint8 key, uint8 underlying) internal view override returns (bool belongs) {
        KeyRow row = _RISK.keyRow(key);
        if (!row.isListed()) return false;
        (, , uint8 own, ) = _RISK.priceRiskOf(row.asset());
        return own == underlying;
    }

    /// @dev When a key began to be on sale on the terms it has now.
    function _onSaleSince(
        Auction memory auction,
        KeyTerms memory terms,
        uint256 clock
    ) internal view returns (uint256 since) {
        return Math.max(Math.max(auction.startedAt, clock), _backSince(terms));
    }

    /// @dev Factor of a key now. A key that came back from a feed outage or a stop within the round starts again on
    /// the terms of round 0: nobody could buy it while the rounds went by, so it has not earned a wider floor.
    function _factor(
        address account,
        Auction memory auction,
        KeyTerms memory terms,
        uint256 clock
    ) internal view returns (uint256 factor) {
        (uint256 maxDiscount, uint256 baseDiscount) = _discounts(account, auction, terms);
        uint256 round = _backSince(terms) > auction.startedAt ? 0 : auction.round;
        uint256 elapsed = Math.saturatingSub(block.timestamp, _onSaleSince(auction, terms, clock));
        uint256 floor = WAD - _roundDiscount(maxDiscount, round);
        uint256 answer = curveOf(auction.curve).factorAt({
            start: AuctionMath.startFactor(baseDiscount),
            floor: floor,
            round: round,
            elapsed: elapsed
        });
        // The floor is the account's protection (risk.md 4.3): no curve is trusted with it.
        return Math.max(answer, floor);
    }

    /// @dev Prices and sizes a sale. The payment is in the settlement asset: the dollar value over min(P_S, 1), up.
    function _sale(
        Auction memory auction,
        Margin memory margin,
        KeyTerms memory terms,
        uint256 factor,
        uint256 settlementPrice,
        uint256 held,
        uint256 wanted
    ) internal pure returns (Sale memory sale) {
        uint256 price = AuctionMath.unitPrice(terms.price, factor);
        uint256 dollar = Math.min(settlementPrice, WAD);
        // Off the peg a dollar buys 1/min(P_S, 1) tokens of debt, each counted at max(P_S, 1) (risk.md 1): a sale
        // restores more than it costs. Down, so that more is sold.
        uint256 restored = Math.mulDiv(factor, Math.max(settlementPrice, WAD), dollar);
        uint256 needed = _neededUnits({margin: margin, terms: terms, restored: restored, held: held});
        sale.factor = factor;
        sale.units = LiquidationMath.takeAmount({
            wanted: wanted,
            held: held,
            needed: needed,
            unitPrice: price,
            decimals: terms.decimals,
            dust: _DUST
        });
        sale.enough = sale.units == held || sale.units == needed;
        sale.value = AuctionMath.payment(sale.units, price, terms.decimals);
        sale.unitPrice = WadMath.divUp(price, dollar);
        sale.payment = WadMath.divUp(sale.value, dollar);
        sale.split = LiquidationMath.penaltySplit({
            proceeds: sale.payment,
            penaltyRate: WadMath.fromBps(terms.penalty),
            equity: _equity(margin),
            tip: auction.tipPaid ? 0 : _KEEPER_TIP,
            chip: _KEEPER_CHIP,
            insuranceShare: _INSURANCE_SHARE
        });
    }

    function _equity(Margin memory margin) internal pure returns (int256 equity) {
        return LiquidationMath.cureEquity(margin);
    }

    function _target(Margin memory margin) internal pure returns (uint256 target_) {
        return LiquidationMath.cureTarget(margin);
    }

    function _isCured(Margin memory margin) internal pure returns (bool cured) {
        return LiquidationMath.shortfall(_target(margin), _equity(margin)) == 0;
    }

    /// @dev When a key last came back from a feed outage or a stop of takes.
    function _backSince(KeyTerms memory terms) private view returns (uint256 since) {
        return Math.max(terms.resumedAt, _takesFrom(terms.key));
    }

    /// @dev The key's terms as the auction fixed them, or live for a key credited since. A discount fixed at a high
    /// haircut may not outlive it: what H_MM is now limits the floor too (INV-20, decision 012).
    function _discounts(
        address account,
        Auction memory auction,
        KeyTerms memory terms
    ) private view returns (uint256 maxDiscount, uint256 baseDiscount) {
        uint256 word = OfferWord.wordOf(terms.key);
        bool offered = (auction.offered >> word) & 1 == 1;
        if (offered) (offered, maxDiscount, baseDiscount) = _offers[account][word].entryOf(terms.key);
        if (!offered) return (terms.maxDiscount, terms.baseDiscount);
        uint256 kept = WadMath.fromBps(terms.penalty + ParameterChecks.NO_TOXIC_GAP_BPS);
        maxDiscount = Math.min(maxDiscount, Math.saturatingSub(terms.haircutMaintenance, kept));
    }

    /// @dev Units that restore the target if each dollar of them restores so much; everything once nothing can
    /// (risk.md 4.2).
    function _neededUnits(
        Margin memory margin,
        KeyTerms memory terms,
        uint256 restored,
        uint256 held
    ) private pure returns (uint256 needed) {
        int256 equity = _equity(margin);
        if (equity <= 0) return held;
        uint256 target_ = _target(margin);
        // Where T is C_MM itself a sale frees H_MM and no buffer (LiquidationMath.cureTarget).
        bool lifted = target_ == margin.maintenance - margin.doubt;
        uint256 value = LiquidationMath.lotValue({
            missing: LiquidationMath.shortfall(target_, equity),
            targetHaircut_: LiquidationMath.targetHaircut({
                maintenanceHaircut: terms.haircutMaintenance,
                initialHaircut: terms.haircutInitial,
                initialBinds: target_ == LiquidationMath.cureInitial(margin),
                buffer: lifted ? 0 : LiquidationMath.TARGET_BUFFER
            }),
            factor: restored,
            penalty: WadMath.fromBps(terms.penalty),
            maxValue: type(uint128).max
        });
        return LiquidationMath.lotAmount(value, terms.price, terms.decimals, held);
    }

    /// @dev dMax_r = dMax times 1, 1.5, 2, 4, at most half; down, against the taker (risk.md 4.4).
    function _roundDiscount(uint256 maxDiscount, uint256 round) private pure returns (uint256 discount) {
        uint256 halves = round < _LAST_ROUND ? round + 2 : 8;
        return Math.min((maxDiscount * halves) / 2, _MAX_DISCOUNT_CAP);
    }
}
