// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AssetRow} from "../types/AssetRow.sol";
import {KeyRow} from "../types/KeyRow.sol";
import {Book, KeyTerms, Margin, SaleBook} from "../types/Margin.sol";
import {PriceStatus} from "../types/PriceStatus.sol";
import {Haircuts, VolatilityReport} from "../types/RiskParameters.sol";
import {UnderlyingRow} from "../types/UnderlyingRow.sol";
import {ILaneTerms} from "./ILaneTerms.sol";
import {IPriceOracle} from "./IPriceOracle.sol";
import {IRiskParameters} from "./IRiskParameters.sol";

/// @title IRiskEngine
/// @notice Keeps prices and haircut rows beside each other and answers an account's equity and requirements in one call
/// (risk.md sections 2 and 3, system.md 4.1). It has no owner: anyone may bring a row up to date, and only the oracle
/// and the parameters say what to. Asset 0 is the settlement asset.
interface IRiskEngine {
    /// @notice An asset's feed was asked.
    /// @param asset asset (id)
    /// @param low last good price of a whole token, of two sources the lower (WAD)
    /// @param high of two sources the higher (WAD)
    /// @param observedAt when that price was observed (unix seconds)
    /// @param status what the feed is now
    event PriceRefreshed(uint8 indexed asset, uint256 low, uint256 high, uint256 observedAt, PriceStatus status);

    /// @notice An asset's feed is back after an outage long enough to restart its sales (decision 085).
    /// @param asset asset (id)
    /// @param resumedAt when it came back (unix seconds)
    event FeedResumed(uint8 indexed asset, uint256 resumedAt);

    /// @notice The sequencer's status is another than at the last look.
    /// @param resumedAt when its last grace hour ended or will end, 2^40 - 1 while it is down (unix seconds)
    event SequencerChanged(uint256 resumedAt);

    /// @notice An asset's price was sampled, or its volatility clocks were started without one.
    /// @param asset asset (id)
    /// @param fast variance of the fast clock after it (raw, 1e36 per second)
    /// @param slow variance of the slow clock after it (raw, 1e36 per second)
    /// @param price the sampled price, 0 without one (WAD)
    /// @param observedAt when it was observed, 0 without one (unix seconds)
    event VolatilitySampled(uint8 indexed asset, uint256 fast, uint256 slow, uint256 price, uint256 observedAt);

    /// @notice A key's haircut row was computed.
    /// @param key key (id)
    /// @param maintenance la_MM (WAD)
    /// @param initial la_IM (WAD)
    /// @param discount dBase + L_MM (WAD)
    /// @param sizeFloor least size charge at initial margin (WAD)
    /// @param recognisedFor how long the key counts for initial margin, 2^16 - 1 without end (seconds)
    event KeyPoked(
        uint8 indexed key,
        uint256 maintenance,
        uint256 initial,
        uint256 discount,
        uint256 sizeFloor,
        uint256 recognisedFor
    );

    /// @notice What an asset's keys have in common was computed or taken over from the parameters.
    /// @param asset asset (id)
    /// @param underlying asset whose markets hedge it (id)
    /// @param priceRiskMaintenance px_MM (WAD)
    /// @param priceRiskInitial px_IM (WAD)
    /// @param depth D in thousands of USD (raw)
    /// @param eta impact of selling the whole depth (bps)
    /// @param maxCharge qMax (bps)
    /// @param minHaircut Hmin in percent (raw)
    /// @param maxHaircut Hmax in percent (raw)
    event AssetPoked(
        uint8 indexed asset,
        uint8 indexed underlying,
        uint256 priceRiskMaintenance,
        uint256 priceRiskInitial,
        uint256 depth,
        uint256 eta,
        uint256 maxCharge,
        uint256 minHaircut,
        uint256 maxHaircut
    );

    /// @notice A listed market was taken over from the parameters.
    /// @param market market (id)
    /// @param asset asset whose price it follows (id)
    /// @param underlying underlying it nets in (id)
    event MarketTaken(uint8 indexed market, uint8 indexed asset, uint8 indexed underlying);

    /// @notice An underlying's scan ranges were computed.
    /// @param asset underlying (id)
    /// @param maintenance s_MM (WAD)
    /// @param initial s_IM (WAD)
    /// @param thetaMaintenance share of a hedge that counts at maintenance margin, of all underlyings (bps)
    /// @param thetaInitial share of a hedge that counts at initial margin, of all underlyings (bps)
    event UnderlyingPoked(
        uint8 indexed asset,
        uint256 maintenance,
        uint256 initial,
        uint256 thetaMaintenance,
        uint256 thetaInitial
    );

    /// @notice The key has no row: it is not listed or was never poked.
    /// @param key key (id)
    error RiskEngine_UnknownKey(uint8 key);

    /// @notice The asset has no feed.
    /// @param asset asset (id)
    error RiskEngine_UnknownAsset(uint8 asset);

    /// @notice The market was not taken over.
    /// @param market market (id)
    error RiskEngine_UnknownMarket(uint8 market);

    /// @notice Asks the feeds of assets, each good one at most once a block, with the settlement asset's the
    /// sequencer's status.
    /// @param assets bitmap of assets (raw)
    function refresh(uint256 assets) external;

    /// @notice The sequencer's status, asked anew unless it was up at a look at most `maxAge` ago (decision 054).
    /// @param maxAge age up to which an earlier look is believed, 0 for one in this block (seconds)
    /// @return since when its last grace hour ended or will end, 2^40 - 1 while it is down (unix seconds)
    function checkSequencer(uint256 maxAge) external returns (uint256 since);

    /// @notice Samples the prices of listed keys, asks after their lanes and computes their rows from what is in force
    /// now. A key without a row gets none before the first round trip of its lane.
    /// @param keys bitmap of keys (raw)
    function poke(uint256 keys) external;

    /// @notice Samples the prices of listed underlyings and computes their scan ranges from what is in force now.
    /// @param assets bitmap of underlyings (raw)
    function pokeUnderlyings(uint256 assets) external;

    /// @notice Takes over a listed market from the parameters.
    /// @param market market (id)
    function takeMarket(uint8 market) external;

    /// @notice Margin of a book after refreshing older prices, and those that are not good whatever their age, and
    /// poking older rows. Also `unpriced` while the sequencer is down or in its grace hour.
    /// @param book what the account holds
    /// @param maxPriceAge a cached price older than this is refreshed (seconds)
    /// @param maxPokeAge a row poked longer ago than this is poked (seconds)
    /// @return result equity and requirements
    function freshMargin(
        Book calldata book,
        uint256 maxPriceAge,
        uint256 maxPokeAge
    ) external returns (Margin memory result);

    /// @notice Margin and the discounts an auction of every held key starts with, everything refreshed in this block.
    /// @param book what the account holds
    /// @return result equity and requirements
    /// @return offers entries of the held keys, keys 8w to 8w+7 in word w (OfferWord, raw)
    function liquidationTerms(Book calldata book) external returns (Margin memory result, uint256[8] memory offers);

    /// @notice Margin and one key's sale terms: that key refreshed in this block, the rest at most `maxPriceAge` old
    /// if good.
    /// @param book what the account holds
    /// @param key key to sell (id)
    /// @param maxPriceAge age up to which other cached prices are good (seconds)
    /// @return result equity and requirements
    /// @return terms sale terms of the key
    /// @return sale what the margin after the sale is computed from
    function saleTerms(
        Book calldata book,
        uint8 key,
        uint256 maxPriceAge
    ) external returns (Margin memory result, KeyTerms memory terms, SaleBook memory sale);

    /// @notice Margin of a book at cached prices and rows.
    /// @param book what the account holds
    /// @return result equity and requirements
    function margin(Book calldata book) external view returns (Margin memory result);

    /// @notice Sale terms of every held key at cached prices and rows.
    /// @param book what the account holds
    /// @return terms sale terms, ascending by key
    function keyTerms(Book calldata book) external view returns (KeyTerms[] memory terms);

    /// @notice Price of the settlement asset at which a debt counts at maintenance margin and a buyer pays: the lower
    /// source's, at most a dollar while its feed is out.
    /// @return price price of a whole token (WAD)
    function settlementPrice() external view returns (uint256 price);

    /// @notice What {checkSequencer} would answer.
    /// @param maxAge age up to which an earlier look is believed, 0 for one in this block (seconds)
    /// @return since when its last grace hour ended or will end, 2^40 - 1 while it is down (unix seconds)
    function sequencerResumedAt(uint256 maxAge) external view returns (uint256 since);

    /// @notice The price oracle.
    /// @return feeds its address
    function oracle() external view returns (IPriceOracle feeds);

    /// @notice The parameters the rows are computed from.
    /// @return source the parameters' address
    function parameters() external view returns (IRiskParameters source);

    /// @notice Who knows the lanes, and alone may take recognition from keys.
    /// @return lanes the gateway's address
    function gateway() external view returns (ILaneTerms lanes);

    /// @notice A key's row.
    /// @param key key (id)
    /// @return row the row, zero if never poked
    function keyRow(uint8 key) external view returns (KeyRow row);

    /// @notice An asset's row.
    /// @param asset asset (id)
    /// @return row the row, zero if never asked
    function assetRow(uint8 asset) external view returns (AssetRow row);

    /// @notice An underlying's row.
    /// @param asset underlying (id)
    /// @return row the row, zero if never poked
    function underlyingRow(uint8 asset) external view returns (UnderlyingRow row);

    /// @notice What a key's haircuts are made of and where a poke would put them now.
    /// @param key key (id)
    /// @return haircuts parts, targets and ramped values
    function haircutsOf(uint8 key) external view returns (Haircuts memory haircuts);

    /// @notice What an asset's volatility was last measured to be, and what charges make of it now.
    /// @param asset asset (id)
    /// @return report the clocks, the last sample and the forecast in force
    function volatilityOf(uint8 asset) external view returns (VolatilityReport memory report);

    /// @notice The price risk of an asset that a hedge covers, computed at the last poke of one of its keys.
    /// @param asset asset (id)
    /// @return maintenance px_MM (WAD)
    /// @return initial px_IM (WAD)
    /// @return underlying asset whose markets hedge it (id)
    /// @return resumedAt when its feed last came back from an outage of a tail or longer, 0 if never (unix seconds)
    function priceRiskOf(
        uint8 asset
    ) external view returns (uint256 maintenance, uint256 initial, uint8 underlying, uint256 resumedAt);
}
