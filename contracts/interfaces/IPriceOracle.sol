// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PriceStatus} from "../types/PriceStatus.sol";

/// @notice One source of an asset's price and when it is believed.
/// @param source an AggregatorV3
/// @param maxAge age up to which an observation is good (seconds)
/// @param minPrice lowest price believed (WAD)
/// @param maxPrice highest price believed (WAD)
struct FeedParameters {
    address source;
    uint32 maxAge;
    uint96 minPrice;
    uint96 maxPrice;
}

/// @title IPriceOracle
/// @notice One or two feeds an asset with freshness, bounds and agreement, and the sequencer's status (system.md 4.1).
/// Assumptions: the two feeds of an asset have different people behind them; a source's decimals do not change.
interface IPriceOracle {
    /// @notice The feeds of an asset were set; a FeedSet follows for each.
    /// @param asset asset (id)
    /// @param feeds how many there are (count)
    /// @param bandBps furthest that two may lie apart, 0 for one (bps)
    event FeedsSet(uint8 indexed asset, uint256 feeds, uint256 bandBps);

    /// @notice A feed of an asset was set.
    /// @param asset asset (id)
    /// @param source the feed
    /// @param place first or second (index)
    /// @param maxAge age up to which an observation is good (seconds)
    /// @param minPrice lowest price believed (WAD)
    /// @param maxPrice highest price believed (WAD)
    event FeedSet(
        uint8 indexed asset,
        address indexed source,
        uint256 place,
        uint256 maxAge,
        uint256 minPrice,
        uint256 maxPrice
    );

    /// @notice The sequencer's status feed was set.
    /// @param source the feed, zero on a hub without a sequencer
    event SequencerFeedSet(address indexed source);

    /// @notice An asset has one feed or two.
    /// @param asset asset (id)
    /// @param actual feeds given (count)
    /// @param bound most that an asset can have (count)
    error PriceOracle_WrongFeedCount(uint8 asset, uint256 actual, uint256 bound);

    /// @notice The agreement band is zero or too wide for two feeds, or given for one.
    /// @param asset asset (id)
    /// @param bandBps band given (bps)
    /// @param bound widest band for so many feeds: 0 for one; two need one above 0 (bps)
    error PriceOracle_BadBand(uint8 asset, uint256 bandBps, uint256 bound);

    /// @notice The two feeds are one source, directly or behind their proxies: its fault would be both feeds'.
    /// @param asset asset (id)
    /// @param first first feed
    /// @param second second feed
    /// @param source what answers for both
    error PriceOracle_SameSource(uint8 asset, address first, address second, address source);

    /// @notice The address does not answer as an AggregatorV3 with at most 36 decimals.
    /// @param asset asset (id)
    /// @param source the address given
    error PriceOracle_NotAFeed(uint8 asset, address source);

    /// @notice The address does not answer as a sequencer status feed.
    /// @param source the address given
    error PriceOracle_NotASequencerFeed(address source);

    /// @notice The age limit is zero or too long.
    /// @param asset asset (id)
    /// @param maxAge limit given (seconds)
    /// @param bound longest limit allowed (seconds)
    error PriceOracle_BadAgeLimit(uint8 asset, uint256 maxAge, uint256 bound);

    /// @notice The sanity bounds are empty, start at zero or end above what a price may be.
    /// @param asset asset (id)
    /// @param minPrice lower bound given (WAD)
    /// @param maxPrice upper bound given (WAD)
    /// @param bound highest price that can be stored (WAD)
    error PriceOracle_BadBounds(uint8 asset, uint256 minPrice, uint256 maxPrice, uint256 bound);

    /// @notice The feed clamps its answers at a price the sanity bounds would believe.
    /// @param asset asset (id)
    /// @param source the feed
    /// @param actual the sanity bound (WAD)
    /// @param bound where the feed clamps: the sanity bound must lie strictly inside (WAD)
    error PriceOracle_ClampInBounds(uint8 asset, address source, uint256 actual, uint256 bound);

    /// @notice The asset has no feed.
    /// @param asset asset (id)
    error PriceOracle_NoFeed(uint8 asset);

    /// @notice The feed reverts, answers malformed data or claims to come from the future.
    /// @param asset asset (id)
    /// @param source the feed
    error PriceOracle_Unreadable(uint8 asset, address source);

    /// @notice The feed's observation is too old.
    /// @param asset asset (id)
    /// @param source the feed
    /// @param age age of the observation (seconds)
    /// @param limit age up to which it is good (seconds)
    error PriceOracle_Stale(uint8 asset, address source, uint256 age, uint256 limit);

    /// @notice The feed's answer is outside the sanity bounds; zero and negative answers show as price 0.
    /// @param asset asset (id)
    /// @param source the feed
    /// @param price price answered (WAD)
    /// @param minPrice lowest price believed (WAD)
    /// @param maxPrice highest price believed (WAD)
    error PriceOracle_OutOfBounds(uint8 asset, address source, uint256 price, uint256 minPrice, uint256 maxPrice);

    /// @notice The two feeds are good and further apart than their band.
    /// @param asset asset (id)
    /// @param low lower price (WAD)
    /// @param high higher price (WAD)
    /// @param bandBps furthest that they may lie apart, of the lower (bps)
    error PriceOracle_Disagree(uint8 asset, uint256 low, uint256 high, uint256 bandBps);

    /// @notice Too little gas for a read: a feed must not look dead because its reader was starved.
    /// @param actual gas left (gas units)
    /// @param bound gas needed (gas units)
    error PriceOracle_GasTooLow(uint256 actual, uint256 bound);

    /// @notice Sets an asset's feeds. Each must give a good price now, and two must agree now. Governor only.
    /// @param asset asset (id)
    /// @param feeds one feed, or two with different sources
    /// @param bandBps furthest that two may lie apart, of the lower price; 0 for one (bps)
    function setFeeds(uint8 asset, FeedParameters[] calldata feeds, uint16 bandBps) external;

    /// @notice Sets the sequencer's status feed. Governor only.
    /// @param source a Chainlink sequencer uptime feed, zero on a hub without a sequencer
    function setSequencerFeed(address source) external;

    /// @notice Reads an asset's feeds. Never reverts, but for less gas than {readGas}.
    /// @param asset asset (id)
    /// @return low lower price of a whole token, 0 if a feed is unreadable; the only one with one feed (WAD)
    /// @return high higher price, equal to the lower with one feed (WAD)
    /// @return observedAt when the older of the observations was made, 0 if a feed is unreadable (unix seconds)
    /// @return status GOOD if every feed is and they agree, else the worst verdict
    function read(
        uint8 asset
    ) external view returns (uint256 low, uint256 high, uint256 observedAt, PriceStatus status);

    /// @notice Reads an asset's feeds and reverts with the reason unless their price is good.
    /// @param asset asset (id)
    /// @return low lower price of a whole token (WAD)
    /// @return high higher price, equal to the lower with one feed (WAD)
    /// @return observedAt when the older of the observations was made (unix seconds)
    function requireFresh(uint8 asset) external view returns (uint256 low, uint256 high, uint256 observedAt);

    /// @notice An asset's feeds and their limits.
    /// @param asset asset (id)
    /// @return feeds one or two, empty if unset
    /// @return bandBps furthest that two may lie apart, 0 for one (bps)
    function feedsOf(uint8 asset) external view returns (FeedParameters[] memory feeds, uint256 bandBps);

    /// @notice Age up to which an observation of the asset can be good: the limit of its most patient feed.
    /// @param asset asset (id)
    /// @return limit age limit (seconds)
    function ageLimit(uint8 asset) external view returns (uint256 limit);

    /// @notice The sequencer's status feed, zero on a hub without a sequencer.
    /// @return source the feed
    function sequencerFeed() external view returns (address source);

    /// @notice Whether the sequencer is up and its grace hour over. A status feed that cannot be read counts as down.
    /// @return up true if risk-increasing acts, kicks and takes are allowed
    function isSequencerUp() external view returns (bool up);

    /// @notice When the sequencer's last grace hour ended or will end: 0 without a sequencer, the highest number while
    /// it is down. An auction's clock counts from here at the earliest.
    /// @return since start of the current uptime after grace (unix seconds)
    function sequencerResumedAt() external view returns (uint256 since);

    /// @notice Gas that reading two feeds can take, whatever they do with it.
    /// @return gasLimit least gas left at a read (gas units)
    function readGas() external view returns (uint256 gasLimit);
}
