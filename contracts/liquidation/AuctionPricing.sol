// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IMarginEngine} from "../interfaces/IMarginEngine.sol";
import {Auction} from "../interfaces/IAuctionHouse.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {IRiskEngine} from "../interfaces/IRiskEngine.sol";
import {OfferWord} from "../libraries/OfferWord.sol";
import {WAD, WadMath} from "../libraries/WadMath.sol";
import {AuctionMath} from "../risk/AuctionMath.sol";
import {LiquidationMath} from "../risk/LiquidationMath.sol";
import {Book, KeyTerms, Margin} from "../types/Margin.sol";
import {AuctionControls} from "./AuctionControls.sol";

/// @title AuctionPricing
/// @notice What a key costs in an auction now and how much of it may be sold (risk.md 4.1 to 4.4 and 4.7). Reads only.
abstract contract AuctionPricing is AuctionControls {
    using OfferWord for uint256;

    /// @dev One sale, priced and sized.
    struct Sale {
        uint256 factor;
        uint256 unitPrice;
        uint256 units;
        uint256 value;
        uint256 payment;
        bool enough;
        LiquidationMath.PenaltySplit split;
    }

    /// @dev buf, chip, tip, insurance share, dust and least take, tail: risk.md section 8.
    uint256 internal constant TARGET_BUFFER = 5e17;
    uint256 internal constant KEEPER_CHIP = 5e14;
    uint256 internal constant KEEPER_TIP = 5e18;
    uint256 internal constant INSURANCE_SHARE = 7e17;
    uint256 internal constant DUST = 100e18;
    uint256 internal constant TAIL = 900;
    uint8 internal constant LAST_ROUND = 3;
    /// @dev No floor is lower than half the price before the insolvent phase (risk.md 4.4).
    uint256 private constant MAX_DISCOUNT_CAP = 5e17;

    /// @dev The engine whose accounts are sold.
    IMarginEngine internal immutable ENGINE;
    /// @dev Its risk engine.
    IRiskEngine internal immutable RISK;
    /// @dev Its oracle, for the sequencer's status.
    IPriceOracle internal immutable ORACLE;

    mapping(address account => Auction auction) internal _auctions;
    /// @dev Sale terms fixed at the start, eight keys a word; read only where `Auction.offered` says so, so words of an
    /// earlier auction need not be cleared.
    mapping(address account => mapping(uint256 word => uint256 entries)) internal _offers;

    /// @param engine margin engine
    /// @param risk its risk engine
    constructor(IMarginEngine engine, IRiskEngine risk) {
        ENGINE = engine;
        RISK = risk;
        ORACLE = risk.oracle();
    }

    /// @dev Reverts while the sequencer is down or within its grace hour.
    /// @return clock when it came back, grace included: no auction time passed before (unix seconds)
    function _requireSequencer() internal view returns (uint256 clock) {
        clock = ORACLE.sequencerResumedAt();
        require(clock <= block.timestamp, AuctionHouse_SequencerDown());
    }

    /// @dev When a key began to be on sale on the terms it has now.
    /// @param auction the auction
    /// @param terms the key's terms
    /// @param clock when the sequencer came back (unix seconds)
    /// @return since start of its factor (unix seconds)
    function _onSaleSince(
        Auction memory auction,
        KeyTerms memory terms,
        uint256 clock
    ) internal view returns (uint256 since) {
        return Math.max(Math.max(auction.startedAt, clock), _backSince(terms));
    }

    /// @dev Factor of a key now. A key that came back from a feed outage or a stop within the round starts again on the
    /// terms of round 0: nobody could buy it while the rounds went by, so it has not earned a wider floor.
    /// @param account account in liquidation
    /// @param auction its auction
    /// @param terms the key's terms
    /// @param clock when the sequencer came back (unix seconds)
    /// @return factor factor of the oracle price (WAD)
    function _factor(
        address account,
        Auction memory auction,
        KeyTerms memory terms,
        uint256 clock
    ) internal view returns (uint256 factor) {
        (uint256 maxDiscount, uint256 baseDiscount) = _discounts(account, auction, terms);
        uint256 round = _backSince(terms) > auction.startedAt ? 0 : auction.round;
        uint256 elapsed = Math.saturatingSub(block.timestamp, _onSaleSince(auction, terms, clock));
        return
            curveOf(auction.curve).factorAt({
                start: AuctionMath.startFactor(baseDiscount),
                floor: WAD - _roundDiscount(maxDiscount, round),
                round: round,
                elapsed: elapsed
            });
    }

    /// @dev Prices and sizes a sale. The payment is in the settlement asset: the dollar value over min(P_S, 1), up.
    /// @param auction the auction
    /// @param margin the account's margin
    /// @param terms the key's terms, on sale
    /// @param factor factor of the oracle price (WAD)
    /// @param held balance of the key, above 0 (units)
    /// @param wanted most the buyer wants (units)
    /// @return sale the sale
    function _sale(
        Auction memory auction,
        Margin memory margin,
        KeyTerms memory terms,
        uint256 factor,
        uint256 held,
        uint256 wanted
    ) internal view returns (Sale memory sale) {
        uint256 price = AuctionMath.unitPrice(terms.price, factor);
        uint256 needed = _neededUnits({margin: margin, terms: terms, factor: factor, held: held});
        sale.factor = factor;
        sale.units = LiquidationMath.takeAmount({
            wanted: wanted,
            held: held,
            needed: needed,
            unitPrice: price,
            decimals: terms.decimals,
            dust: DUST
        });
        sale.enough = sale.units == held || sale.units == needed;
        sale.value = AuctionMath.payment(sale.units, price, terms.decimals);
        uint256 dollar = Math.min(RISK.settlementPrice(), WAD);
        sale.unitPrice = WadMath.divUp(price, dollar);
        sale.payment = WadMath.divUp(sale.value, dollar);
        sale.split = LiquidationMath.penaltySplit({
            proceeds: sale.payment,
            penaltyRate: WadMath.fromBps(terms.penalty),
            equity: margin.equity,
            tip: auction.tipPaid ? 0 : KEEPER_TIP,
            chip: KEEPER_CHIP,
            insuranceShare: INSURANCE_SHARE
        });
    }

    /// @dev T, the equity that cures (risk.md 4.1).
    /// @param margin the account's margin
    /// @return target_ target (WAD)
    function _target(Margin memory margin) internal pure returns (uint256 target_) {
        return LiquidationMath.target(margin.initial, margin.maintenance, TARGET_BUFFER);
    }

    /// @param margin the account's margin
    /// @return cured whether equity has reached the target
    function _isCured(Margin memory margin) internal pure returns (bool cured) {
        return LiquidationMath.shortfall(_target(margin), margin.equity) == 0;
    }

    /// @dev When a key last came back from a feed outage or a stop of takes.
    /// @param terms the key's terms
    /// @return since the time, 0 if never (unix seconds)
    function _backSince(KeyTerms memory terms) private view returns (uint256 since) {
        return Math.max(terms.resumedAt, _takesFrom(terms.key));
    }

    /// @dev The key's terms as the auction fixed them, or live for a key credited since.
    /// @param account account in liquidation
    /// @param auction its auction
    /// @param terms the key's live terms
    /// @return maxDiscount dMax (WAD)
    /// @return baseDiscount dBase (bps)
    function _discounts(
        address account,
        Auction memory auction,
        KeyTerms memory terms
    ) private view returns (uint256 maxDiscount, uint256 baseDiscount) {
        uint256 word = OfferWord.wordOf(terms.key);
        bool offered = (auction.offered >> word) & 1 == 1;
        if (offered) (offered, maxDiscount, baseDiscount) = _offers[account][word].entryOf(terms.key);
        if (!offered) return (terms.maxDiscount, terms.baseDiscount);
    }

    /// @dev Units that restore the target at this factor; everything once nothing can (risk.md 4.2).
    /// @param margin the account's margin
    /// @param terms the key's terms
    /// @param factor factor of the oracle price (WAD)
    /// @param held balance of the key (units)
    /// @return needed units (units)
    function _neededUnits(
        Margin memory margin,
        KeyTerms memory terms,
        uint256 factor,
        uint256 held
    ) private pure returns (uint256 needed) {
        if (margin.equity <= 0) return held;
        uint256 target_ = _target(margin);
        uint256 value = LiquidationMath.lotValue({
            missing: LiquidationMath.shortfall(target_, margin.equity),
            targetHaircut_: LiquidationMath.targetHaircut({
                maintenanceHaircut: terms.haircutMaintenance,
                initialHaircut: terms.haircutInitial,
                initialBinds: target_ == margin.initial,
                buffer: TARGET_BUFFER
            }),
            factor: factor,
            penalty: WadMath.fromBps(terms.penalty),
            maxValue: type(uint128).max
        });
        return LiquidationMath.lotAmount(value, terms.price, terms.decimals, held);
    }

    /// @dev dMax_r = dMax times 1, 1.5, 2, 4, at most half; down, against the taker (risk.md 4.4).
    /// @param maxDiscount dMax (WAD)
    /// @param round round (index)
    /// @return discount dMax_r (WAD)
    function _roundDiscount(uint256 maxDiscount, uint256 round) private pure returns (uint256 discount) {
        uint256 halves = round < LAST_ROUND ? round + 2 : 8;
        return Math.min((maxDiscount * halves) / 2, MAX_DISCOUNT_CAP);
    }
}
